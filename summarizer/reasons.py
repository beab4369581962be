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
    named = np.isin(analysis.indices, analysis.title)
    hits = np.bincount(analysis.rows, named, minlength=len(analysis.sentences))
    return {at: _reasons(analysis, at, float(ratings[at]), int(hits[at])) for at in chosen}


def _reasons(analysis: Analysis, at: int, central: float, hits: int) -> tuple[Reason, ...]:
    text = analysis.sentences[at].text
    names, numbers = name_count(text), number_count(text)
    place = Reason(kind=ReasonKind.POSITION, value=at + 1)
    told = (
        (at < _EARLY, place),
        (hits >= _TITLE_TERMS, Reason(kind=ReasonKind.TITLE, value=hits)),
        (central >= _CENTRAL, Reason(kind=ReasonKind.CENTRAL, value=round(central, 1))),
        (names >= _NAMES, Reason(kind=ReasonKind.NAMES, value=names)),
        (numbers >= _NUMBERS, Reason(kind=ReasonKind.NUMBERS, value=numbers)),
    )
    return tuple(reason for holds, reason in told if holds) or (place,)
