"""Runs an Application by a webhook: Telegram posts updates to us.

It hears at once that we have them; where that is wished for, a text that answers one goes back in
the response.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from secrets import token_urlsafe
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from aiohttp import web
from telegram import Bot

from bot.beside import beside
from bot.settings import Settings
from bot.store.meta import Meta
from bot.telegram.answering import Answer
from bot.telegram.application import AnyApplication
from bot.telegram.intake import OPEN_GATE, Gate, Intake
from bot.telegram.request import to_json
from bot.telegram.seen import Seen, keep, recall
from bot.telegram.serving import UPDATES, Ready, contact, end, taking_in

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
# How many updates Telegram may have under way at once.
CONNECTIONS: Final = 40
# An answer that takes longer is sent by a call of its own.
HOLD_SECONDS: Final = 1.0
KEEP_EVERY: Final = timedelta(seconds=1)
_SECRET_KEY: Final = "webhook_secret"  # noqa: S105 - the name of a fact


class Webhook:
    """Where updates are posted to, and how Telegram is told of it."""

    def __init__(
        self,
        *,
        url: str,
        secret: str,
        seen: Seen,
        networks: frozenset[Network] = frozenset(),
        reply_in_response: bool = True,
    ) -> None:
        self._url = url
        self._secret = secret
        self._seen = seen
        self._networks = networks
        self._replies = reply_in_response
        self._intake: Intake | None = None

    @property
    def route(self) -> web.RouteDef:
        """The route to be served; its path is the public address's."""
        return web.post(urlsplit(self._url).path or "/", self.take)

    async def tell(self, bot: Bot) -> None:
        """Have Telegram post updates here. What waits for us is not dropped."""
        await bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=UPDATES,
            max_connections=CONNECTIONS,
        )

    @asynccontextmanager
    async def open_to(self, application: AnyApplication, gate: Gate) -> AsyncIterator[Intake]:
        """Take updates in while the block runs; before and after it, Telegram is to come again."""
        async with taking_in(application, gate, self._seen) as intake:
            self._intake = intake
            try:
                yield intake
            finally:
                self._intake = None

    async def take(self, request: web.Request) -> web.Response:
        """One update: 200 when it is taken, 503 when Telegram is to bring it again later."""
        if not self._is_telegram(request):
            return web.Response(status=403)
        update = _update(await request.read())
        if update is None:
            return web.Response(status=400)
        answer = Answer(heard=lambda: _listens(request)) if self._replies else None
        if self._intake is None or not self._intake.offer(update, answer):
            return web.Response(status=503, headers={"Retry-After": "1"})
        call = await answer.wait(HOLD_SECONDS) if answer is not None else None
        if call is None:
            return web.Response()
        return web.Response(body=to_json(call), content_type="application/json")

    def _is_telegram(self, request: web.Request) -> bool:
        shown = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(shown, self._secret.encode()):
            return False
        if not self._networks:
            return True
        caller = _caller(request)
        return caller is not None and any(caller in network for network in self._networks)


@asynccontextmanager
async def webhook(settings: Settings, meta: Meta) -> AsyncIterator[Webhook]:
    """The webhook of these settings.

    What came before the last stop is known to it; what comes while the block runs is kept every
    second, and in the end.
    """
    seen = await recall(meta)

    async def rounds() -> None:
        while True:
            await asyncio.sleep(KEEP_EVERY.total_seconds())
            await keep(seen, meta)

    try:
        async with beside(rounds(), "updates seen"):
            yield Webhook(
                url=settings.webhook_url,
                secret=await _secret_of(meta, settings.webhook_secret.value),
                seen=seen,
                networks=settings.webhook_addresses,
                reply_in_response=settings.webhook_reply_in_response,
            )
    finally:
        await keep(seen, meta)


async def receive(
    application: AnyApplication,
    stop: asyncio.Event,
    ready: Ready,
    gate: Gate = OPEN_GATE,
    *,
    webhook: Webhook,
) -> None:
    """Answer what is posted to the webhook until `stop` is set, then finish what is in hand.

    It stays set: Telegram keeps what comes while nobody is there. Raises GazetteError when the
    token is refused.
    """
    try:
        if await contact(application, stop, partial(webhook.tell, application.bot)):
            async with webhook.open_to(application, gate) as intake:
                await ready(intake)
                await stop.wait()
    finally:
        await end(application)


async def _secret_of(meta: Meta, chosen: str) -> str:
    """The secret that was chosen, else one made up once and kept."""
    secret = chosen or await meta.get(_SECRET_KEY)
    if not secret:
        secret = token_urlsafe(32)
        await meta.put(_SECRET_KEY, secret)
    return secret


def _update(body: bytes) -> dict[str, Any] | None:
    """The update of a request; None where it is none."""
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    whole = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if whole else None


def _listens(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _caller(request: web.Request) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Who posted it; behind a proxy on this machine, who came to the proxy."""
    try:
        caller = ipaddress.ip_address(request.remote or "")
        forwarded = request.headers.get("X-Forwarded-For", "")
        if caller.is_loopback and forwarded:
            # The last one was written by our proxy; what stands before it anybody can make up.
            caller = ipaddress.ip_address(forwarded.rpartition(",")[2].strip())
    except ValueError:
        return None
    return caller
