"""A webhook's response as a place for the answer: one call that Telegram makes on our behalf."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


class Answer:
    """Waits for the call that an update is answered with; empty where that takes too long."""

    def __init__(self, *, heard: Callable[[], bool]) -> None:
        self._heard = heard
        self._future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()

    def take(self, call: Json) -> bool:
        """Put a call into the response; False where that is gone, or nobody would hear it."""
        if self._future.done() or not self._heard():
            return False
        self._future.set_result(call)
        return True

    def close(self) -> None:
        """Nothing more will come; the response goes as it is."""
        if not self._future.done():
            self._future.set_result(None)

    async def wait(self, seconds: float) -> Json | None:
        """The call, or None when none came within that time."""
        timer = asyncio.get_running_loop().call_later(seconds, self.close)
        try:
            return await self._future
        finally:
            timer.cancel()
