"""The last calls and updates, as the panel shows them."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.sandbox.params import Json

_KEPT = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the traffic. `at` is in ms since 1970, `ms` how long the call took."""

    n: int
    at: int
    direction: Literal["call", "update"]
    method: str
    params: Json
    status: int
    response: Any
    ms: float

    def json(self) -> Json:
        """The entry as the page sees it."""
        return asdict(self)


class Traffic:
    """The newest 100 entries, numbered from 1."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0

    def add(
        self,
        *,
        at: float,
        direction: Literal["call", "update"],
        method: str,
        params: Json,
        status: int,
        response: Any,
        seconds: float = 0,
    ) -> Entry:
        """Record a call or an update that happened at `at` (seconds since 1970)."""
        self._count += 1
        entry = Entry(
            n=self._count,
            at=int(at * 1000),
            direction=direction,
            method=method,
            params=params,
            status=status,
            response=response,
            ms=round(seconds * 1000, 2),
        )
        self._entries.append(entry)
        return entry

    def all(self) -> list[Entry]:
        """Oldest first."""
        return list(self._entries)
