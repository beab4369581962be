"""The words of a text, or its pairs of words, and what is known of each: what summaries repeat.

All words count here, function words too: people copy phrases. Arrays only; time and memory grow
with the number of words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from summarizer.analysis import Analysis, Floats, Integers, changes, run_lengths
from summarizer.terms import terms

# By how many of its words are function words; a single word is one of the ends.
KINDS = ("content", "mixed", "function")
_OF_THE_PLACE = ("log_first", "in_first", "in_first_three", "early", "relative")
# What `Grams.measures` measures, in its order.
MEASURES = (
    *("constant", "frequency", "frequency_squared", "sentences"),
    *_OF_THE_PLACE,
    *("spread", "number", "log_letters", "titled"),
    *("best", "best_squared", "rated", "central", "most_central"),
)
_LEAD = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Grams:
    """The distinct grams of a text, by number, and the sentences that each stands in.

    Attributes:
        analysis: of the text.
        order: words in a gram, 1 or 2. Pairs do not reach across sentences.
        parts: int64, `order` rows: the words of each gram, by their numbers in the analysis.
        starts: int64: where the entries of each gram begin.
        times: int64: how often each stands in the text.
        sentences: int64: in how many sentences, at least 1.
        entries: int64, ascending by gram, then by sentence: the gram of each entry.
        rows: int64: the sentence of each entry; none stands twice under one gram.
        sizes: float64 by sentence: how many grams it has, repeated ones included.
    """

    analysis: Analysis
    order: int
    parts: tuple[Integers, ...]
    starts: Integers
    times: Integers
    sentences: Integers
    entries: Integers
    rows: Integers
    sizes: Floats

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def kind(self) -> Integers:
        """The place of each in KINDS: int64."""
        is_function = [words >= len(self.analysis.vocabulary) for words in self.parts]
        return is_function[0].astype(np.int64) + is_function[-1]

    def summed(self, by_gram: Floats) -> Floats:
        """Add up numbers of grams by sentence, each gram once: float64."""
        sums = np.bincount(self.rows, by_gram[self.entries], minlength=len(self.sizes))
        return sums.astype(np.float64)

    def of(self, sentence: int) -> Integers:
        """Return the grams of a sentence: int64."""
        found: Integers = self.entries[self.rows == sentence]
        return found

    def numbers(self, tokens: list[str]) -> Integers:
        """Return the distinct grams of folded words that the text has too: int64, ascending."""
        term_of = terms(self.analysis.language).__getitem__
        vocabulary, function_words = self.analysis.vocabulary, self.analysis.function_words
        known = [
            vocabulary.get(term, -1) if (term := term_of(each)) else function_words.get(each, -1)
            for each in tokens
        ]
        theirs = set(zip(*(known[at:] for at in range(self.order)), strict=False))
        ours = zip(*(words.tolist() for words in self.parts), strict=True)
        return np.flatnonzero([gram in theirs for gram in ours])

    def measures(self, ratings: Floats, central: Floats) -> Floats:
        """Measure all grams, given ratings and centralities of the sentences.

        Returns float64, MEASURES by grams.
        """
        # Row by row, so that no measure is held twice.
        table = np.empty((len(MEASURES), len(self)))
        for row, values in zip(table, self._measured(ratings, central), strict=True):
            row[:] = values
        return table

    def _measured(self, ratings: Floats, central: Floats) -> Iterator[Floats]:
        count = len(self.sizes)
        first = self.rows[self.starts]
        last = self.rows[self.starts + self.sentences - 1]
        frequency = np.log(self.times)
        yield np.ones(1)
        yield frequency
        yield frequency * frequency
        yield self.sentences / count
        yield from _places(count).take(first, axis=1)
        yield (last - first) / count
        yield from self._of_words()
        yield from self._of_sentences(ratings / (ratings.std() + 1e-6), central)

    def _of_words(self) -> Iterator[Floats]:
        """Measure the words of each: has one a digit, their letters, how many the title has."""
        stems, numeric = self.analysis.stems, self.analysis.numeric
        letters = np.fromiter(map(len, stems), np.float64, len(stems))
        titled = np.zeros(len(stems))
        titled[self.analysis.title] = 1
        one, other = self.parts[0], self.parts[-1]
        yield (numeric[one] | numeric[other]).astype(np.float64)
        both = self.order > 1
        yield np.log(letters[one] + letters[other] if both else letters[one])
        yield titled[one] + titled[other] if both else titled[one]

    def _of_sentences(self, ratings: Floats, central: Floats) -> Iterator[Floats]:
        """Measure what the sentences of each are worth."""
        rated, linked = ratings[self.rows], central[self.rows]
        best = np.maximum.reduceat(rated, self.starts)
        yield best
        yield np.maximum(best, 0.0) ** 2
        yield np.log1p(np.add.reduceat(np.maximum(rated, 0.0), self.starts))
        yield np.log1p(np.add.reduceat(linked, self.starts))
        yield np.maximum.reduceat(linked, self.starts)


@lru_cache(maxsize=64)
def _places(count: int) -> Floats:
    """What the place of a first sentence says, in a text of `count`: float64, by sentence."""
    at = np.arange(count, dtype=np.float64)
    early = np.exp(-at / 3)
    return np.array([np.log1p(at), at == 0, at < _LEAD, early, at / count])


def grams_of(analysis: Analysis, order: int) -> Grams:
    """Find the grams of a text: its words for order 1, its pairs of words for 2."""
    units, lengths = analysis.units, analysis.lengths
    count, size, rows = len(lengths), len(analysis.stems), analysis.unit_rows
    keys = units * count + rows
    if order > 1:
        keys = (keys[1:] + units[:-1] * (size * count))[rows[1:] == rows[:-1]]
    # One sort: by gram, then by sentence.
    keys.sort()
    new_entry = np.flatnonzero(changes(keys))
    by_entry, entry_rows = np.divmod(keys[new_entry], max(count, 1))
    new_gram = changes(by_entry)
    starts = np.flatnonzero(new_gram)
    distinct = by_entry[starts]
    return Grams(
        analysis=analysis,
        order=order,
        parts=(distinct,) if order == 1 else np.divmod(distinct, max(size, 1)),
        starts=starts,
        times=run_lengths(new_entry[starts], len(keys)),
        sentences=run_lengths(starts, len(by_entry)),
        entries=np.cumsum(new_gram) - 1,
        rows=entry_rows,
        sizes=np.maximum(lengths + 1 - order, 0).astype(np.float64),
    )
