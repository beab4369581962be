"""An event loop whose time passes as soon as there is nothing left to do: an hour takes no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class _Hurried(selectors.SelectSelector):
    """Instead of waiting, lets the time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.waits = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits and nothing will ever happen")
        self.now += max(0.0, timeout)
        self.waits += 1
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """asyncio's own loop over a made-up clock, which starts at 0 s."""

    def __init__(self) -> None:
        self._hurried = _Hurried()
        super().__init__(self._hurried)

    def time(self) -> float:
        return self._hurried.now

    @property
    def rounds(self) -> int:
        """How often the loop has gone round: a busy loop would go round without end."""
        return self._hurried.waits


def in_no_time(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run it to its end on a loop of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)


def virtually(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Make a test of a coroutine, for pytest, which would run that on a loop of its own."""

    async def run() -> None:
        await test()

    def in_virtual_time() -> None:
        in_no_time(run())

    in_virtual_time.__name__ = test.__name__
    return in_virtual_time


def now() -> float:
    """The running loop's time, in seconds."""
    return round(asyncio.get_running_loop().time(), 3)
