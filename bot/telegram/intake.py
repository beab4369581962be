"""Updates on their way to the handlers, however they came.

In order within a chat, chats side by side, each once, and never more of them than the memory
should hold.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.telegram.answering import Answer
from bot.telegram.calling import answer_in_hand
from bot.telegram.seen import Seen

log = structlog.get_logger(__name__)

Json = dict[str, Any]
Handle = Callable[[Json], Awaitable[None]]

MOST_WAITING: Final = 10_000
# More than the throttle lets pass in a minute, so that who floods hears of it.
MOST_OF_A_CHAT: Final = 100
SIDE_BY_SIDE: Final = 256


def everybody(update: Json) -> bool:
    """Lets all updates pass."""
    del update
    return True


def nothing(update: Json) -> None:
    """Tells nobody of an update that was dropped."""
    del update


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """Judges updates as they came, before any objects are built of them.

    `admits` says whether it is worth one; `overran` is told of an update that was dropped because
    too many of its chat were waiting.
    """

    admits: Callable[[Json], bool] = everybody
    overran: Callable[[Json], None] = nothing


OPEN_GATE: Final = Gate()


class Intake:
    """Takes updates in and has them handled."""

    def __init__(self, handle: Handle, seen: Seen, gate: Gate = OPEN_GATE) -> None:
        self._handle = handle
        self._seen = seen
        self._gate = gate
        self._lines: dict[Hashable, deque[tuple[Json, Answer | None]]] = {}
        self._turns = asyncio.Semaphore(SIDE_BY_SIDE)
        self._waiting = 0
        self._less = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many updates are taken in and not handled yet."""
        return self._waiting

    def offer(self, update: Json, answer: Answer | None = None) -> bool:
        """Take an update; False where there is no room: offer it again later.

        One that came before, or that the gate turns away, is taken and dropped.
        """
        if self._waiting >= MOST_WAITING:
            return False
        if not self._seen.note(update["update_id"]) or not self._gate.admits(update):
            _close(answer)
            return True
        key = chat_of(update) or object()
        line = self._lines.get(key)
        if line is None:
            self._begin(key, (update, answer))
        elif len(line) < MOST_OF_A_CHAT:
            self._waiting += 1
            line.append((update, answer))
        else:
            self._gate.overran(update)
            _close(answer)
        return True

    async def room(self) -> None:
        """Wait until there is room for a hundred updates, as many as come at once."""
        while self._waiting > MOST_WAITING - 100:
            self._less.clear()
            await self._less.wait()

    async def finish(self) -> None:
        """Wait until all that was taken in is handled."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _begin(self, key: Hashable, first: tuple[Json, Answer | None]) -> None:
        self._waiting += 1
        line = self._lines[key] = deque([first])
        task = asyncio.create_task(self._work(key, line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, key: Hashable, line: deque[tuple[Json, Answer | None]]) -> None:
        """Handle a chat's updates one after the other, until none is left."""
        while line:
            async with self._turns:
                await self._handle_one(*line[0])
            line.popleft()
            self._waiting -= 1
            self._less.set()
        del self._lines[key]

    async def _handle_one(self, update: Json, answer: Answer | None) -> None:
        answer_in_hand.set(answer)
        try:
            await self._handle(update)
        except Exception:
            # The handlers' faults are answered further down; this is what could not even be read.
            log.exception("update.unreadable", update_id=update["update_id"])
        finally:
            _close(answer)


def chat_of(update: Json) -> int | None:
    """Where an update belongs: its chat, else the person whom it is from."""
    for body in update.values():
        if isinstance(body, dict):
            place = (
                body.get("chat") or (body.get("message") or body).get("chat") or body.get("from")
            )
            return place["id"] if place else None
    return None


def sender_of(update: Json) -> int | None:
    """Who sent a message or tapped a button; None for any other update."""
    body = update.get("message") or update.get("edited_message") or update.get("callback_query")
    sender = body.get("from") if body else None
    return sender["id"] if sender else None


def _close(answer: Answer | None) -> None:
    if answer is not None:
        answer.close()
