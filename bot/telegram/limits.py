"""What the bot does when Telegram says "too many requests"."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

log = structlog.get_logger(__name__)

Call = Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]]
Sleep = Callable[[float], Coroutine[Any, Any, None]]

# A reader who waits longer than this has gone; the call is then given up.
LONGEST_WAIT = 60.0
TRIES = 3


class ChatLimiter(BaseRateLimiter[None]):
    """A 429 holds the chat that it was for, for as long as Telegram asks, and nobody else."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep
        # Weak: a chat's lock lives as long as somebody waits for it.
        self._held: WeakValueDictionary[int | str | None, asyncio.Lock] = WeakValueDictionary()

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
        rate_limit_args: None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Make the call; after a 429 wait as told and make it again, at most `TRIES` times."""
        del rate_limit_args
        chat = data.get("chat_id")
        if hold := self._held.get(chat):
            async with hold:  # this chat is held already: queue behind
                pass
        for _ in range(TRIES - 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as fault:
                await self._wait(chat, endpoint, fault)
        return await callback(*args, **kwargs)

    async def _wait(self, chat: int | str | None, endpoint: str, fault: RetryAfter) -> None:
        seconds = _seconds(fault)
        if seconds > LONGEST_WAIT:
            raise fault
        log.warning("telegram.too_many_requests", endpoint=endpoint, seconds=seconds)
        async with self._held.setdefault(chat, asyncio.Lock()):
            await self._sleep(seconds)


def _seconds(fault: RetryAfter) -> float:
    wait = fault.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
