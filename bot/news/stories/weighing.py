"""What the terms of an article weigh: the rarer in the news of the day, the more. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.news.stories.reading import Reading

Weights = dict[str, float]

# A term of the title counts so many times over.
_IN_LEAD, _IN_NAMES = 4.0, 2.0
_KEY_NAMES = 12
# The rarity that counts is the idf to this power: names and places settle it, not "police".
_SHARPNESS = 1.5
# So many articles that held none of the terms are taken as read: the first ones are weighed well.
_BEFORE = 100
_YEAR_DIGITS = 4
_SHORTEST, _LONGEST = 5, 120


class Lexicon:
    """How many of the live articles hold each term: what idf is learnt from."""

    def __init__(self) -> None:
        self._articles = 0
        self._holding: Counter[str] = Counter()

    def learn(self, reading: Reading) -> None:
        """Count the terms of an article."""
        self._articles += 1
        self._holding.update(_distinct(reading))

    def forget(self, reading: Reading) -> None:
        """Take back what was counted for an article."""
        self._articles -= 1
        for term in _distinct(reading):
            self._holding[term] -= 1
            if not self._holding[term]:
                del self._holding[term]

    def worth(self, term: str) -> float:
        """The sharpened idf of a term, over 0."""
        share = (self._articles + _BEFORE) / (self._holding.get(term, 0) + 0.5)
        sharpened: float = math.log(share) ** _SHARPNESS
        return sharpened


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """An article as it is compared: dicts in the order of the text, never in that of hashes.

    Attributes:
        lead, names, numbers, years: unit vectors.
        title, keys: shares that add up to 1, of the title and of the most telling names.
        near, wide: the terms of title and lead, and all terms; each weighs 1.
        length: the logarithm of its length in words, bounded.
    """

    lead: Weights
    names: Weights
    numbers: Weights
    years: Weights
    title: Weights
    keys: Weights
    near: Weights
    wide: Weights
    length: float


def weigh(reading: Reading, worth: Callable[[str], float]) -> Weighed:
    """Weigh the terms of an article by what they are worth."""
    wide = dict.fromkeys(_distinct(reading), 1.0)
    worths = {term: worth(term) for term in wide}
    names = {term for term in reading.names if not term.isdigit()}
    title = dict.fromkeys(reading.title)
    lead = _weighted(_counted(reading.title, reading.lead, _IN_LEAD), worths)
    named = (term for term in (*reading.lead, *reading.rest) if term in names)
    titled = (term for term in reading.title if term in names)
    numbers = [term for term in wide if term.isdigit()]
    return Weighed(
        lead=_unit(lead),
        names=_unit(_weighted(_counted(titled, named, _IN_NAMES), worths)),
        numbers=_unit({term: worths[term] for term in numbers if not _is_year(term)}),
        years=_unit({term: worths[term] for term in numbers if _is_year(term)}),
        title=_shares({term: worths[term] for term in title}),
        keys=_shares(_heaviest({term: value for term, value in lead.items() if term in names})),
        near=dict.fromkeys((*reading.title, *reading.lead), 1.0),
        wide=wide,
        length=math.log(_SHORTEST + min(reading.length, _LONGEST)),
    )


def _distinct(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*reading.title, *reading.lead, *reading.rest)))


def _counted(title: Iterable[str], text: Iterable[str], times: float) -> Weights:
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


def _is_year(number: str) -> bool:
    return len(number) == _YEAR_DIGITS and number.startswith(("19", "20"))
