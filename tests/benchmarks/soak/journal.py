"""The bot's log: what it warned of, and whether the injected faults excuse it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

# As the sandbox's traffic shows what it injects: the HTTP status, 0 for a dropped connection.
TOO_MANY, SERVER_ERROR, BAD_GATEWAY, DROPPED = 429, 500, 502, 0
INJECTED = (TOO_MANY, SERVER_ERROR, BAD_GATEWAY, DROPPED)
BROKEN = frozenset({SERVER_ERROR, BAD_GATEWAY, DROPPED})

# What each event is the rightful outcome of.
EXCUSES: dict[str, frozenset[int]] = {
    "telegram.too_many_requests": frozenset({TOO_MANY}),
    "telegram.slower": frozenset({TOO_MANY}),
    "telegram.polling": BROKEN | {TOO_MANY},
    "telegram.unreachable": BROKEN,
    "telegram.menu_not_set": BROKEN | {TOO_MANY},
    # A reply that Telegram did not take: the reader is told so, or cannot be told either.
    "update.failed NetworkError": BROKEN,
    "update.failed RetryAfter": frozenset({TOO_MANY}),
    "error.not_told": BROKEN | {TOO_MANY},
}
_GRAVE = frozenset({"warning", "error", "critical"})


class Journal:
    """Reads a growing file of JSON lines; `events` counts the grave ones by name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self._rest = ""
        self.events: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def read(self) -> None:
        """Read what was written since."""
        with self._path.open(encoding="utf-8") as file:
            file.seek(self._read)
            *lines, self._rest = (self._rest + file.read()).split("\n")
            self._read = file.tell()
        for line in filter(None, lines):
            self._note(line)

    def unexcused(self, injected: Counter[int]) -> dict[str, int]:
        """Events that no injected fault explains, or not so many of them, with their numbers."""
        return {
            name: times
            for name, times in self.events.items()
            if times > sum(injected[status] for status in EXCUSES.get(name, ()))
        }

    def _note(self, line: str) -> None:
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError:
            told = {"level": "error", "event": "no line of the log"}
        if told.get("level") not in _GRAVE:
            return
        name = told["event"]
        if name == "update.failed":
            name = f"{name} {told['kind']}"
        self.events[name] += 1
        self.examples.setdefault(name, line)
