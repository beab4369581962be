"""A document taken apart once: its sentences' terms as sparse arrays, for every measure on them.

The sentence-term matrix is kept in compressed rows: the terms of sentence i are
`indices[indptr[i]:indptr[i + 1]]`, with their `counts`. A product with it is one `bincount`, so
time and memory grow with the number of terms; no matrix of sentences by sentences is ever made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from summarizer.model import Sentence
from summarizer.terms import terms
from summarizer.tokens import words as words_of

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

_DAMPING = 0.15
_ITERATIONS = 100
_TOLERANCE = 1e-3


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """The sentences of one or several documents, and their terms: stems, function words left out.

    Attributes:
        sentences: in order; several documents follow each other (`Sentence.document`).
        language: an ISO 639-1 code.
        words: the folded words of each sentence.
        lengths: int64: how many words each sentence has.
        vocabulary: the number of each term, in order of first appearance (the title's last).
        function_words: the number of each, the least is that of terms.
        units: int64: the number of each word's term, or its own if it is a function word.
        indptr: int64, one more than sentences: where each row begins.
        indices: int64: the terms of each row, ascending.
        counts: float64: how often each stands in its sentence.
        title: int64: the distinct terms of the title, ascending.
    """

    sentences: tuple[Sentence, ...]
    language: str
    words: tuple[Sequence[str], ...]
    lengths: Integers
    vocabulary: dict[str, int]
    function_words: dict[str, int]
    units: Integers
    indptr: Integers
    indices: Integers
    counts: Floats
    title: Integers

    @cached_property
    def sizes(self) -> Integers:
        """How many distinct terms each sentence has: int64."""
        return self.indptr[1:] - self.indptr[:-1]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """What `units` number: the terms, then the function words."""
        return (*self.vocabulary, *self.function_words)

    @cached_property
    def numeric(self) -> NDArray[np.bool_]:
        """Whether each of `stems` has a digit."""
        return ~np.fromiter(map(str.isalpha, self.stems), np.bool_, len(self.stems))

    @cached_property
    def unit_rows(self) -> Integers:
        """The sentence of each of `units`: int64, ascending."""
        return np.arange(len(self.sentences)).repeat(self.lengths)

    @cached_property
    def rows(self) -> Integers:
        """The sentence of each entry of `indices`: int64, ascending."""
        return np.arange(len(self.sentences)).repeat(self.sizes)

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
    term_of = terms(language).__getitem__
    forms = dict.fromkeys(chain.from_iterable(words))
    stems = [*map(term_of, forms)]
    heading = [*filter(None, map(term_of, words_of(title or "")))]
    vocabulary = dict(zip(dict.fromkeys(chain(filter(None, stems), heading)), count()))
    size = len(vocabulary)
    left_out = (form for form, term in zip(forms, stems, strict=True) if not term)
    function_words = dict(zip(left_out, count(size)))
    number_of = dict(zip(forms, map(vocabulary.get, stems), strict=True)) | function_words
    lengths = np.array([*map(len, words)], dtype=np.int64)
    in_order = map(number_of.__getitem__, chain.from_iterable(words))
    units = np.fromiter(in_order, np.int64, int(lengths.sum()))
    is_term = units < size
    keys = (np.arange(len(lengths)).repeat(lengths) * max(size, 1) + units)[is_term]
    keys.sort()
    starts = np.flatnonzero(changes(keys))
    rows, indices = np.divmod(keys[starts], max(size, 1))
    return Analysis(
        sentences=tuple(sentences),
        language=language,
        words=tuple(words),
        lengths=lengths,
        vocabulary=vocabulary,
        function_words=function_words,
        units=units,
        indptr=np.searchsorted(rows, np.arange(len(lengths) + 1)),
        indices=indices,
        counts=run_lengths(starts, len(keys)).astype(np.float64),
        title=np.array(sorted({vocabulary[term] for term in heading}), dtype=np.int64),
    )


def changes(ascending: Integers) -> NDArray[np.bool_]:
    """Tell which numbers are greater than those before them; the first is."""
    found = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=found[1:])
    return found


def run_lengths(starts: Integers, end: int) -> Integers:
    """Tell how long the runs are that begin there, the last one up to `end`."""
    lengths = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
    lengths[-1:] = end - starts[-1:]
    return lengths


def centrality(analysis: Analysis, prior: Floats | None = None) -> Floats:
    """Rate each sentence by LexRank without threshold: float64, mean 1 (0 for one without terms).

    G. Erkan and D. Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text
    Summarization", JAIR 22 (2004), continuous: a walk over the sentences, from each to the others
    by cosine similarity, S = A·Aᵀ. S is never made: S·x = A·(Aᵀ·x). `prior` (positive, one number
    per sentence) says where the walk begins anew; anywhere when not given.
    """
    size, width = len(analysis.sentences), len(analysis.vocabulary)
    rows, indices = analysis.rows, analysis.indices
    everywhere = np.ones(size)
    degrees = analysis.times(analysis.transposed_times(everywhere))
    linked = degrees > 0
    if not linked.any():
        return np.zeros(size)
    start = linked * (everywhere if prior is None else prior)
    start /= start.sum()
    scale = np.divide(1 - _DAMPING, degrees, out=np.zeros(size), where=linked)
    leaving, arriving = analysis.weights * scale[rows], analysis.weights
    begun = _DAMPING * start
    ratings: Floats = start
    for _ in range(_ITERATIONS):
        by_term = np.bincount(indices, leaving * ratings.take(rows), width)
        following = begun + np.bincount(rows, arriving * by_term.take(indices), size)
        change = float(np.abs(following - ratings).dot(everywhere))
        ratings = following
        if change < _TOLERANCE:
            break
    return ratings * size
