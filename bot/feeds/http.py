"""The one fetcher of pages and feeds: polite to servers, and safe from hostile ones."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    hdrs,
)
from yarl import URL

from bot.errors import FetchError
from bot.feeds.bodies import ACCEPTED_ENCODINGS, read_body
from bot.feeds.connecting import (
    CheckedResolver,
    EgressPolicy,
    LookUp,
    Turns,
    system_addresses,
    web_address,
)
from bot.feeds.response import Response, read_response
from bot.tls import system_tls

MOST_REDIRECTS: Final = 5

_REDIRECTS: Final = {301, 302, 303, 307, 308}
_LASTING: Final = {301, 308}
_HAS_BODY: Final = range(200, 300)
# For a redirect and the next feed of a host; a longer time would pile up idle sockets in a round.
_KEEP_ALIVE_SECONDS: Final = 0.5
# Security policies in real headers pass aiohttp's 8 KB.
_LONGEST_HEADER: Final = 32_768


class Fetcher:
    """One session for all requests, to be used in `async with`.

    `agent` is the User-Agent, which says who asks and where to complain. `now` tells the time.
    `allowed` names private hosts that may be fetched from all the same ("host" or "host:port").
    `look_up` gives the addresses of a name; it may block and raise OSError. No proxy, cookie or
    password is taken from the environment.
    """

    _session: ClientSession

    def __init__(
        self,
        *,
        agent: str,
        now: Callable[[], datetime],
        allowed: Iterable[str] = (),
        look_up: LookUp = system_addresses,
        connections: int = 100,
    ) -> None:
        self._agent = agent
        self._now = now
        self._policy = EgressPolicy(allowed)
        self._resolver = CheckedResolver(self._policy, look_up)
        self._turns = Turns(connections)

    async def __aenter__(self) -> Self:
        self._session = ClientSession(
            connector=TCPConnector(
                resolver=self._resolver,
                use_dns_cache=False,
                limit=0,  # `Turns` counts: a wait in aiohttp's own queue would use up the time
                keepalive_timeout=_KEEP_ALIVE_SECONDS,
            ),
            headers={hdrs.USER_AGENT: self._agent, hdrs.ACCEPT_ENCODING: ACCEPTED_ENCODINGS},
            timeout=ClientTimeout(total=None),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_field_size=_LONGEST_HEADER,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()
        await self._resolver.close()

    async def get(  # noqa: PLR0913 - a request has that many sides
        self,
        url: str,
        *,
        limit: int,
        seconds: float = 15.0,
        etag: str = "",
        modified: str = "",
        accept: str = "*/*",
    ) -> Response:
        """Fetch an address, through at most 5 redirects, whatever status comes of it.

        `limit` is in bytes of the unpacked body; `seconds` are for all the requests on the way,
        not for waiting until the host's turn comes. With `etag` or `modified` an unchanged page
        comes back as a 304.

        Raises FetchError, which always names the `host` where things went wrong ("" where there
        is none): `fetch.address`, `fetch.private`, `fetch.port` (port), `fetch.dns`,
        `fetch.connect` (reason), `fetch.tls` (reason), `fetch.timeout`, `fetch.too_big` (limit),
        `fetch.redirects` (limit), `fetch.broken` (reason).
        """
        headers = _headers(accept=accept, etag=etag, modified=modified)
        place = start = web_address(url)
        lasting, clock = True, asyncio.get_running_loop().time
        for _ in range(1 + MOST_REDIRECTS):
            self._policy.check(place)
            async with self._turns.of(place.host_port_subcomponent or ""):
                began = clock()
                response, location = await self._ask(place, headers, limit, seconds)
                seconds -= clock() - began
            if not location:
                settled = lasting and place != start and _has_it(response.status)
                return replace(response, moved=response.url) if settled else response
            lasting = lasting and response.status in _LASTING
            place = web_address(location, base=place)
        raise FetchError("fetch.redirects", host=place.raw_host, limit=MOST_REDIRECTS)

    async def _ask(
        self, url: URL, headers: dict[str, str], limit: int, seconds: float
    ) -> tuple[Response, str]:
        """One request: its answer, and where it sends us on to ("" for nowhere)."""
        host = url.raw_host or ""
        try:
            async with (
                asyncio.timeout(seconds),
                self._session.get(
                    url, headers=headers, allow_redirects=False, ssl=_tls(url)
                ) as answer,
            ):
                wanted = answer.status in _HAS_BODY
                body = await read_body(answer, limit=limit, host=host) if wanted else b""
        except (ClientError, OSError) as error:
            raise _fault(host, error) from error
        redirects = answer.status in _REDIRECTS
        location = answer.headers.get(hdrs.LOCATION, "").strip() if redirects else ""
        now = self._now()
        return read_response(answer.status, str(url), answer.headers, body, now=now), location


def _tls(url: URL) -> ssl.SSLContext | bool:
    return system_tls() if url.scheme == "https" else True


def _headers(*, accept: str, etag: str, modified: str) -> dict[str, str]:
    headers: dict[str, str] = {hdrs.ACCEPT: accept}
    if etag:
        headers[hdrs.IF_NONE_MATCH] = etag
    if modified:
        headers[hdrs.IF_MODIFIED_SINCE] = modified
    return headers


def _has_it(status: int) -> bool:
    return status in _HAS_BODY or status == 304  # noqa: PLR2004 - Not Modified


def _fault(host: str, error: Exception) -> FetchError:
    """The error in our words; a reason never quotes the address, which can hold a secret."""
    match error:
        case TimeoutError():
            return FetchError("fetch.timeout", host=host)
        case (
            ClientSSLError(os_error=ssl.SSLCertVerificationError(verify_message=reason))
            | ClientSSLError(os_error=ssl.SSLError(reason=reason))
        ):
            return FetchError("fetch.tls", host=host, reason=reason)
        case ClientConnectorError(os_error=cause):
            reason = os.strerror(cause.errno) if cause.errno else ""
            return FetchError("fetch.connect", host=host, reason=reason)
        case _:
            return FetchError("fetch.broken", host=host, reason=type(error).__name__)
