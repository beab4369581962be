"""PTB's transport over aiohttp.

PTB's own transport (httpx) scans its whole connection pool on each request, so concurrent updates
make it slower instead of faster; aiohttp does not, and the sandbox and webhooks use it anyway.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    ServerDisconnectedError,
    TCPConnector,
)
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.logs import redact
from bot.tls import system_tls

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 60.0
# What is of no use to anybody later.
READ_SECONDS_OF: Final = {"sendChatAction": 5.0, "answerCallbackQuery": 10.0}
TRIES: Final = 3
RETRY_SECONDS: Final = 0.25
_JSON: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a call as plain values, where PTB need not read them out of its objects."""

    parameters: Mapping[str, Any]
    contains_files: bool = False


class AiohttpRequest(BaseRequest):
    """One session with keep-alive, opened by the first call and closed by `shutdown`.

    A call is made again only where that cannot do twice what it asks for: no connection came
    about, or it only reads ("get…") and the connection was dropped.
    """

    def __init__(
        self,
        *,
        connections: int = 64,
        proxy: str = "",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connections = connections
        self._proxy = proxy or None
        self._sleep = sleep
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take where a call does not say otherwise."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing to open: PTB never closes what it opened before a first call that failed."""

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer's JSON. Raises TelegramError where it is none."""
        try:
            parsed: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            parsed = _mended_json(payload)
        return parsed

    async def do_request(  # noqa: PLR0913, PLR0917 - PTB's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | Parameters | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one call: (HTTP status, body). Raises TimedOut or NetworkError."""
        name = url.rpartition("/")[2]
        uploads = request_data is not None and request_data.contains_files
        limits = _timeout(
            connect=_seconds(connect_timeout, CONNECT_SECONDS),
            read=_seconds(read_timeout, READ_SECONDS_OF.get(name, READ_SECONDS)),
            write=_seconds(write_timeout, UPLOAD_SECONDS if uploads else 0.0),
            pool=_seconds(pool_timeout, None),
        )
        for tries in range(1, TRIES):
            try:
                return await self._send(url, method, request_data, limits)
            except (ClientConnectorError, ServerDisconnectedError) as error:
                if not _repeatable(error, name, method):
                    raise _network_error(error) from None
            await self._sleep(RETRY_SECONDS * tries)
        try:
            return await self._send(url, method, request_data, limits)
        except ClientError as error:
            raise _network_error(error) from None

    async def _send(
        self,
        url: str,
        method: str,
        request_data: RequestData | Parameters | None,
        limits: ClientTimeout,
    ) -> tuple[int, bytes]:
        """One try; where it may be made again, aiohttp's own error."""
        try:
            async with self._opened(url).request(
                method, url, timeout=limits, proxy=self._proxy, **_body(request_data)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientConnectorError, ServerDisconnectedError):
            raise
        except (ClientError, OSError) as error:
            raise _network_error(error) from None

    def _opened(self, url: str) -> ClientSession:
        if self._session is None:
            tls = system_tls() if url.startswith("https:") else True
            self._session = ClientSession(
                connector=TCPConnector(limit=self._connections, ssl=tls),
                cookie_jar=DummyCookieJar(),
                skip_auto_headers=("User-Agent",),
            )
        return self._session


@lru_cache(100)  # hardly more than there are methods
def _timeout(
    *, connect: float | None, read: float | None, write: float | None, pool: float | None
) -> ClientTimeout:
    total = None if read is None or write is None else read + write + (connect or 0.0)
    return ClientTimeout(total=total, connect=pool, sock_connect=connect)


def _mended_json(payload: bytes) -> dict[str, Any]:
    """JSON that may not be UTF-8, read as PTB does.

    But PTB logs a traceback and the whole page where a gateway answers with one, on each call.
    """
    try:
        parsed: dict[str, Any] = json.loads(payload.decode(errors="replace"))
    except ValueError as error:
        raise TelegramError("Invalid server response") from error
    return parsed


def _seconds(asked: ODVInput[float], otherwise: float | None) -> float | None:
    return otherwise if isinstance(asked, DefaultValue) else asked


def _repeatable(error: ClientError, name: str, method: str) -> bool:
    """Whether Telegram cannot have done what was asked, or asking twice does no harm."""
    reads = method == "GET" or name.startswith("get")
    return isinstance(error, ClientConnectorError) or reads


def _network_error(error: Exception) -> NetworkError:
    # The text of some of these names the address, and the address holds the token.
    return NetworkError(redact(f"{type(error).__name__}: {error}"))


def _body(request_data: RequestData | Parameters | None) -> dict[str, Any]:
    """The body as arguments for aiohttp: JSON, or a form that is streamed where files are in it."""
    if isinstance(request_data, RequestData) and request_data.contains_files:
        return {"data": _form(request_data)}
    if request_data is None:
        return {}
    return {"data": to_json(request_data.parameters), "headers": _JSON}


def to_json(values: Mapping[str, Any]) -> bytes:
    """Parameters as JSON."""
    try:
        return orjson.dumps(values)
    except TypeError:  # half a surrogate pair: Telegram says in words what is wrong with it
        return json.dumps(values).encode()


def _form(request_data: RequestData) -> FormData:
    form = FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
