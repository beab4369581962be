"""Telegram as the limiter sees it: calls that take a while, and refusals.

`made` tells when each accepted call was made, `limit` how many are accepted in any second (0: all),
`refusals` the waits to ask of a chat, one a call.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from telegram.error import RetryAfter

from bot.telegram.limits import ChatLimiter, Priority

TRIP = 0.05


class VirtualTelegram:
    """Telegram behind a limiter."""

    def __init__(
        self, limiter: ChatLimiter | None = None, refusals: dict[int, list[int]] | None = None
    ) -> None:
        self.limiter = limiter or ChatLimiter()
        self.refusals = refusals or {}
        self.made: list[tuple[float, Any]] = []
        self.counted: deque[float] = deque()
        self.refused = 0
        self.trip: Callable[[], float] = lambda: TRIP
        self.limit = 0

    async def call(self, chat: int, name: object) -> bool:
        """A message that is accepted, or refused, half a trip later."""
        loop = asyncio.get_running_loop()
        entry, waits = (loop.time(), name), self.refusals.get(chat, [])
        wait = waits.pop(0) if waits else 0
        self.made.append(entry)
        await asyncio.sleep(self.trip() / 2)
        if not wait and self.too_many(loop.time()):
            wait = 1
        await asyncio.sleep(self.trip() / 2)
        if wait:
            self.made.remove(entry)
            raise RetryAfter(wait)
        return True

    def too_many(self, now: float) -> bool:
        """Whether the limit is reached; if not, one more is counted."""
        while self.counted and now - self.counted[0] >= 1:
            self.counted.popleft()
        if self.limit and len(self.counted) >= self.limit:
            self.refused += 1
            return True
        self.counted.append(now)
        return False

    def send(
        self,
        chat: int | str | None,
        priority: Priority | None = None,
        *,
        name: object = None,
        method: str = "sendMessage",
    ) -> asyncio.Task[Any]:
        args = (chat, chat if name is None else name)
        call = self.limiter.process_request(
            self.call, args, {}, method, {"chat_id": chat}, priority
        )
        return asyncio.create_task(call)

    @property
    def names(self) -> list[Any]:
        return [name for _, name in self.made]

    @property
    def times(self) -> list[float]:
        """When each call was made, in seconds."""
        return [round(at, 3) for at, _ in self.made]
