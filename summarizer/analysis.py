"""A document taken apart once: its sentences' terms as sparse arrays, for every measure on them.

The sentence-term matrix is kept in compressed rows: the terms of sentence i are
`indices[indptr[i]:indptr[i + 1]]`, with their `counts`. A product with it is one `bincount`, so
time and memory grow with the number of terms; no matrix of sentences by sentences is ever made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from summarizer.model import Sentence
from summarizer.stems import stem
from summarizer.stopwords import stop_words
from summarizer.tokens import words as words_of

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

_DAMPING = 0.15
_ITERATIONS = 100
_TOLERANCE = 1e-4


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """The sentences of one or several documents, and their terms: stems, function words left out.

    Attributes:
        sentences: in order; several documents follow each other (`Sentence.document`).
        language: an ISO 639-1 code.
        words: the folded words of each sentence.
        vocabulary: the number of each term, in order of first appearance (the title's last).
        indptr: int64, one more than sentences: where each row begins.
        indices: int64: the terms of each row, ascending.
        counts: float64: how often each stands in its sentence.
        title: int64: the distinct terms of the title, ascending.
    """

    sentences: tuple[Sentence, ...]
    language: str
    words: tuple[Sequence[str], ...]
    vocabulary: dict[str, int]
    indptr: Integers
    indices: Integers
    counts: Floats
    title: Integers

    @cached_property
    def rows(self) -> Integers:
        """The sentence of each entry of `indices`: int64, ascending."""
        return np.repeat(np.arange(len(self.sentences)), np.diff(self.indptr))

    @cached_property
    def frequencies(self) -> Floats:
        """In how many sentences each term stands: float64 by term; 0 for some of the title's."""
        return np.bincount(self.indices, minlength=len(self.vocabulary)).astype(np.float64)

    @cached_property
    def idf(self) -> Floats:
        """Inverse sentence frequency of each term, ln((n + 1) / (df + 0.5)): always above 0."""
        return np.log((len(self.sentences) + 1.0) / (self.frequencies + 0.5))

    @cached_property
    def weights(self) -> Floats:
        """TF-IDF of each entry of `indices`; each sentence's row has the Euclidean length 1."""
        raw = self.counts * self.idf[self.indices]
        norms = np.sqrt(np.bincount(self.rows, raw * raw, minlength=len(self.sentences)))
        return raw / norms[self.rows]

    @cached_property
    def central(self) -> Floats:
        """The `centrality` of each sentence, computed once."""
        return centrality(self)

    def times(self, by_term: Floats) -> Floats:
        """Multiply the matrix of `weights` with a vector over terms: one number per sentence."""
        products = self.weights * by_term[self.indices]
        return np.bincount(self.rows, products, minlength=len(self.sentences)).astype(np.float64)

    def transposed_times(self, by_sentence: Floats) -> Floats:
        """Multiply the transpose with a vector over sentences: one number per term."""
        products = self.weights * by_sentence[self.rows]
        return np.bincount(self.indices, products, minlength=len(self.vocabulary)).astype(
            np.float64
        )


def analyse(
    sentences: Sequence[Sentence],
    language: str,
    *,
    title: str | None = None,
    words: Sequence[Sequence[str]] | None = None,
) -> Analysis:
    """Take sentences apart; `words` are their folded words where somebody has them already."""
    if words is None:
        words = [words_of(sentence.text) for sentence in sentences]
    left_out = stop_words(language)
    vocabulary: dict[str, int] = {}

    def numbers(tokens: Sequence[str]) -> list[int]:
        return [
            vocabulary.setdefault(stem(token, language), len(vocabulary))
            for token in tokens
            if token not in left_out
        ]

    flat: list[int] = []
    lengths: list[int] = []
    for tokens in words:
        row = numbers(tokens)
        flat += row
        lengths.append(len(row))
    heading = numbers(words_of(title or ""))
    size = max(len(vocabulary), 1)
    keys = np.repeat(np.arange(len(lengths)), lengths) * size + np.array(flat, dtype=np.int64)
    entries, counts = np.unique(keys, return_counts=True)
    rows = entries // size
    return Analysis(
        sentences=tuple(sentences),
        language=language,
        words=tuple(words),
        vocabulary=vocabulary,
        indptr=np.searchsorted(rows, np.arange(len(lengths) + 1)),
        indices=entries % size,
        counts=counts.astype(np.float64),
        title=np.unique(np.array(heading, dtype=np.int64)),
    )


def centrality(analysis: Analysis, prior: Floats | None = None) -> Floats:
    """Rate each sentence by LexRank without threshold: float64, mean 1 (0 for one without terms).

    G. Erkan and D. Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text
    Summarization", JAIR 22 (2004), continuous: a walk over the sentences, from each to the others
    by cosine similarity, S = A·Aᵀ. S is never made: S·x = A·(Aᵀ·x). `prior` (positive, one number
    per sentence) says where the walk begins anew; anywhere when not given.
    """
    size, terms = len(analysis.sentences), len(analysis.vocabulary)
    rows, indices, weights = analysis.rows, analysis.indices, analysis.weights
    degrees = analysis.times(analysis.transposed_times(np.ones(size)))
    linked = degrees > 0
    if not linked.any():
        return np.zeros(size)
    start = linked * (np.ones(size) if prior is None else prior)
    start /= start.sum()
    scale = np.zeros(size)
    scale[linked] = 1.0 / degrees[linked]
    ratings: Floats = start
    for _ in range(_ITERATIONS):
        by_term = np.bincount(indices, weights * (ratings * scale)[rows], terms)
        moved = np.bincount(rows, weights * by_term[indices], size)
        following = _DAMPING * start + (1 - _DAMPING) * moved
        change = float(np.abs(following - ratings).sum())
        ratings = following
        if change < _TOLERANCE:
            break
    return ratings * size
