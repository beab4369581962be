"""Which of the articles that match answers best."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The constants of BM25 as Robertson and Zaragoza give them ("The Probabilistic Relevance
# Framework: BM25 and Beyond", 2009, section 3.5).
_K1 = 1.2
_B = 0.75
# A word of the title says what an article is about.
_TITLE_WEIGHT = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An article that matches, by the stems of its words, divided by spaces."""

    id: int
    title_stems: str
    text_stems: str


def rank(candidates: Sequence[Candidate], words: Iterable[Sequence[str]]) -> tuple[int, ...]:
    """The ids, best first; equals keep their order. `words` are the stems of each query word.

    Simple BM25F (Robertson, Zaragoza and Taylor, 2004): the title counts as often as its weight,
    and how rare a word is, is taken from the candidates themselves. FTS5's own bm25() would walk
    every article with a common word to learn the same.
    """
    counts = [[_count(candidate, stems) for candidate in candidates] for stems in words]
    rarity = [math.log1p(len(candidates) / (1 + sum(map(bool, column)))) for column in counts]
    lengths = [_length(candidate) for candidate in candidates]
    mean = sum(lengths) / max(1, len(lengths)) or 1
    scores = {
        candidate.id: sum(
            weight * column[at] * (_K1 + 1) / (column[at] + _K1 * (1 - _B + _B * length / mean))
            for weight, column in zip(rarity, counts, strict=True)
        )
        for at, (candidate, length) in enumerate(zip(candidates, lengths, strict=True))
    }
    return tuple(sorted(scores, key=scores.__getitem__, reverse=True))


def _count(candidate: Candidate, stems: Sequence[str]) -> int:
    # A word right after itself is counted once: splitting the text would cost ten times as much.
    title, text = f" {candidate.title_stems} ", f" {candidate.text_stems} "
    return sum(_TITLE_WEIGHT * title.count(f" {s} ") + text.count(f" {s} ") for s in stems)


def _length(candidate: Candidate) -> int:
    return candidate.title_stems.count(" ") + candidate.text_stems.count(" ") + 2
