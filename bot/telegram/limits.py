"""Keeps what the bot sends within what Telegram allows, people first.

The queue and its figures are in `turns` and `budgets`; here is what waits, and what follows a 429.
As in aiolimiter each caller awaits a future and one timer wakes the next; beyond it, and beyond
PTB's AIORateLimiter, there are priorities, chats, and a 429 that holds only the chat it was for.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.budgets import Limits, Priority, Slot
from bot.telegram.turns import Key, Turn, Turns

__all__ = ["LONGEST_WAIT", "TRIES", "ChatLimiter", "Limits", "Priority"]

log = structlog.get_logger(__name__)

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[..., Coroutine[Any, Any, Answer]]

# A reader who waits longer than this has gone; the call is then given up.
LONGEST_WAIT = 60.0
TRIES = 3
PATIENCE = {Priority.REPLY: LONGEST_WAIT, Priority.DIGEST: 0.0, Priority.BROADCAST: 0.0}

LIMITED = ("send", "edit", "copy", "forward")
UNLIMITED = frozenset({"sendChatAction"})


class ChatLimiter(BaseRateLimiter[Priority | None]):
    """Sends at most as fast as Telegram allows; a 429 holds the chat that it was for.

    `rate_limit_args` is the priority of a call (REPLY where none is given). Limited are the methods
    that send or edit, and any other that is given a priority. Raises RetryAfter where the wait that
    Telegram asks for is not worth waiting for: LONGEST_WAIT seconds for a reply, none for the rest,
    which whoever sends them can put off.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._turns = Turns(limits or Limits())
        self._waiting: dict[int, asyncio.Future[Slot]] = {}
        # Not all loops' timers tell when they ring.
        self._timer: tuple[float, asyncio.Handle] | None = None

    @property
    def waiting(self) -> int:
        """How many calls wait for their turn."""
        return len(self._turns)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0913, PLR0917 - PTB's signature
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Answer:
        """Make the call in its turn; a reply that is refused waits and tries again."""
        if rate_limit_args is None and not _limited(endpoint):
            return await callback(*args, **kwargs)
        turn = self._turns.new(_chat(data.get("chat_id")), rate_limit_args or Priority.REPLY)
        tries = 0
        while True:
            tries += 1
            slot = await self._granted(turn)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as fault:
                seconds = _seconds(fault)
                log.warning("telegram.too_many_requests", endpoint=endpoint, seconds=seconds)
                self._hold(turn.key, seconds)
                if tries == TRIES or seconds > PATIENCE[turn.priority]:
                    raise
            finally:
                self._landed(slot)

    async def _granted(self, turn: Turn) -> Slot:
        """Wait for the turn to come."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        held = self._turns.held_until(turn.key) - now
        if held > PATIENCE[turn.priority]:
            raise _retry_after(held)
        future: asyncio.Future[Slot] = loop.create_future()
        self._waiting[turn.number] = future
        self._turns.add(turn, now)
        self._wake(now)
        try:
            return await future
        except asyncio.CancelledError:
            self._leave(turn, future)
            raise

    def _leave(self, turn: Turn, future: asyncio.Future[Slot]) -> None:
        """Whoever waited was cancelled: the turn, or the slot if it had come, is for the next."""
        now = asyncio.get_running_loop().time()
        if self._waiting.pop(turn.number, None):
            self._turns.remove(turn, now)
        elif not future.cancelled() and future.exception() is None:
            self._turns.whole.give_back(future.result())
        self._wake(now)

    def _wake(self, now: float) -> None:
        """Let everybody go whose turn it is, and come back when it is the next one's."""
        while taken := self._turns.take(now):
            turn, slot = taken
            future = self._waiting.pop(turn.number)
            if future.done():  # cancelled, but its task has not run yet
                self._turns.whole.give_back(slot)
            else:
                future.set_result(slot)
        self._set_timer(self._turns.wake_at(now))

    def _set_timer(self, at: float | None) -> None:
        if self._timer is not None:
            rings_at, timer = self._timer
            if rings_at == at:
                return
            timer.cancel()
            self._timer = None
        if at is not None:
            self._timer = at, asyncio.get_running_loop().call_at(at, self._ring, at)

    def _ring(self, at: float) -> None:
        self._timer = None
        # A loop's timers may be early by its clock's resolution: then it would ring once more.
        self._wake(max(at, asyncio.get_running_loop().time()))

    def _landed(self, slot: Slot) -> None:
        now = asyncio.get_running_loop().time()
        self._turns.whole.landed(slot, now)
        self._wake(now)

    def _hold(self, chat: Key, seconds: float) -> None:
        """Leave the chat alone for so long; those who would not wait for that are told at once."""
        now = asyncio.get_running_loop().time()
        self._turns.hold(chat, now + seconds, now)
        if self._turns.whole.refused(chat, now):
            log.warning("telegram.slower", messages_per_second=self._turns.whole.budget(now))
        for turn in self._turns.of(chat):
            if seconds > PATIENCE[turn.priority]:
                self._turns.remove(turn, now)
                future = self._waiting.pop(turn.number)
                if not future.done():
                    future.set_exception(_retry_after(seconds))


def _limited(endpoint: str) -> bool:
    return endpoint.startswith(LIMITED) and endpoint not in UNLIMITED


def _chat(chat_id: object) -> Key:
    """The chat as a number where it is one, else its @name."""
    text = str(chat_id)
    if text.removeprefix("-").isdecimal():
        return int(text)
    return None if chat_id is None else text


def _seconds(fault: RetryAfter) -> float:
    wait = fault.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _retry_after(seconds: float) -> RetryAfter:
    return RetryAfter(timedelta(seconds=math.ceil(seconds)))
