"""The values of broadcasts: who gets one, where it stands, and what became of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import NotFoundError

# Telegram lets a bot delete its messages for so long.
RECALLABLE_FOR: Final = timedelta(hours=48)


class Stage(StrEnum):
    """Where a broadcast stands. The last three are ends, though letters may still be on their way.

    Of those a recalled one has its messages deleted, one after the other.
    """

    PREVIEW = "preview"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    RECALLED = "recalled"

    @property
    def final(self) -> bool:
        """Whether nothing more is put into the outbox."""
        return self in {Stage.STOPPED, Stage.DONE, Stage.RECALLED}


class AudienceKind(StrEnum):
    """Whom a broadcast is for."""

    ALL = "all"
    TOPIC = "topic"
    LANGUAGE = "language"


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """Whom a broadcast is for; `value` is the topic's key or the language's code."""

    kind: AudienceKind = AudienceKind.ALL
    value: str = ""

    @classmethod
    def read(cls, text: str) -> Audience:
        """What `str` wrote.

        Raises:
            NotFoundError: "button.old" for anything else.
        """
        kind, _, value = text.partition(":")
        if kind not in tuple(AudienceKind):
            raise NotFoundError("button.old")
        return cls(kind=AudienceKind(kind), value=value)

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else self.kind.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Broadcast:
    """One message to many. `expected` chats were counted, `put` letters are in the outbox so far.

    `reached` is the chat up to which they were put, None once all were. `message_id` is that of the
    progress in the private chat of `person_id`, 0 before there is one. `ended`: when the result was
    told there.
    """

    id: int
    person_id: int
    content_id: int
    audience: Audience = Audience()
    stage: Stage = Stage.PREVIEW
    expected: int = 0
    put: int = 0
    reached: int | None = None
    message_id: int = 0
    created: datetime
    started: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """The letters of a broadcast: open ones, of which `later` are not due, and how others ended.

    `kept`: messages that were to be recalled and could not be.
    """

    open: int = 0
    later: int = 0
    sent: int = 0
    dropped: int = 0
    unsure: int = 0
    failed: int = 0
    recalled: int = 0
    kept: int = 0

    @property
    def reached(self) -> int:
        """How many chats got the message, recalled or not."""
        return self.sent + self.recalled + self.kept

    @property
    def settled(self) -> int:
        """How many letters are through."""
        return self.reached + self.dropped + self.unsure + self.failed
