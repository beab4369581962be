"""Learn the ranker's weights: how good a sentence is, and which grams of a text people repeat.

A large set weighs more than a small one, and a long document more than a short one, but less than
by their sizes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from summarizer import selection
from summarizer.analysis import Floats
from summarizer.grams import KINDS, MEASURES
from summarizer.ranker import Regime
from tests.benchmarks.summaries.example import ORDER, Example

_RIDGE = {"several": 1_000.0, "single": 30.0, "titled": 100.0}
_FEATURES = 60
# 0 weighs every document alike, 1 every set; chosen by cross-validation.
_EVENNESS = 0.25
# Slow to measure, or many: with the grams they help a choice of several sentences no more.
_SPARED = frozenset(
    "news_centrality lead_centrality names names_share capitals quote one_quote opens_with_quote "
    "quote_before pronoun opener says pronouns_share first_person_share "
    "like_all like_first like_first_three like_early like_rest".split()
)
_GRAM_RIDGE, _STEPS = 100.0, 8
# About a standard deviation of a sentence's F1: for one sentence, its rating is heard as well.
_TRUST = {"several": 0.0, "single": 0.08, "titled": 0.08}
_DIGITS = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """Rows to learn from: float64, rows by columns, each with a target and a weight."""

    columns: Floats
    target: Floats
    weight: Floats

    @classmethod
    def of(
        cls, columns: Sequence[Floats], targets: Sequence[Floats], shares: Sequence[float]
    ) -> Sample:
        """Put documents together; each row weighs its document's share, on average 1."""
        weight = np.repeat(shares, [len(each) for each in targets])
        return cls(
            columns=np.concatenate(columns),
            target=np.concatenate(targets),
            weight=weight / weight.mean(),
        )

    def scale(self) -> Floats:
        """The root of the weighted mean square of each column."""
        squares = self.weight[:, None] * self.columns * self.columns
        root: Floats = np.sqrt(squares.mean(axis=0)) + 1e-9
        return root

    def linear(self, penalty: float) -> Floats:
        """Return the weights of ridge regression; it penalises columns of one scale."""
        standard = self.columns / self.scale()
        weighted = (standard * self.weight[:, None]).T
        curvature = weighted @ standard + penalty * np.eye(standard.shape[1])
        fitted: Floats = np.linalg.solve(curvature, weighted @ self.target) / self.scale()
        return fitted

    def logistic(self, penalty: float) -> Floats:
        """Return the weights of logistic ridge regression, by Newton's steps from 0."""
        standard = self.columns / self.scale()
        weights = np.zeros(standard.shape[1])
        for _ in range(_STEPS):
            chances = 1 / (1 + np.exp(-standard @ weights))
            spread = self.weight * chances * (1 - chances)
            curvature = (standard * spread[:, None]).T @ standard + penalty * np.eye(len(weights))
            slope = standard.T @ (self.weight * (self.target - chances)) - penalty * weights
            weights += np.linalg.solve(curvature, slope)
        fitted: Floats = weights / self.scale()
        return fitted


def learn(examples: Sequence[Example], regime: str) -> Regime:
    """Fit one regime: the ratings of sentences, then, with them, the chances of grams."""
    names, weights = _sentence_weights(examples, regime)
    rated = Regime(
        names=names,
        weights=weights,
        order=ORDER[regime],
        measures=(),
        gram_weights=np.zeros((0, len(KINDS))),
        length=round(float(np.mean([each.expected_length for each in examples])), 1),
        trust=_TRUST[regime],
    )
    measures, gram_weights = _gram_weights(examples, rated)
    return replace(rated, measures=measures, gram_weights=gram_weights)


def choose(example: Example, regime: Regime) -> list[int]:
    """Choose an example's sentences, in their order."""
    ratings = regime.ratings(example.features)
    expected = regime.expectation(example.analysis, ratings, example.grams)
    return sorted(selection.choose(expected, example.count)[: example.count])


def _sentence_weights(examples: Sequence[Example], regime: str) -> tuple[tuple[str, ...], Floats]:
    """Fit all features first, then the strongest again by themselves."""
    counts = Counter(example.collection for example in examples)
    shares = [len(each.tokens) ** -0.5 * counts[each.collection] ** -_EVENNESS for each in examples]
    names = np.array([*examples[0].features])
    read = np.array([_is_read(name, regime) for name in names])
    sample = Sample.of(
        [example.matrix[:, read] for example in examples],
        [example.target for example in examples],
        shares,
    )
    strength = sample.linear(_RIDGE[regime]) * sample.scale()
    kept = np.sort(np.argsort(-np.abs(strength), kind="stable")[:_FEATURES])
    fitted = replace(sample, columns=sample.columns[:, kept]).linear(_RIDGE[regime])
    return tuple(names[read][kept].tolist()), np.round(fitted, _DIGITS)


def _is_read(name: str, regime: str) -> bool:
    return regime != "several" or not (name in _SPARED or "×" in name)


def _gram_weights(examples: Sequence[Example], rated: Regime) -> tuple[tuple[str, ...], Floats]:
    """Fit how likely a gram stands in a reference: weights, measures by kinds."""
    columns = [each.gram_matrix(rated.ratings(each.features)) for each in examples]
    shares = [max(len(each), 1) ** -0.5 for each in columns]
    sample = Sample.of(columns, [example.taken for example in examples], shares)
    fitted = np.round(sample.logistic(_GRAM_RIDGE), _DIGITS)
    return MEASURES, fitted.reshape(-1, len(KINDS))
