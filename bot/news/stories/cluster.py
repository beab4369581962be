"""A story as a running sum of its articles: comparing with it costs the same however large. Pure.

Sums of unit vectors give centroids; sums of shares and of presence give means over all articles
(average link), as both are linear.
"""

from __future__ import annotations

import math

from bot.news.stories.copies import is_copy
from bot.news.stories.reading import Reading
from bot.news.stories.weighing import Weighed, Weights

FEATURES = (
    "lead",
    "names",
    "numbers",
    "dates",
    "dates_apart",
    "title_told",
    "keys_told",
    "length",
)
# The dates of two events have less in common, those of one event more.
_APART = 0.05
# Terms that a bare headline has to share with what it joins.
_FEWEST_SHARED = 3


class Centroid:
    """A sum of unit vectors."""

    def __init__(self) -> None:
        self.sums: Weights = {}
        self._square = 0.0

    def add(self, unit: Weights) -> None:
        """Add a unit vector (or an empty one)."""
        if unit:
            self._square += 1.0 + 2.0 * dot(unit, self.sums)
            _add(self.sums, unit)

    def cosine(self, unit: Weights) -> float:
        """The cosine with a unit vector: 0 to 1, 0 with nothing."""
        return dot(unit, self.sums) / math.sqrt(self._square) if self._square else 0.0


class Cluster:
    """The articles of one story, by their keys, and the sums over them."""

    def __init__(self, story: int) -> None:
        self.story = story
        self.members: dict[int, Reading] = {}
        self._digests: set[int] = set()
        self._span: tuple[float, float] | None = None
        self._lead, self._names = Centroid(), Centroid()
        self._numbers, self._dates = Centroid(), Centroid()
        self._title: Weights = {}
        self._keys: Weights = {}
        self._near: Weights = {}
        self._wide: Weights = {}
        self._length = 0.0

    @property
    def terms(self) -> Weights:
        """The terms of the titles and leads."""
        return self._near

    def add(self, key: int, reading: Reading, article: Weighed) -> None:
        """Add an article."""
        self.members[key] = reading
        self._digests.add(reading.digest)
        if reading.instant is not None:
            first, last = self._span or (reading.instant, reading.instant)
            self._span = min(first, reading.instant), max(last, reading.instant)
        self._lead.add(article.lead)
        self._names.add(article.names)
        self._numbers.add(article.numbers)
        self._dates.add(article.dates)
        _add(self._title, article.title)
        _add(self._keys, article.keys)
        _add(self._near, article.near)
        _add(self._wide, article.wide)
        self._length += article.length

    def features(self, article: Weighed) -> tuple[float, ...]:
        """How an article is like the story: one number for each of FEATURES.

        "told" is the part of a title, or of the key names, that the other side tells as well.
        """
        size = len(self.members)
        titles = dot(article.title, self._near), dot(article.near, self._title)
        dates = self._dates.cosine(article.dates)
        keys = dot(article.keys, self._wide) + dot(article.wide, self._keys)
        return (
            self._lead.cosine(article.lead),
            self._names.cosine(article.names),
            self._numbers.cosine(article.numbers),
            dates,
            float(bool(article.dates and self._dates.sums) and dates < _APART),
            max(titles) / size,
            keys / (2 * size),
            min(article.length, self._length / size),
        )

    def tells_enough(self, article: Weighed) -> bool:
        """Whether there is enough in common to judge by, where one side is a bare headline.

        A few common words settle nothing without a text; the weights were learnt from texts.
        """
        bare = len(article.wide) == len(article.title) or len(self._wide) == len(self._title)
        if not bare:
            return True
        shared = sum(term in self._near for term in article.near)
        shorter = min(len(article.title), len(self._title))
        return shared >= _FEWEST_SHARED and 2 * shared >= shorter

    def gap(self, instant: float | None) -> float:
        """Seconds between an instant and the time that the story covers; 0 if either is unknown."""
        if instant is None or self._span is None:
            return 0.0
        first, last = self._span
        return max(first - instant, instant - last, 0.0)

    def holds_twin(self, reading: Reading) -> bool:
        """Whether an article of just the same words is in it."""
        return reading.digest in self._digests

    def holds_copy(self, reading: Reading) -> bool:
        """Whether most of the text is in it already, word for word."""
        return self.holds_twin(reading) or any(
            is_copy(member.sketch, reading.sketch) for member in self.members.values()
        )


def dot(one: Weights, other: Weights) -> float:
    """The sum of products over the terms of both, in the order of the first."""
    return sum([value * other[term] for term, value in one.items() if term in other])


def _add(sums: Weights, weights: Weights) -> None:
    for term, value in weights.items():
        sums[term] = sums.get(term, 0.0) + value
