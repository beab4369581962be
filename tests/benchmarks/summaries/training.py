"""Learn the ranker's weights: what a sentence adds to summaries, by ridge regression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from summarizer.analysis import Analysis, Floats, Integers, analyse
from summarizer.candidates import gather
from summarizer.features import features, matrix
from summarizer.ranker import Regime, regime_name
from summarizer.selection import diverse
from tests.benchmarks.summaries.data import Document
from tests.benchmarks.summaries.rouge import Gram, Grams, tokenizer

SEED = 20_261
# Summaries that a sentence is tried in: how many, and how their other sentences are drawn:
# with a probability of (1 + position) ** -FALL, as good summaries have them.
_DRAWN, _FALL = 1_500, 1.5
_RIDGE = {"several": 1_000.0, "single": 30.0, "titled": 100.0}
_FEATURES = 60
# 0 weighs every document alike, 1 every set; chosen by cross-validation.
_EVENNESS = 0.25
# What the cosine to a sentence chosen before may cost in rating.
_REDUNDANCIES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Example:
    """A document with what the ranker sees of it and what scores of its sentences need."""

    collection: str
    count: int
    document: Document
    analysis: Analysis
    features: dict[str, Floats]
    tokens: tuple[list[str], ...]

    @classmethod
    def of(cls, collection: str, count: int, document: Document) -> Example:
        """Prepare a document as `summarize` would."""
        prose = gather(document.text, document.title, document.language).prose()
        analysis = analyse(
            prose.sentences, document.language, title=document.title, words=prose.words
        )
        tokenize = tokenizer(document.language).tokenize
        return cls(
            collection=collection,
            count=count,
            document=document,
            analysis=analysis,
            features=features(analysis),
            tokens=tuple(tokenize(sentence.text) for sentence in prose.sentences),
        )

    @property
    def regime(self) -> str:
        """The regime that ranks it."""
        return regime_name(self.count, titled=len(self.analysis.title) > 0)

    @cached_property
    def matrix(self) -> Floats:
        """Every feature, less its mean over the document: float64, sentences by features."""
        full = matrix(self.features, tuple(self.features))
        centred: Floats = full - full.mean(axis=0)
        return centred

    @cached_property
    def target(self) -> Floats:
        """What each sentence adds to a summary's ROUGE, standardised over the document."""
        raw = self._gains() if self.count > 1 else self.ceiling()
        standard: Floats = (raw - raw.mean()) / (raw.std() + 1e-3)
        return standard

    def ceiling(self) -> Floats:
        """Return the score of each sentence by itself, 0 to 1."""
        return self.f1(np.arange(len(self.tokens))[:, None])

    def _gains(self) -> Floats:
        """Fit the ROUGE of drawn summaries by a sum over their sentences (ridge of 3)."""
        size = len(self.tokens)
        if size <= self.count:
            return np.zeros(size)
        seed = [SEED, *self.document.id.encode()]
        draws = np.random.default_rng(seed).random((_DRAWN, size))
        # Efraimidis and Spirakis: the greatest u ** (1 / weight) are a weighted draw.
        keys = np.log(draws) * (1.0 + np.arange(size)) ** _FALL
        choices = np.argsort(-keys, axis=1, kind="stable")[:, : self.count]
        held = np.zeros((_DRAWN, size))
        np.put_along_axis(held, choices, 1.0, axis=1)
        held -= held.mean(axis=0)
        scores = self.f1(choices)
        return np.linalg.solve(held.T @ held + 3 * np.eye(size), held.T @ scores).astype(np.float64)

    def f1(self, choices: Integers) -> Floats:
        """Score choices of sentences (rows of indices): mean ROUGE-1 and 2 F1 over references."""
        tokenize = tokenizer(self.document.language).tokenize
        total = np.zeros(len(choices))
        for text in self.document.references:
            reference = Grams.of(tokenize(text))
            total += _f1(
                choices, [Grams.of(tokens).words for tokens in self.tokens], reference.words
            )
            total += _f1(
                choices, [Grams.of(tokens).pairs for tokens in self.tokens], reference.pairs
            )
        mean: Floats = total / (2 * len(self.document.references))
        return mean


def _f1(choices: Integers, bags: Sequence[Counter[Gram]], reference: Counter[Gram]) -> Floats:
    """Return the F1 of the joint bags of each choice; pairs across sentences are left out."""
    most = np.array([*reference.values()], dtype=np.float64)
    held = np.array([[bag[gram] for gram in reference] for bag in bags], dtype=np.float64)
    sizes = np.array([bag.total() for bag in bags], dtype=np.float64)
    common = np.minimum(held[choices].sum(axis=1), most).sum(axis=1)
    scores: Floats = 2 * common / (sizes[choices].sum(axis=1) + most.sum() + 1e-9)
    return scores


def learn(examples: Sequence[Example], regime: str) -> Regime:
    """Fit one regime: all features first, then the strongest again by themselves.

    Then the cost of redundancy is what raises ROUGE most, over the sets alike.

    A large set weighs more than a small one, but less than by its size; so does a long document.
    """
    counts = Counter(example.collection for example in examples)
    names = np.array([*examples[0].features])
    full = np.concatenate([example.matrix for example in examples])
    target = np.concatenate([example.target for example in examples])
    weight = np.concatenate(
        [
            np.full(
                len(each.tokens), len(each.tokens) ** -0.5 * counts[each.collection] ** -_EVENNESS
            )
            for each in examples
        ]
    )
    weight /= weight.mean()
    strength = _ridge(full, target, weight, _RIDGE[regime])
    kept = np.sort(np.argsort(-np.abs(strength), kind="stable")[:_FEATURES])
    scale = _scale(full[:, kept], weight)
    fitted = _ridge(full[:, kept], target, weight, _RIDGE[regime]) / scale
    found = Regime(names=tuple(names[kept]), weights=np.round(fitted, _DIGITS), redundancy=0.0)
    if regime != "several":
        return found
    variants = [replace(found, redundancy=redundancy) for redundancy in _REDUNDANCIES]
    return max(variants, key=lambda variant: round(_success(examples, variant), _DIGITS))


def choose(example: Example, regime: Regime) -> list[int]:
    """Choose an example's sentences, in their order."""
    ratings = regime.ratings(example.features)
    ranking = diverse(example.analysis, ratings, example.count, regime.redundancy)
    return sorted(ranking[: example.count])


def _success(examples: Sequence[Example], regime: Regime) -> float:
    """Return the mean of ROUGE-1 and 2 F1 (0 to 1), each set counting once."""
    scores: dict[str, list[float]] = {}
    for example in examples:
        chosen = np.array([choose(example, regime)])
        scores.setdefault(example.collection, []).append(float(example.f1(chosen)[0]))
    return float(np.mean([np.mean(each) for each in scores.values()]))


def _scale(full: Floats, weight: Floats) -> Floats:
    squares: Floats = weight[:, None] * full * full
    scale: Floats = np.sqrt(squares.mean(axis=0, dtype=np.float64)) + 1e-9
    return scale


def _ridge(full: Floats, target: Floats, weight: Floats, penalty: float) -> Floats:
    """Return weights of features brought to the same scale."""
    standard = full / _scale(full, weight)
    weighted = (standard * weight[:, None]).T
    curvature = weighted @ standard + penalty * np.eye(standard.shape[1])
    return np.linalg.solve(curvature, weighted @ target).astype(np.float64)
