"""The values of digests: what a chat wants, what there is to tell, what one digest tells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.model import Length

# Stands in a button for the number of the content that it is under, which nobody knows before it
# is stored: a character of Unicode's private use, which no text has.
CONTENT: Final = "\ue000"


class WishKind(StrEnum):
    """What a chat wants of the news that has a phrase: none of it, or more of it."""

    MUTE = "mute"
    FOLLOW = "follow"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A word or phrase that a chat mutes or follows, as it was typed."""

    kind: WishKind
    phrase: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Taste:
    """How much a chat likes a subject: above 0 more, below 0 less. `weight` was so at `updated`.

    `subject` is "topic:" and a topic's key, or "source:" and a source's name.
    """

    subject: str
    weight: float
    updated: datetime

    def at(self, now: datetime) -> float:
        """The weight by then: each month takes half of it."""
        months = max(now - self.updated, timedelta()) / timedelta(days=30)
        return self.weight * math.pow(0.5, months)


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """One article of a story, as a digest reads it."""

    id: int
    title: str
    source: str
    url: str
    published: datetime
    language: str
    gist: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A story that may go into a digest: who tells it (its lead first, then the newest first).

    Copies are left out; `sources` counts them all.
    """

    story_id: int
    tellings: tuple[Telling, ...]
    topics: frozenset[str] = frozenset()
    sources: int = 1

    @property
    def newest(self) -> int:
        """The article that came in last: whoever was told the story knows it up to there."""
        return max(telling.id for telling in self.tellings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """What a digest depends on beside the list itself: its chat, and what that was told.

    `told` are the contents sent to it lately, `opened` the articles that it read lately.
    """

    language: str = ""
    zone: str = ""
    quiet: tuple[int, int] | None = None
    wishes: tuple[Wish, ...] = ()
    tastes: tuple[Taste, ...] = ()
    told: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestItem:
    """One story of a digest. `sentences` are the source's own, `topic` the heading it goes under.

    `update`: the reader knows the story, and this is only what is new of it. `newest` is the
    article up to which it is told.
    """

    story_id: int
    article_id: int
    newest: int
    title: str
    url: str
    source: str
    published: datetime
    sources: int
    sentences: tuple[str, ...] = ()
    topic: str = ""
    update: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """What one list tells on one local date, and how long that takes to read.

    `late`: it should have gone out some time ago.
    """

    name: str
    day: date
    length: Length
    items: tuple[DigestItem, ...] = ()
    minutes: int = 1
    late: bool = False
