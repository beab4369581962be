"""How long people wait for /latest while ten hostile pages are being read beside it.

Run by `make bench-hostile`. The whole bot in its sandbox, over real HTTP: somebody asks for /latest
again and again, first idle, then while a local server's hostile pages are added by their address.
The bar: the 99th percentile at most doubles.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from bot.errors import GazetteError
from tests.flows.conftest import Person, living, people_of

ASKED = 200
BAR = 2.0
PAGES = (
    b"<html><body><article><p>" + b"<b>a</b> " * 200_000,
    b"<html><body>" + b"<div>" * 200_000,
    b"<html><body>" + b"<br>" * 400_000,
    b"<html><body><p>" + b"<a " * 600_000,
    b"<html><body>" + b"<p>word</p>" * 120_000,
)


async def serve() -> tuple[web.AppRunner, str]:
    """A server of hostile pages, /0 to /9; its address without the scheme."""

    async def page(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        return web.Response(body=PAGES[number % len(PAGES)], content_type="text/html")

    application = web.Application()
    application.router.add_get("/{number}", page)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    return runner, f"127.0.0.1:{port}"


async def p99(person: Person, work: asyncio.Task[None] | None = None) -> tuple[float, float, int]:
    """Median and 99th percentile in ms of /latest, and how often it was asked."""
    waits: list[float] = []
    while len(waits) < ASKED or (work is not None and not work.done()):
        began = time.perf_counter()
        await person.say("/latest")
        waits.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(0.02)
    return statistics.median(waits), statistics.quantiles(waits, n=100)[98], len(waits)


async def main() -> int:
    runner, host = await serve()
    folder = Path(tempfile.mkdtemp())
    async with (
        living(folder, throttle_per_minute=1_000_000, private_hosts=host) as world,
        people_of(world) as new_person,
    ):
        person = await new_person()
        await p99(person)

        async def read(number: int) -> None:
            with suppress(GazetteError):
                await world.services.read_page(f"http://{host}/{number}")

        async def read_all() -> None:
            await asyncio.gather(*map(read, range(10)))

        idle = await p99(person)
        busy = await p99(person, asyncio.create_task(read_all()))
    await runner.cleanup()
    print(f"/latest idle: median {idle[0]:.1f} ms, p99 {idle[1]:.1f} ms of {idle[2]}")
    print(f"/latest beside: median {busy[0]:.1f} ms, p99 {busy[1]:.1f} ms of {busy[2]}")
    print(f"p99 ratio {busy[1] / idle[1]:.2f} (bar {BAR})")
    return int(busy[1] > BAR * idle[1])


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
