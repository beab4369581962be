"""Our ranker of news: how good each sentence is, what a summary will say, then a joint choice.

First, weights over the features of a sentence rate it: ridge regression (A. Hoerl and R. Kennard,
Technometrics 12, 1970) on how much it adds to the ROUGE of a summary. From the ratings of the
sentences that it stands in, and from its own measures, comes how likely a word, or a pair of
words, stands in a person's summary: logistic regression, after K. Hong and A. Nenkova, "Improving
the Estimation of Word Importance for News Multi-Document Summarization", EACL 2014. `selection`
takes the sentences that hold most of it.

The weights stand in `weights.toml`, which says what made them. Which of them are used turns on
what is asked for: one sentence, with or without a title, or several.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from summarizer.analysis import Analysis, Floats
from summarizer.features import features, matrix
from summarizer.grams import Grams, grams_of
from summarizer.selection import Expectation, choose

# Ratings that differ by less differ by the order in which a machine adds.
_DIGITS = 6
# Products of larger matrices are shared among threads, which costs more than it saves here.
_BLOCK = 4_096


@dataclass(frozen=True, kw_only=True, eq=False)
class Regime:
    """Weights for one kind of request.

    Attributes:
        names: the features of a sentence that count, and their `weights`: float64.
        order: how many words a gram has.
        measures: the measures of a gram, and their weights for each of grams.KINDS:
            `gram_weights`, float64, measures by kinds.
        length: how many grams a person's summary has for each of our sentences.
        trust: what a rating is worth in ROUGE F1 beside the grams.
    """

    names: tuple[str, ...]
    weights: Floats
    order: int
    measures: tuple[str, ...]
    gram_weights: Floats
    length: float
    trust: float

    def ratings(self, found: dict[str, Floats]) -> Floats:
        """Rate sentences by their features: float64, higher is better, mean 0."""
        raw = matrix(found, self.names) @ self.weights
        rounded: Floats = np.round(raw - raw.mean(), _DIGITS)
        return rounded

    def expectation(self, analysis: Analysis, ratings: Floats, grams: Grams) -> Expectation:
        """Tell what a person's summary is likely to hold."""
        return Expectation(
            grams=grams,
            chances=self._chances(grams, ratings, analysis.central),
            length=self.length,
            bonus=self.trust * ratings,
        )

    def _chances(self, grams: Grams, ratings: Floats, central: Floats) -> Floats:
        table, odds = grams.measures(ratings, central), np.empty(len(grams))
        for begin in range(0, len(grams), _BLOCK):
            block = slice(begin, begin + _BLOCK)
            by_kind = self.gram_weights.T @ table[:, block]
            odds[block] = by_kind[grams.kind[block], np.arange(by_kind.shape[1])]
        chances: Floats = 1 / (1 + np.exp(-odds))
        return chances


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
            names=tuple(regime["sentence"]),
            weights=np.array([*regime["sentence"].values()], dtype=np.float64),
            order=regime["order"],
            measures=tuple(regime["gram"]),
            gram_weights=np.array([*regime["gram"].values()], dtype=np.float64),
            length=regime["length"],
            trust=regime["trust"],
        )
        for name, regime in stored["regime"].items()
    }


def rank(analysis: Analysis, count: int) -> list[int]:
    """Order the sentences for a summary of `count`: indices, best first, each once.

    The first `count` are chosen together; the others follow by what they add.
    """
    if not analysis.sentences:
        return []
    regime = regimes()[regime_name(count, titled=len(analysis.title) > 0)]
    grams = grams_of(analysis, regime.order)
    ratings = regime.ratings(features(analysis, regime.names))
    return choose(regime.expectation(analysis, ratings, grams), count)
