"""Several documents taken together: what each of their sentences is measured by.

Every measure is linear in the number of terms; sentences are never compared all with all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from summarizer.analysis import Analysis, Floats, Integers, analyse
from summarizer.candidates import Candidates
from summarizer.joint import Document
from summarizer.stems import stem
from summarizer.tokens import words as words_of

# What a sentence is measured by, in the order of the columns of `Cluster.features`.
FEATURES = ("first", "place", "length", "titled", "supported")
# A sentence that says this share of another reports the same.
_SAME = 0.5
_TINY = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class Cluster:
    """Documents that tell one story, or several.

    Attributes:
        analysis: their sentences, document after document, analysed as one text.
        titles: the documents' titles.
        sources: int64 by document: documents of one source have one number.
    """

    analysis: Analysis
    titles: tuple[str, ...]
    sources: Integers

    @cached_property
    def document(self) -> Integers:
        """The document of each sentence: int64, ascending."""
        return np.array([each.document for each in self.analysis.sentences], dtype=np.int64)

    @cached_property
    def position(self) -> Integers:
        """The place of each sentence in its document: int64, from 0."""
        return np.arange(len(self.document)) - np.searchsorted(self.document, self.document)

    @cached_property
    def lengths(self) -> Integers:
        """The length of each sentence in words: int64, at least 1.

        The greater of two counts: our words, and what stands between spaces, as people and their
        programs count. A budget is kept by either.
        """
        analysis = self.analysis
        counts = [
            max(len(words), len(sentence.text.split()), 1)
            for sentence, words in zip(analysis.sentences, analysis.words, strict=True)
        ]
        return np.array(counts, dtype=np.int64)

    @cached_property
    def wordings(self) -> Integers:
        """Equal numbers for sentences of the same words: int64."""
        numbers: dict[tuple[str, ...], int] = {}
        found = [numbers.setdefault(tuple(words), n) for n, words in enumerate(self.analysis.words)]
        return np.array(found, dtype=np.int64)

    @cached_property
    def supported(self) -> Floats:
        """How much of each sentence the other documents tell, on average: float64, 0 to 1."""
        terms, documents = self.analysis.indices, len(self.titles)
        pairs = np.unique(terms * documents + self.document[self.analysis.rows])
        told_by = np.bincount(pairs // documents, minlength=len(self.analysis.idf))
        elsewhere = (told_by[terms] - 1) / max(documents - 1, 1)
        return self._summed(self._worth * elsewhere) / np.maximum(self._told, _TINY)

    @cached_property
    def titled(self) -> Floats:
        """The cosine of each sentence with all titles together: float64, 0 to 1."""
        named = self._in_titles * self.analysis.idf
        return self.analysis.times(named) / max(float(np.sqrt(named @ named)), _TINY)

    @cached_property
    def features(self) -> Floats:
        """The measures of each sentence: float64, sentences by FEATURES."""
        columns = (
            self.position == 0,
            1.0 / (1.0 + self.position),
            np.log(self.lengths),
            self.titled,
            self.supported,
        )
        return np.column_stack(columns).astype(np.float64)

    def similarity(self, sentence: int) -> Floats:
        """The cosine of each sentence with one of them: float64, 0 to 1."""
        return self.analysis.times(self._row(sentence, self.analysis.weights))

    def overlap(self, sentence: int) -> Floats:
        """What each sentence and one of them share, as a part of the smaller: float64, 0 to 1."""
        smaller = np.minimum(self._told, self._told[sentence])
        shares: Floats = self._shared(sentence) / np.maximum(smaller, _TINY)
        return shares

    def named(self, sentence: int) -> int:
        """How many terms of a sentence stand in a title."""
        own = slice(*self.analysis.indptr[sentence : sentence + 2])
        return int(np.count_nonzero(self._in_titles[self.analysis.indices[own]]))

    def reports(self, sentence: int) -> int:
        """How many sources say what a sentence says, its own included."""
        same = self._shared(sentence) >= _SAME * max(float(self._told[sentence]), _TINY)
        own = self.document[sentence : sentence + 1]
        return len(np.unique(self.sources[np.append(self.document[same], own)]))

    @cached_property
    def _worth(self) -> Floats:
        """The idf of each entry of the analysis."""
        return self.analysis.idf[self.analysis.indices]

    @cached_property
    def _told(self) -> Floats:
        """How much each sentence says: the idf of its terms, added up."""
        return self._summed(self._worth)

    @cached_property
    def _in_titles(self) -> Floats:
        """How many titles each term stands in."""
        analysis = self.analysis
        counts = np.zeros(len(analysis.idf))
        for title in self.titles:
            stems = {stem(word, analysis.language) for word in words_of(title)}
            found = [analysis.vocabulary[each] for each in stems & analysis.vocabulary.keys()]
            counts[found] += 1.0
        return counts

    def _shared(self, sentence: int) -> Floats:
        """How much of a sentence each one says too, in idf."""
        told = self._row(sentence, self._worth)
        return self._summed(told[self.analysis.indices])

    def _summed(self, entries: Floats) -> Floats:
        """Entries of the analysis added up by sentence."""
        sums = np.bincount(self.analysis.rows, entries, minlength=len(self.document))
        return sums.astype(np.float64)

    def _row(self, sentence: int, values: Floats) -> Floats:
        """The values of a sentence's terms as a vector over all terms."""
        own = slice(*self.analysis.indptr[sentence : sentence + 2])
        row = np.zeros(len(self.analysis.idf))
        row[self.analysis.indices[own]] = values[own]
        return row


def cluster_of(documents: Sequence[Document], found: Candidates, language: str) -> Cluster:
    """Analyse the candidates of several documents as one text."""
    sources: dict[str | int, int] = {}
    for number, document in enumerate(documents):
        sources.setdefault(document.source or number, number)
    return Cluster(
        analysis=analyse(found.sentences, language, words=found.words),
        titles=tuple(document.title for document in documents),
        sources=np.array([sources[each.source or n] for n, each in enumerate(documents)]),
    )
