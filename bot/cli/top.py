"""`gazette top`: a running bot at a glance, live in the terminal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.loading import load_settings
from bot.errors import GazetteError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bot.cli.glance import Glance

SECONDS = 2.0
_REACH_SECONDS = 5.0
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - not bound to


def top(
    once: Annotated[bool, typer.Option("--once", help="Print it once and end.")] = False,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = SECONDS,
) -> None:
    """Watch a running bot: answers, calls, digests, feeds, memory. Ctrl-C ends it."""
    settings = load_settings()
    if settings.web_port is None:
        raise GazetteError("top.no_port")
    host = _ANYWHERE.get(settings.web_host, settings.web_host)
    address = f"http://{host}:{settings.web_port}"
    try:
        asyncio.run(_once(address) if once else _live(address, every))
    except KeyboardInterrupt:
        return


async def _once(address: str) -> None:
    from rich.console import Console

    Console().print(_page(await _look(address), None, address))


async def _live(address: str, every: float) -> None:
    from rich.live import Live

    before = await _look(address)
    with Live(_page(before, None, address), screen=True, auto_refresh=False) as live:
        while True:
            await asyncio.sleep(every)
            now = await _look(address)
            live.update(_page(now, before, address), refresh=True)
            before = now


def _page(now: Glance, before: Glance | None, address: str) -> RenderableType:
    from bot.cli.glance import page

    return page(now, before, address)


async def _look(address: str) -> Glance:
    """What the bot at that address says of itself."""
    from aiohttp import ClientError, ClientSession, ClientTimeout

    from bot.cli.glance import Glance

    try:
        async with ClientSession(timeout=ClientTimeout(total=_REACH_SECONDS)) as session:
            async with session.get(f"{address}/readyz") as answer:
                ready = await answer.json()
            async with session.get(f"{address}/metrics") as answer:
                answer.raise_for_status()
                return Glance.of(await answer.text(), ready["faults"])
    except (ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
        raise GazetteError("top.unreachable", address=address) from error
