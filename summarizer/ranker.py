"""Our ranker of news: trained weights over the features of a sentence, then a joint choice.

The weights stand in `weights.toml`, which says what made them: ridge regression (A. Hoerl and
R. Kennard, Technometrics 12, 1970) on how much a sentence adds to the ROUGE of a summary. Which of
them are used turns on what is asked for: one sentence, with or without a title, or several.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from summarizer.analysis import Analysis, Floats
from summarizer.features import features, matrix
from summarizer.selection import diverse

# Ratings that differ by less differ by the order in which a machine adds.
_DIGITS = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class Regime:
    """Weights for one kind of request: one per named feature, and what repetition costs."""

    names: tuple[str, ...]
    weights: Floats
    redundancy: float

    def ratings(self, found: dict[str, Floats]) -> Floats:
        """Rate sentences by their features: float64, higher is better, mean 0."""
        raw = matrix(found, self.names) @ self.weights
        rounded: Floats = np.round(raw - raw.mean(), _DIGITS)
        return rounded


def regime_name(count: int, *, titled: bool) -> str:
    """Name the regime for a summary of `count` sentences."""
    if count > 1:
        return "several"
    return "titled" if titled else "single"


@lru_cache(maxsize=1)
def regimes() -> dict[str, Regime]:
    """Read the trained weights, by regime."""
    stored = tomllib.loads(files("summarizer").joinpath("weights.toml").read_text("utf-8"))
    return {
        name: Regime(
            names=tuple(regime["weights"]),
            weights=np.array([*regime["weights"].values()], dtype=np.float64),
            redundancy=regime["redundancy"],
        )
        for name, regime in stored["regime"].items()
    }


def rank(analysis: Analysis, count: int) -> list[int]:
    """Order the sentences for a summary of `count`: indices, best first, each once.

    The first `count` are chosen together; the others follow by their rating.
    """
    if not analysis.sentences:
        return []
    regime = regimes()[regime_name(count, titled=len(analysis.title) > 0)]
    ratings = regime.ratings(features(analysis, regime.names))
    return diverse(analysis, ratings, count, regime.redundancy)
