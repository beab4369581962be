"""What the outbox holds: letters, each to one chat, of one or several messages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.store.instants import maybe_instant, maybe_seconds, to_instant, to_seconds
from bot.store.sqlite import Row

# Lower goes first; the numbers are those of `bot.telegram.limits.Priority`.
DIGEST: Final = 2
BROADCAST: Final = 3


class State(StrEnum):
    """Where a letter is: the first two are open, the others its end."""

    READY = "ready"
    LEASED = "leased"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A content on its way to a chat. Who puts one gives the fields up to `due`.

    `slot` is unique: "digest:SUBSCRIPTION:LOCAL-DATE" or "broadcast:ID:CHAT". `due` is when it is
    to go first, `not_before` when it may go next. `part` is the number (0-based) of the message
    to send next, `messages` are Telegram's ids of those sent. `attempts` counts who took it, and
    so tells the present holder from an earlier one. `begun`: a message may be on its way.
    `failures` are those of Telegram's servers or the network, in a row. `doubtful` counts how
    often nobody knew whether a message had arrived. `fault` is what Telegram said last.
    """

    id: int = 0
    slot: str
    chat_id: int
    thread_id: int = 0
    content_id: int
    priority: int = DIGEST
    due: datetime
    state: State = State.READY
    part: int = 0
    messages: tuple[int, ...] = ()
    begun: bool = False
    not_before: datetime | None = None
    attempts: int = 0
    failures: int = 0
    doubtful: int = 0
    outcome: str = ""
    fault: str = ""
    settled: datetime | None = None


def new_row(letter: Letter) -> dict[str, object]:
    """What a letter has when it is put into the outbox."""
    return {
        "slot": letter.slot,
        "chat_id": letter.chat_id,
        "thread_id": letter.thread_id,
        "content_id": letter.content_id,
        "priority": letter.priority,
        "due": to_seconds(letter.due),
    }


def held_row(letter: Letter) -> dict[str, object]:
    """What changes while somebody holds a letter."""
    return {
        "id": letter.id,
        "attempts": letter.attempts,
        "state": letter.state,
        "part": letter.part,
        "messages": json.dumps(letter.messages),
        "begun": int(letter.begun),
        "not_before": _rounded_up(letter.not_before or letter.due),
        "failures": letter.failures,
        "doubtful": letter.doubtful,
        "outcome": letter.outcome,
        "fault": letter.fault,
        "settled": maybe_seconds(letter.settled),
    }


def letter_of(row: Row) -> Letter:
    """The letter of a row with all columns."""
    return Letter(
        id=row["id"],
        slot=row["slot"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        content_id=row["content_id"],
        priority=row["priority"],
        due=to_instant(row["due"]),
        state=State(row["state"]),
        part=row["part"],
        messages=tuple(json.loads(row["messages"])),
        begun=bool(row["begun"]),
        not_before=to_instant(row["not_before"]),
        attempts=row["attempts"],
        failures=row["failures"],
        doubtful=row["doubtful"],
        outcome=row["outcome"],
        fault=row["fault"],
        settled=maybe_instant(row["settled"]),
    )


def _rounded_up(instant: datetime) -> int:
    """Whole seconds: a wait that Telegram asked for is not to end a moment early."""
    return to_seconds(instant) + bool(instant.microsecond)
