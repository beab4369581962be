"""`/readyz` and `/metrics`: what those ask who watch over a bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.beside import beside
from bot.health import Health
from bot.metrics import Metrics
from bot.store import Store

# The tables are counted at most this often, however many ask.
_FRESH: Final = timedelta(seconds=30)
_DAY: Final = timedelta(days=1)
_SAMPLE_SECONDS: Final = 0.25
_METRICS: Final = "text/plain; version=0.0.4; charset=utf-8"


class Monitoring:
    """Answers over HTTP."""

    def __init__(
        self, *, metrics: Metrics, health: Health, store: Store, now: Callable[[], datetime]
    ) -> None:
        self._metrics = metrics
        self._health = health
        self._store = store
        self._now = now
        self._counted: datetime | None = None

    @property
    def routes(self) -> list[web.RouteDef]:
        """What is to be served."""
        return [web.get("/readyz", self.readyz), web.get("/metrics", self.metrics)]

    async def readyz(self, _: web.Request) -> web.Response:
        """200 where the bot is ready, 503 where it is not, with the reasons as JSON."""
        faults = await self._health.faults()
        status = HTTPStatus.SERVICE_UNAVAILABLE if faults else HTTPStatus.OK
        body = json.dumps({"ready": not faults, "faults": faults})
        return web.Response(text=body, status=status, content_type="application/json")

    async def metrics(self, _: web.Request) -> web.Response:
        """Prometheus's text format. Figures of a database that cannot be read are old ones."""
        faults = await self._health.faults()
        parts = {*self._health.needed, *self._health.pulse, "database"}
        for part in parts:
            self._metrics.ready.labels(part).set(part not in faults)
        self._metrics.tasks.set(len(asyncio.all_tasks()))
        if "database" not in faults:
            await self._count()
        return web.Response(body=self._metrics.text(), headers={"Content-Type": _METRICS})

    async def _count(self) -> None:
        now = self._now()
        if self._counted is not None and timedelta() <= now - self._counted < _FRESH:
            return
        self._counted = now
        figures, metrics, outbox = self._store.figures, self._metrics, self._store.outbox
        for state, letters in (await figures.open_letters()).items():
            metrics.outbox.labels(state).set(letters)
        since = (await outbox.waiting(now)).since
        metrics.outbox_delay.set((now - since).total_seconds() if since else 0)
        metrics.settled.clear()
        for outcome, tally in (await outbox.outcomes(now - _DAY)).items():
            metrics.settled.labels(outcome).set(tally.letters)
        for health, feeds in (await figures.feeds()).items():
            metrics.feeds.labels(health).set(feeds)
        metrics.subscriptions.clear()
        for standing, lists in (await self._store.subscriptions.counts()).items():
            metrics.subscriptions.labels(standing).set(lists)


@asynccontextmanager
async def lag_sampled(
    observe: Callable[[float], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[None]:
    """Observe again and again by how many seconds the event loop is late, while the block runs."""
    loop = asyncio.get_running_loop()

    async def sample() -> None:
        while True:
            due = loop.time() + _SAMPLE_SECONDS
            await sleep(_SAMPLE_SECONDS)
            observe(max(0.0, loop.time() - due))

    async with beside(sample(), "event loop lag"):
        yield
