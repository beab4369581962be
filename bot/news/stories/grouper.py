"""Articles into stories as they come, each by those before it: single-pass clustering.

The scheme is that of topic detection and tracking (J. Allan, R. Papka and V. Lavrenko, "On-line
New Event Detection and Tracking", SIGIR 1998): find the nearest story, join it or begin another.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.news.stories.cluster import Cluster
from bot.news.stories.likeness import CERTAIN, Regime, likeness, regime
from bot.news.stories.reading import Article, Reading, read, seconds
from bot.news.stories.shelf import Shelf
from bot.news.stories.weighing import Weighed

WINDOW = timedelta(days=5)
"""A story that has brought nothing new for so long is over."""
# `group` forgets whenever so much time has passed: often enough to stay small.
_SWEEP = timedelta(hours=6).total_seconds()
_DAY = timedelta(days=1).total_seconds()


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Where an article belongs.

    Attributes:
        story: the story that it would join, None for a new one.
        likeness: how like the nearest story it is, 0 to 1; from 0.5 on it joins.
        copy: whether that story holds this text already: a reprint is no source of its own.
    """

    story: int | None
    likeness: float
    copy: bool


ALONE = Placement(story=None, likeness=0.0, copy=False)


class Grouper:
    """The live stories. Articles and stories go by the caller's numbers (`key`, `story`).

    What was put in is held until `forget`; articles without a date count as just come.
    """

    def __init__(
        self, *, window: timedelta = WINDOW, regime: Callable[[str], Regime] = regime
    ) -> None:
        """`regime` gives the weights for a language: training tries others than the shipped."""
        self._window = window.total_seconds()
        self._regime = regime
        self._shelves: dict[str, Shelf] = {}
        self._latest: float | None = None
        self._swept: float | None = None

    def place(self, article: Article) -> Placement:
        """Find the story of an article that is not in yet; nothing changes."""
        return self.place_read(read(article))

    def place_read(self, reading: Reading) -> Placement:
        """`place` for an article that was read before."""
        shelf = self._shelf(reading)
        return self._placement(shelf, reading, shelf.weigh(reading))

    def put(self, key: int, article: Article, story: int) -> None:
        """Add an article to a story, new or not, unasked; one that is in already is moved."""
        self.put_read(key, read(article), story)

    def put_read(self, key: int, reading: Reading, story: int) -> None:
        """`put` for an article that was read before."""
        self.remove(key)
        shelf = self._shelf(reading)
        shelf.put(key, self._dated(reading), shelf.weigh(reading), story)

    def join(self, key: int, article: Article, new_story: int) -> int:
        """Place an article and put it there, else into a new story; return which it was."""
        return self.join_read(key, read(article), new_story)

    def join_read(self, key: int, reading: Reading, new_story: int) -> int:
        """`join` for an article that was read before."""
        self.remove(key)
        shelf = self._shelf(reading)
        article = shelf.weigh(reading)
        story = self._placement(shelf, reading, article).story
        chosen = new_story if story is None else story
        shelf.put(key, self._dated(reading), article, chosen)
        return chosen

    def remove(self, *keys: int) -> None:
        """Take articles out; those that are forgotten already are passed over."""
        for shelf in self._shelves.values():
            shelf.remove(keys)

    def move(self, keys: Collection[int], story: int) -> None:
        """Move articles to another story, new or not; forgotten ones are passed over."""
        for shelf in self._shelves.values():
            found = {key: shelf.find(key) for key in keys}
            # All at once: a story is built again whenever it loses some.
            shelf.remove(found)
            for key, reading in found.items():
                if reading:
                    self.put_read(key, reading, story)

    def forget(self, before: datetime) -> None:
        """Drop what is older; a story that goes on keeps its old articles a while longer."""
        self._forget(seconds(before))

    def sweep(self) -> None:
        """Forget what the latest article has left behind; quick, as it mostly does nothing."""
        if self._latest is None:
            return
        if self._swept is None:
            self._swept = self._latest
        if self._latest - self._swept > _SWEEP:
            self._swept = self._latest
            self._forget(self._latest - self._window)

    def _placement(self, shelf: Shelf, reading: Reading, article: Weighed) -> Placement:
        live = [
            cluster
            for cluster in shelf.candidates(article)
            if cluster.gap(reading.instant) <= self._window
        ]
        if not live:
            return ALONE
        ratings = [self._rating(cluster, reading, article) for cluster in live]
        best = max(ratings)
        nearest = live[ratings.index(best)]
        joins = best >= 0.0
        return Placement(
            story=nearest.story if joins else None,
            likeness=likeness(best),
            copy=joins and nearest.holds_copy(reading),
        )

    def _rating(self, cluster: Cluster, reading: Reading, article: Weighed) -> float:
        """How sure it is that an article belongs to a story, in logits."""
        if cluster.holds_twin(reading):
            return CERTAIN
        sums = cluster.sums
        if not sums.tells_enough(article):
            return -CERTAIN
        days = cluster.gap(reading.instant) / _DAY
        return self._regime(reading.language).rating(sums.features(article), days)

    def _shelf(self, reading: Reading) -> Shelf:
        return self._shelves.setdefault(reading.language, Shelf())

    def _dated(self, reading: Reading) -> Reading:
        """The reading with an instant, once any article had one; the clock goes on by it."""
        if reading.instant is None:
            return replace(reading, instant=self._latest)
        known = reading.instant if self._latest is None else self._latest
        self._latest = max(known, reading.instant)
        return reading

    def _forget(self, before: float) -> None:
        for shelf in self._shelves.values():
            shelf.forget(before)


def group(articles: Iterable[Article]) -> tuple[int, ...]:
    """Group articles as they come: a story number for each, in their order, from 0 on.

    Each sees only those before it, so that more articles never change the numbers of the first.
    """
    grouper = Grouper()
    found: list[int] = []
    stories = 0
    for key, article in enumerate(articles):
        found.append(grouper.join(key, article, stories))
        stories = max(stories, found[-1] + 1)
        grouper.sweep()
    return tuple(found)
