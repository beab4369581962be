"""Telegram's limits on sending: 30 a second in all, 1 a second a chat, 20 a minute a group."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class _Window:
    """At most `limit` calls within any `span` seconds."""

    limit: int
    span: float
    calls: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until the next call is allowed; 0 if it is now."""
        while self.calls and now - self.calls[0] >= self.span:
            self.calls.popleft()
        return self.span - (now - self.calls[0]) if len(self.calls) >= self.limit else 0


class Limiter:
    """Counts the calls that send; a refused call is not counted. Instants are in seconds."""

    def __init__(self) -> None:
        self.on = False
        self._all = _Window(limit=30, span=1)
        self._chats: dict[int, _Window] = defaultdict(lambda: _Window(limit=1, span=1))
        self._groups: dict[int, _Window] = defaultdict(lambda: _Window(limit=20, span=60))

    def wait(self, chat_id: int, now: float) -> int:
        """0 and the call is counted, or whole seconds to wait (at least 1)."""
        if not self.on:
            return 0
        windows = [self._all, self._chats[chat_id]]
        windows += [self._groups[chat_id]] if chat_id < 0 else []
        longest = max(window.wait(now) for window in windows)
        if longest > 0:
            return math.ceil(longest)
        for window in windows:
            window.calls.append(now)
        return 0
