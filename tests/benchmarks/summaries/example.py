"""A document to learn from: what the ranker sees of it, and what its sentences are worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from summarizer import grams
from summarizer.analysis import Analysis, Floats, Integers, analyse
from summarizer.candidates import gather
from summarizer.features import features, matrix
from summarizer.ranker import regime_name
from summarizer.tokens import words
from tests.benchmarks.summaries.data import Document
from tests.benchmarks.summaries.rouge import Gram, Grams, tokenizer

SEED = 20_261
# How many words a gram has: several sentences are told apart by the phrases that people repeat.
ORDER = {"several": 2, "single": 1, "titled": 2}
# ROUGE-1 and ROUGE-2 in what a sentence is worth.
_MEASURE = {"several": (0.0, 1.0), "single": (0.5, 0.5), "titled": (0.5, 0.5)}
# Summaries that a sentence is tried in: how many, and how their other sentences are drawn:
# with a probability of (1 + position) ** -FALL, as good summaries have them.
_DRAWN, _FALL = 1_500, 1.5


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

    @cached_property
    def grams(self) -> grams.Grams:
        """The grams of the text, as its regime counts them."""
        return grams.grams_of(self.analysis, ORDER[self.regime])

    @cached_property
    def taken(self) -> Floats:
        """The share of the references that each gram stands in: float64, 0 to 1."""
        shares = np.zeros(len(self.grams))
        for text in self.document.references:
            shares[self.grams.numbers(words(text))] += 1
        return shares / len(self.document.references)

    @property
    def expected_length(self) -> float:
        """The mean length of a reference for each sentence of a summary, in grams."""
        texts = self.document.references
        lengths = [len(words(text)) + 1 - self.grams.order for text in texts]
        return float(np.mean(lengths)) / self.count

    def gram_matrix(self, ratings: Floats) -> Floats:
        """Every measure of each gram, by kind: float64, grams by (measures times kinds)."""
        measured = self.grams.measures(ratings, self.analysis.central)
        kinds = np.eye(len(grams.KINDS))[self.grams.kind]
        columns: Floats = measured.T[:, :, None] * kinds[:, None]
        return columns.reshape(len(kinds), -1)

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
        """Score choices of sentences (rows of indices): ROUGE F1, the mean over references."""
        tokenize = tokenizer(self.document.language).tokenize
        for_words, for_pairs = _MEASURE[self.regime]
        bags = [Grams.of(tokens) for tokens in self.tokens]
        total = np.zeros(len(choices))
        for text in self.document.references:
            reference = Grams.of(tokenize(text))
            total += for_words * _f1(choices, [bag.words for bag in bags], reference.words)
            total += for_pairs * _f1(choices, [bag.pairs for bag in bags], reference.pairs)
        mean: Floats = total / len(self.document.references)
        return mean


def _f1(choices: Integers, bags: Sequence[Counter[Gram]], reference: Counter[Gram]) -> Floats:
    """Return the F1 of the joint bags of each choice; pairs across sentences are left out."""
    most = np.array([*reference.values()], dtype=np.float64)
    held = np.array([[bag[gram] for gram in reference] for bag in bags], dtype=np.float64)
    sizes = np.array([bag.total() for bag in bags], dtype=np.float64)
    common = np.minimum(held[choices].sum(axis=1), most).sum(axis=1)
    scores: Floats = 2 * common / (sizes[choices].sum(axis=1) + most.sum() + 1e-9)
    return scores
