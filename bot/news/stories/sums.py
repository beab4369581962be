"""What the articles of a story add up to: comparing costs the same however many there are. Pure.

Sums of unit vectors give centroids; sums of shares and of presence give means over all articles
(average link), as both are linear.
"""

from __future__ import annotations

import math

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
    """A sum of unit vectors; the first one, if any, is taken over as it is."""

    def __init__(self, unit: Weights) -> None:
        self.sums = unit
        self._square = 1.0 if unit else 0.0

    def add(self, unit: Weights) -> None:
        """Add a unit vector (or an empty one)."""
        if unit:
            self._square += 1.0 + 2.0 * dot(unit, self.sums)
            _add(self.sums, unit)

    def cosine(self, unit: Weights) -> float:
        """The cosine with a unit vector: 0 to 1, 0 with nothing."""
        return dot(unit, self.sums) / math.sqrt(self._square) if self._square else 0.0


class Sums:
    """The sums over the articles of one story. The first article's dicts become its own."""

    def __init__(self, first: Weighed) -> None:
        self._articles = 1
        self._lead, self._names = Centroid(first.lead), Centroid(first.names)
        self._numbers, self._dates = Centroid(first.numbers), Centroid(first.dates)
        self._title, self._keys = first.title, first.keys
        self._near, self._wide = first.near, first.wide
        self._length = first.length

    @property
    def terms(self) -> Weights:
        """The terms of the titles and leads."""
        return self._near

    def add(self, article: Weighed) -> None:
        """Add another article."""
        self._articles += 1
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
        titles = dot(article.title, self._near), dot(article.near, self._title)
        dates = self._dates.cosine(article.dates)
        keys = dot(article.keys, self._wide) + dot(article.wide, self._keys)
        return (
            self._lead.cosine(article.lead),
            self._names.cosine(article.names),
            self._numbers.cosine(article.numbers),
            dates,
            float(bool(article.dates and self._dates.sums) and dates < _APART),
            max(titles) / self._articles,
            keys / (2 * self._articles),
            min(article.length, self._length / self._articles),
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


def dot(one: Weights, other: Weights) -> float:
    """The sum of products over the terms of both, in the order of the first."""
    return sum([value * other[term] for term, value in one.items() if term in other])


def _add(sums: Weights, weights: Weights) -> None:
    for term, value in weights.items():
        sums[term] = sums.get(term, 0.0) + value
