"""PTB's transport over aiohttp.

PTB's own transport (httpx) scans its whole connection pool on each request, so concurrent updates
make it slower instead of faster; aiohttp does not, and the sandbox and webhooks use it anyway.
"""

from __future__ import annotations

from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.logs import redact

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 60.0


class AiohttpRequest(BaseRequest):
    """One session with keep-alive, opened by the first call and closed by `shutdown`."""

    def __init__(self, *, connections: int = 64) -> None:
        self._connections = connections
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

    async def do_request(  # noqa: PLR0913, PLR0917 - PTB's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one call: (HTTP status, body). Raises TimedOut or NetworkError."""
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=self._connections))
        uploads = request_data is not None and request_data.contains_files
        read = _seconds(read_timeout, READ_SECONDS)
        write = _seconds(write_timeout, UPLOAD_SECONDS if uploads else 0.0)
        connect = _seconds(connect_timeout, CONNECT_SECONDS)
        timeout = ClientTimeout(
            total=None if read is None or write is None else read + write + (connect or 0.0),
            connect=_seconds(pool_timeout, None),
            sock_connect=connect,
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            # The text of some of these names the address, and the address holds the token.
            raise NetworkError(redact(f"{type(error).__name__}: {error}")) from None


def _seconds(asked: ODVInput[float], otherwise: float | None) -> float | None:
    return otherwise if isinstance(asked, DefaultValue) else asked


def _body(request_data: RequestData | None) -> FormData | None:
    if request_data is None:
        return None
    form = FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
