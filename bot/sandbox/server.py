"""The sandbox as a whole: one server with a side for the bot and a side for the page."""

from __future__ import annotations

import errno
import random
import time
from collections.abc import Callable

from aiohttp import web

from bot.errors import SettingsError
from bot.sandbox.bot_api import BotApi
from bot.sandbox.files import MAX_UPLOAD
from bot.sandbox.guard import Guard
from bot.sandbox.page_api import PageApi
from bot.sandbox.world import World

_PORTS_TRIED = 20
_ROOM_FOR_FIELDS = 2**20
_HIGHEST_PORT = 65_535


class Sandbox:
    """A local Bot API server with a chat page, so that the real bot runs with no real token.

    `clock` gives seconds since 1970; `draw` gives numbers in [0, 1) for faults that strike
    sometimes. All state is in memory and gone at the end.
    """

    def __init__(
        self,
        token: str,
        *,
        bot_username: str = "GazetteSandboxBot",
        clock: Callable[[], float] = time.time,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.world = World(token=token, bot_username=bot_username, clock=clock, draw=draw)
        self._guard = Guard()
        self._runner: web.AppRunner | None = None
        self.app = self._application()

    async def start(self, host: str, port: int) -> str:
        """Listen, on the next free port if that one is taken; returns the base address.

        Raises:
            SettingsError: nobody can listen there, or 21 ports in a row are taken.
        """
        self._guard.bound_host = host
        self._runner = web.AppRunner(
            self.app, handler_cancellation=True, shutdown_timeout=1, access_log=None
        )
        await self._runner.setup()
        try:
            bound = await self._listen(self._runner, host, port)
        except SettingsError:
            await self.stop()
            raise
        return f"http://{_address_for_people(host)}:{bound}"

    async def stop(self) -> None:
        """Answer the waiting poll, close the pages, stop listening. Once is enough."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner, host: str, port: int) -> int:
        last = min(port + _PORTS_TRIED, _HIGHEST_PORT) if port else 0
        for candidate in range(port, last + 1):
            try:
                await web.TCPSite(runner, host, candidate).start()
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise SettingsError(
                        "sandbox.address", host=host, port=candidate, reason=error.strerror
                    ) from error
            else:
                return int(runner.addresses[0][1])
        raise SettingsError("sandbox.ports_taken", host=host, first=port, last=last)

    def _application(self) -> web.Application:
        app = web.Application(
            middlewares=[self._guard.middleware], client_max_size=MAX_UPLOAD + _ROOM_FOR_FIELDS
        )
        BotApi(self.world).add_to(app)
        PageApi(self.world).add_to(app)
        app.on_shutdown.append(self._on_shutdown)
        return app

    async def _on_shutdown(self, _app: web.Application) -> None:
        self.world.updates.close()
        self.world.events.close()
        await self.world.webhook.delete()


def _address_for_people(host: str) -> str:
    """An address that a browser can open: a wildcard becomes this machine, IPv6 gets brackets."""
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104 - a comparison
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
