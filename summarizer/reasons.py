"""Why a sentence was chosen, read from the same measures that ranked it."""

from __future__ import annotations

import numpy as np

from summarizer.analysis import Analysis
from summarizer.cues import name_count, number_count
from summarizer.model import Reason, ReasonKind

# Below these a sentence is like any other; "central" is in shares of an average sentence.
_CENTRAL, _TITLE_TERMS, _NAMES, _NUMBERS = 1.15, 2, 2, 1
# From the fourth on, its place speaks against a sentence.
_EARLY = 3


def explain(analysis: Analysis, chosen: list[int]) -> dict[int, tuple[Reason, ...]]:
    """Give the reasons for chosen sentences by index, at least one each: the place, if no other."""
    ratings = analysis.central
    named = np.zeros(len(analysis.vocabulary))
    named[analysis.title] = 1
    hits = np.bincount(analysis.rows, named[analysis.indices], len(analysis.sentences))
    return {at: _reasons(analysis, at, float(ratings[at]), int(hits[at])) for at in chosen}


def _reasons(analysis: Analysis, at: int, central: float, hits: int) -> tuple[Reason, ...]:
    text = analysis.sentences[at].text
    names, numbers = name_count(text), number_count(text)
    told = (
        (at < _EARLY, ReasonKind.POSITION, at + 1),
        (hits >= _TITLE_TERMS, ReasonKind.TITLE, hits),
        (central >= _CENTRAL, ReasonKind.CENTRAL, round(central, 1)),
        (names >= _NAMES, ReasonKind.NAMES, names),
        (numbers >= _NUMBERS, ReasonKind.NUMBERS, numbers),
    )
    found = tuple(Reason(kind=kind, value=value) for holds, kind, value in told if holds)
    return found or (Reason(kind=ReasonKind.POSITION, value=at + 1),)
