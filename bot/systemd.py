"""Tells systemd how the service is: sd_notify(3), a datagram to a socket that it names."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from bot.loops import running

# Without a watchdog nothing is said again; the beat then only passes the time.
_UNWATCHED = timedelta(hours=1)


class Systemd:
    """The service manager that the environment names; where it names none, nobody is told."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        # An address that begins with @ is in the abstract namespace.
        self._address = environment.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)
        watched = int(environment.get("WATCHDOG_USEC", "0"))
        # Twice as often as need be, so that a late one is no death.
        self._beat = timedelta(microseconds=watched) / 2 if watched else _UNWATCHED

    def tell(self, *lines: str) -> None:
        """Send assignments such as "READY=1". Never fails: the service matters, not this."""
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.setblocking(False)
            channel.sendto("\n".join(lines).encode(), self._address)

    @asynccontextmanager
    async def up(self) -> AsyncIterator[None]:
        """The service is up while the block runs; the watchdog hears from the event loop itself."""

        async def beat() -> None:
            self.tell("WATCHDOG=1")

        self.tell("READY=1", "STATUS=Reaching the Bot API.")
        try:
            async with running("watchdog", beat, self._beat):
                yield
        finally:
            self.tell("STOPPING=1")
