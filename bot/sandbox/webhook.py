"""The webhook: updates are posted to the bot's own server, one by one, until it takes them."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp
from yarl import URL

from bot.sandbox.params import Json
from bot.sandbox.refusal import bad_request
from bot.sandbox.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_MAX_SECRET = 256
_TIMEOUT = aiohttp.ClientTimeout(total=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where updates go. `max_connections` is only told back: we post one at a time, in order."""

    url: str
    secret: str = ""
    max_connections: int = 40


class Webhook:
    """Delivers from the queue while a target is set.

    After a failure it waits `first_pause` seconds, then twice as long each time, up to a minute.
    """

    def __init__(
        self, updates: Updates, clock: Callable[[], float], *, first_pause: float = 0.5
    ) -> None:
        self._updates = updates
        self._now = clock
        self._first_pause = first_pause
        self._target: Target | None = None
        self._task: asyncio.Task[None] | None = None
        self._error: tuple[int, str] | None = None
        # Carries out a call that came in the response to an update.
        self.perform: Callable[[Json], Awaitable[None]] | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is a target."""
        return self._target is not None

    async def set(self, target: Target) -> None:
        """Deliver to a target from now on, instead of an earlier one.

        Raises:
            Refusal: the address or the secret is not what Telegram takes.
        """
        check(target)
        await self.delete()
        self._target = target
        self._task = asyncio.create_task(self._deliver(target))

    async def delete(self) -> None:
        """Stop delivering; what waits stays in the queue."""
        task, self._task, self._target, self._error = self._task, None, None, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def info(self) -> Json:
        """The Bot API's WebhookInfo."""
        info: Json = {
            "url": self._target.url if self._target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
            "allowed_updates": sorted(self._updates.allowed),
        }
        if self._target is not None:
            info["max_connections"] = self._target.max_connections
        if self._error is not None:
            info["last_error_date"], info["last_error_message"] = self._error
        return info

    async def _deliver(self, target: Target) -> None:
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        async with aiohttp.ClientSession(timeout=_TIMEOUT, headers=headers) as session:
            while True:
                update = await self._updates.first()
                await self._insist(session, target.url, update)
                self._updates.taken(update)

    async def _insist(self, session: aiohttp.ClientSession, url: str, update: Json) -> None:
        pause = self._first_pause
        while isinstance(answer := await _post(session, url, update), str):
            self._error = int(self._now()), answer
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60)
        self._error = None
        if answer and self.perform is not None:
            await self.perform(answer)


def check(target: Target) -> None:
    """Refuse what Telegram refuses; plain HTTP is taken for this machine only."""
    url = URL(target.url)
    if not url.host or url.scheme not in {"http", "https"}:
        raise bad_request("invalid webhook URL specified")
    if url.scheme == "http" and not is_loopback(url.host):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(target.secret) > _MAX_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", target.secret):
        raise bad_request("secret token contains unallowed characters")


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _post(session: aiohttp.ClientSession, url: str, update: Json) -> Json | str:
    """The call in the bot's response, empty where there is none; or what went wrong, in words."""
    try:
        async with session.post(url, json=update, allow_redirects=False) as response:
            if response.status in range(HTTPStatus.OK, HTTPStatus.MULTIPLE_CHOICES):
                return _call_in(await response.read())
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"Connection failed: {type(error).__name__}"


def _call_in(body: bytes) -> Json:
    """The call that a response holds; all else is passed over, as Telegram does."""
    try:
        call = json.loads(body)
    except ValueError:
        return {}
    return call if isinstance(call, dict) and isinstance(call.get("method"), str) else {}
