"""Articles into stories as they come, each by those before it: single-pass clustering.

The scheme is that of topic detection and tracking (J. Allan, R. Papka and V. Lavrenko, "On-line
New Event Detection and Tracking", SIGIR 1998): find the nearest story, join it or begin another.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
        return self._place(read(article))

    def put(self, key: int, article: Article, story: int) -> None:
        """Add an article to a story, new or not, unasked; one that is in already is moved."""
        self._put(key, read(article), story)

    def join(self, key: int, article: Article, new_story: int) -> int:
        """Place an article and put it there, else into a new story; return which it was."""
        reading = read(article)
        story = self._place(reading).story
        chosen = new_story if story is None else story
        self._put(key, reading, chosen)
        return chosen

    def remove(self, *keys: int) -> None:
        """Take articles out; those that are forgotten already are passed over."""
        for shelf in self._shelves.values():
            shelf.remove(keys)

    def move(self, key: int, story: int) -> None:
        """Move an article to another story, new or not; a forgotten one is passed over."""
        for shelf in self._shelves.values():
            if reading := shelf.find(key):
                self._put(key, reading, story)
                return

    def merge(self, story: int, into: int) -> None:
        """Move all articles of a story into another one."""
        for shelf in self._shelves.values():
            for key, reading in shelf.articles(story).items():
                self._put(key, reading, into)

    def forget(self, before: datetime) -> None:
        """Drop what is older; a story that goes on keeps its old articles a while longer."""
        self._forget(seconds(before))

    def sweep(self) -> None:
        """Forget what the latest article has left behind; quick, as it mostly does nothing."""
        if self._latest is None:
            return
        if self._swept is None or self._latest - self._swept > _SWEEP:
            self._swept = self._latest
            self._forget(self._latest - self._window)

    def _place(self, reading: Reading) -> Placement:
        shelf = self._shelves.get(reading.language)
        if shelf is None:
            return ALONE
        article = shelf.weigh(reading)
        near = [each for each in shelf.candidates(article) if self._is_live(each, reading)]
        if not near:
            return ALONE
        ratings = [self._rating(cluster, reading, article) for cluster in near]
        best = max(ratings)
        story = near[ratings.index(best)]
        if best < 0.0:
            return Placement(story=None, likeness=likeness(best), copy=False)
        return Placement(story=story.story, likeness=likeness(best), copy=story.holds_copy(reading))

    def _put(self, key: int, reading: Reading, story: int) -> None:
        self.remove(key)
        if reading.instant is None:
            reading = replace(reading, instant=self._latest)
        elif self._latest is None or reading.instant > self._latest:
            self._latest = reading.instant
        self._shelves.setdefault(reading.language, Shelf()).put(key, reading, story)

    def _rating(self, cluster: Cluster, reading: Reading, article: Weighed) -> float:
        """How sure it is that an article belongs to a story, in logits."""
        if cluster.holds_twin(reading):
            return CERTAIN
        days = cluster.gap(reading.instant) / _DAY
        return self._regime(reading.language).rating(cluster.features(article), days)

    def _is_live(self, cluster: Cluster, reading: Reading) -> bool:
        return cluster.gap(reading.instant) <= self._window

    def _forget(self, before: float) -> None:
        for language, shelf in list(self._shelves.items()):
            shelf.forget(before)
            if not shelf:
                del self._shelves[language]


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
