"""What happens, told to every open page at once."""

from __future__ import annotations

import asyncio

from bot.sandbox.params import Json

# A page that reads nothing for this many events is let go; it asks for the whole state again.
_BACKLOG = 2_000


class Events:
    """A fan-out of JSON events to listeners, each with its own bounded queue."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Json | None]] = set()

    def listen(self) -> asyncio.Queue[Json | None]:
        """A new listener's queue; None in it means: the end."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Json | None]) -> None:
        """Stop listening."""
        self._listeners.discard(queue)

    def tell(self, kind: str, **details: object) -> None:
        """Send `{"type": kind, **details}` to all."""
        for queue in list(self._listeners):
            if queue.qsize() >= _BACKLOG:
                self._end(queue)
            else:
                queue.put_nowait({"type": kind, **details})

    def close(self) -> None:
        """End every listener."""
        for queue in list(self._listeners):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[Json | None]) -> None:
        self.leave(queue)
        queue.put_nowait(None)
