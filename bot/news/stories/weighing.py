"""What the terms of an article weigh: the rarer in the news of the day, the more. Pure."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.news.stories.reading import Reading

Weights = dict[int, float]
Packed: TypeAlias = "array[float]"

# A term of the title counts so many times over.
_IN_LEAD, _IN_NAMES = 4.0, 2.0
_KEY_NAMES = 12
# The rarity that counts is the idf to this power: names and places settle it, not "police".
_SHARPNESS = 1.5
# So many stories that held none of the terms are taken as read: the first ones are weighed well.
_BEFORE = 100
_SHORTEST, _LONGEST = 5, 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """An article as it is compared: dicts in the order of the text, never in that of hashes.

    Attributes:
        lead, names, numbers, dates: unit vectors.
        title, keys: shares that add up to 1, of the title and of the most telling names.
        near, wide: the terms of title and lead, and all terms; each weighs 1.
        length: the logarithm of its length in words, bounded.
    """

    lead: Weights
    names: Weights
    numbers: Weights
    dates: Weights
    title: Weights
    keys: Weights
    near: Weights
    wide: Weights
    length: float


def rarity(holding: int, stories: int) -> float:
    """The sharpened idf of a term that so many of all live stories hold: over 0.

    Stories are counted and not articles: a story that everybody tells would make its own names
    common.
    """
    sharpened: float = math.log((stories + _BEFORE) / (holding + 0.5)) ** _SHARPNESS
    return sharpened


def weigh(reading: Reading, rarities: Callable[[Iterable[int]], Weights]) -> Weighed:
    """Weigh the terms of an article by their rarity."""
    rarity_of = rarities(dict.fromkeys((*reading.title, *reading.lead, *reading.rest)))
    named = set(reading.names)
    names = _counted(
        (term for term in reading.title if term in named),
        (term for term in (*reading.lead, *reading.rest) if term in named),
        _IN_NAMES,
    )
    return _completed(
        reading,
        lead=_unit(_weighted(_counted(reading.title, reading.lead, _IN_LEAD), rarity_of)),
        names=_unit(_weighted(names, rarity_of)),
        title=_shares({term: rarity_of[term] for term in reading.title}),
    )


def pack(article: Weighed) -> Packed:
    """The numbers of an article that its reading does not tell: in little room."""
    return array("d", (*article.lead.values(), *article.names.values(), *article.title.values()))


def unpack(packed: Packed, reading: Reading) -> Weighed:
    """The article, just as it was."""
    near = dict.fromkeys((*reading.title, *reading.lead))
    after_lead, after_names = len(near), len(near) + len(reading.names)
    return _completed(
        reading,
        lead=dict(zip(near, packed[:after_lead], strict=True)),
        names=dict(zip(reading.names, packed[after_lead:after_names], strict=True)),
        title=dict(zip(dict.fromkeys(reading.title), packed[after_names:], strict=True)),
    )


def _completed(reading: Reading, *, lead: Weights, names: Weights, title: Weights) -> Weighed:
    named = set(reading.names)
    return Weighed(
        lead=lead,
        names=names,
        numbers=_unit(dict.fromkeys(reading.numbers, 1.0)),
        dates=_unit(dict.fromkeys(reading.dates, 1.0)),
        title=title,
        keys=_shares(_heaviest({term: value for term, value in lead.items() if term in named})),
        near=dict.fromkeys(lead, 1.0),
        wide=dict.fromkeys((*lead, *reading.rest), 1.0),
        length=math.log(_SHORTEST + min(reading.length, _LONGEST)),
    )


def _counted(title: Iterable[int], text: Iterable[int], times: float) -> Weights:
    counts: Weights = {}
    for term in title:
        counts[term] = counts.get(term, 0.0) + times
    for term in text:
        counts[term] = counts.get(term, 0.0) + 1.0
    return counts


def _weighted(counts: Weights, worths: Weights) -> Weights:
    return {term: (1.0 + math.log(count)) * worths[term] for term, count in counts.items()}


def _heaviest(weights: Weights) -> Weights:
    """The key names; of equal ones the first."""
    order = sorted(weights, key=weights.__getitem__, reverse=True)[:_KEY_NAMES]
    return {term: weights[term] for term in order}


def _unit(weights: Weights) -> Weights:
    norm = math.sqrt(sum(value * value for value in weights.values()))
    return {term: value / norm for term, value in weights.items()}


def _shares(weights: Weights) -> Weights:
    total = sum(weights.values())
    return {term: value / total for term, value in weights.items()}
