"""Who must be heard of again, and by when: a dead man's switch for everything that goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator


class Pulse:
    """Deadlines by name; `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deadlines: dict[str, float] = {}

    def expect(self, name: str, seconds: float) -> None:
        """It was heard of now, and is to be again within so many seconds."""
        self._deadlines[name] = self._clock() + seconds

    def forget(self, name: str) -> None:
        """It has ended in order."""
        self._deadlines.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._deadlines)

    def __contains__(self, name: str) -> bool:
        return name in self._deadlines

    def overdue(self) -> dict[str, float]:
        """Those that were not heard of in time, with the seconds since then."""
        now = self._clock()
        return {name: now - due for name, due in self._deadlines.items() if due < now}
