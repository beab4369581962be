"""The transport with every call told to who counts them."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from telegram.error import TimedOut

from bot.metrics import TIMED_OUT, UNREACHABLE
from bot.telegram.request import AiohttpRequest

# The method, the HTTP status (TIMED_OUT or UNREACHABLE without an answer), the seconds.
Called = Callable[[str, int, float], None]


def uncounted(method: str, status: int, seconds: float) -> None:
    """Counts nothing."""
    del method, status, seconds


class WatchedRequest(AiohttpRequest):
    """As AiohttpRequest; `called` hears of each call when it ends."""

    def __init__(self, *, called: Called = uncounted, **options: Any) -> None:
        super().__init__(**options)
        self._called = called

    async def do_request(self, url: str, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """As there."""
        status, began = UNREACHABLE, perf_counter()
        try:
            status, body = await super().do_request(url, *arguments, **options)
        except TimedOut:
            status = TIMED_OUT
            raise
        finally:
            self._called(url.rpartition("/")[2], status, perf_counter() - began)
        return status, body
