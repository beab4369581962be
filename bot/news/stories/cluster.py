"""A story: its articles, and what they add up to. Pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.news.stories.copies import is_copy
from bot.news.stories.reading import Reading
from bot.news.stories.sums import Sums
from bot.news.stories.weighing import Packed, Weighed, pack, unpack


class Cluster:
    """The articles of one story, by their keys: at least one.

    Most stories have one article for good. That one is held packed, in a tenth of the room, and
    unpacked whenever it is compared; from the second article on, their sums are held.
    """

    __slots__ = ("_first", "_last", "_told", "members", "story")

    def __init__(self, story: int, key: int, reading: Reading, article: Weighed) -> None:
        self.story = story
        self.members = {key: reading}
        self._told: Packed | Sums = pack(article)
        self._first = self._last = reading.instant

    @property
    def terms(self) -> Collection[int]:
        """The terms of the titles and leads."""
        if isinstance(self._told, Sums):
            return self._told.terms.keys()
        (alone,) = self.members.values()
        return {*alone.title, *alone.lead}

    @property
    def sums(self) -> Sums:
        """What its articles add up to; not to be changed."""
        if isinstance(self._told, Sums):
            return self._told
        (alone,) = self.members.values()
        return Sums(unpack(self._told, alone))

    def add(self, key: int, reading: Reading, article: Weighed) -> None:
        """Add another article."""
        sums = self.sums
        sums.add(article)
        self._told = sums
        self.members[key] = reading
        known = [at for at in (self._first, self._last, reading.instant) if at is not None]
        self._first, self._last = min(known, default=None), max(known, default=None)

    def gap(self, instant: float | None) -> float:
        """Seconds between an instant and the time that the story covers; 0 if either is unknown."""
        if instant is None or self._first is None or self._last is None:
            return 0.0
        return max(self._first - instant, instant - self._last, 0.0)

    def holds_twin(self, reading: Reading) -> bool:
        """Whether an article of just the same words is in it."""
        return any(member.digest == reading.digest for member in self.members.values())

    def holds_copy(self, reading: Reading) -> bool:
        """Whether most of the text is in it already, word for word."""
        return self.holds_twin(reading) or any(
            is_copy(member.sketch, reading.sketch) for member in self.members.values()
        )
