"""The last calls and updates, as the panel shows them."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from bot.sandbox.params import Json

_KEPT = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the traffic, `n` set when kept. `at` is in ms since 1970, `ms` the time taken."""

    at: int
    direction: Literal["call", "update"]
    method: str
    status: int
    response: Any
    params: Json = field(default_factory=dict)
    ms: float = 0
    n: int = 0

    def json(self) -> Json:
        """The entry as the page sees it."""
        return asdict(self)


class Traffic:
    """The newest 100 entries, numbered from 1."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0

    def add(self, entry: Entry) -> Entry:
        """Keep an entry under the next number; returns it with that number."""
        self._count += 1
        kept = replace(entry, n=self._count)
        self._entries.append(kept)
        return kept

    def all(self) -> list[Entry]:
        """Oldest first."""
        return list(self._entries)
