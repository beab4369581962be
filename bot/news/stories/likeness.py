"""Whether an article belongs to a story: a logistic regression on how they are alike. Pure.

The weights stand in `weights.toml`, which says what made them. Time is no part of what they were
learnt from, as that data has no dates: a story cools with every day without news of it.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bot.news.stories.sums import FEATURES

# What a day between an article and a story costs, in logits.
_COOLING = 0.3
# Ratings that differ by less differ by the machine they were computed on.
_DIGITS = 6
CERTAIN = 30.0
"""A rating that no weights give: the same words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Regime:
    """The weights of FEATURES for one language: above 0 an article joins."""

    bias: float
    weights: tuple[float, ...]

    def rating(self, features: tuple[float, ...], days: float) -> float:
        """Rate an article `days` apart from a story, in logits."""
        products = [weight * value for weight, value in zip(self.weights, features, strict=True)]
        return round(self.bias + sum(products) - _COOLING * days, _DIGITS)


def likeness(rating: float) -> float:
    """A rating as a number from 0 to 1; what is at least 0.5 alike is the same story."""
    return 1.0 / (1.0 + math.exp(-max(-CERTAIN, min(CERTAIN, rating))))


def regime(language: str) -> Regime:
    """The weights for a language: those of its own, else those for any."""
    trained = _trained()
    return trained.get(language, trained["any"])


@lru_cache(maxsize=1)
def _trained() -> dict[str, Regime]:
    text = files("bot.news.stories").joinpath("weights.toml").read_text("utf-8")
    return {
        name: Regime(
            bias=table["bias"],
            weights=tuple(float(table["weights"].get(name, 0.0)) for name in FEATURES),
        )
        for name, table in tomllib.loads(text)["regime"].items()
    }
