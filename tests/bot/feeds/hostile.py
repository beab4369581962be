"""A web server that does whatever a test tells it to, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

import pytest

from bot.errors import FetchError
from bot.feeds.connecting import LookUp
from bot.feeds.http import Fetcher

NOW: Final = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
LIMIT: Final = 5_000_000

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Request:
    target: str
    headers: dict[str, str]


def answer(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """An honest answer; headers are written in Python: Content_Type, Retry_After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {text}" for name, text in named.items())]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


def hangs_up_after(page: bytes) -> Script:
    """Send whatever it is, and then nothing more."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(page)
        await writer.drain()

    return send


def redirect(status: int, location: str) -> bytes:
    return answer(status, Location=location)


def endlessly(head: bytes, piece: bytes, *, pause: float = 0.0) -> Script:
    """Send a head and then pieces for as long as anybody listens."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return send


@dataclass
class HostileServer:
    """Answers a path with the bytes or the script in `pages`; after a script it hangs up.

    A `greeting` is sent before anything is asked.
    """

    pages: dict[str, bytes | Script] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    greeting: bytes = b""
    connections: int = 0
    port: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def targets(self) -> list[str]:
        return [request.target for request in self.requests]

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self._talk(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.greeting)
        try:
            while isinstance(page := await self._page(reader), bytes):
                writer.write(page)
                await writer.drain()
            await page(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _page(self, reader: asyncio.StreamReader) -> bytes | Script:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.rstrip().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        self.asked.set()
        self.requests.append(Request(target=first.split(" ")[1], headers=headers))
        return self.pages.get(self.requests[-1].target, answer(404))


class Names:
    """A name server in the hands of an enemy: its answers in turn, the last one again and again."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def open_fetcher(*, allowed: Iterable[str] = (), look_up: LookUp) -> Fetcher:
    return Fetcher(agent="Gazette/1", now=lambda: NOW, allowed=allowed, look_up=look_up)


async def refused(fetcher: Fetcher, url: str, *, seconds: float = 15.0) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url, limit=LIMIT, seconds=seconds)
    return caught.value
