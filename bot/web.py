"""What the bot answers over HTTP: `/healthz`, and the routes that it is given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from bot.errors import GazetteError

# Larger than any update, small enough for a thousand at once.
MOST_BYTES: Final = 1024 * 1024
STOP_SECONDS: Final = 5.0


@asynccontextmanager
async def serving(host: str, port: int, routes: Sequence[web.RouteDef]) -> AsyncIterator[int]:
    """Serve those routes while the block runs; gives the port, chosen by the system for 0.

    Raises GazetteError ("web.address") when the address cannot be listened on.
    """
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes([web.get("/healthz", healthy), *routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            reason = error.strerror or str(error)
            raise GazetteError("web.address", host=host, port=port, reason=reason) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def healthy(_: web.Request) -> web.Response:
    """The event loop turns."""
    return web.Response(text="ok\n")
