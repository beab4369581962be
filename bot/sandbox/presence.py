"""Whether a bot listens to the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

# Between two polls of a bot that is alive; longer silence means that it is gone. In seconds.
_SILENCE = 5.0
# The loop's clock and ours are two: look a little later, or the silence may not be over yet.
_MARGIN = 0.5


class Presence:
    """A webhook, a poll that waits, or a poll a moment ago; `tell` is called when that changes."""

    def __init__(
        self,
        updates: Updates,
        webhook: Webhook,
        clock: Callable[[], float],
        tell: Callable[[], None],
    ) -> None:
        self._updates = updates
        self._webhook = webhook
        self._now = clock
        self._tell = tell
        self._last = float("-inf")

    @property
    def connected(self) -> bool:
        """Whether a bot listens."""
        recent = self._now() - self._last < _SILENCE
        return self._webhook.is_set or self._updates.polled or recent

    @contextlib.contextmanager
    def polling(self) -> Iterator[None]:
        """While a bot asks for updates."""
        fresh = not self.connected
        self._last = self._now()
        if fresh:
            self._tell()
        try:
            yield
        finally:
            self._last = self._now()
            loop = asyncio.get_running_loop()
            loop.call_later(_SILENCE + _MARGIN, self._check, self._last)

    def _check(self, last: float) -> None:
        if self._last == last and not self.connected:
            self._tell()
