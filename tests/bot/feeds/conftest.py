from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.feeds.http import Fetcher
from tests.bot.feeds.hostile import (
    HostileServer,
    Names,
    open_fetcher,
)


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with HostileServer() as server:
        yield server


@pytest.fixture
async def fetcher(server: HostileServer) -> AsyncIterator[Fetcher]:
    async with open_fetcher(allowed=[server.host], look_up=Names(["127.0.0.1"])) as fetcher:
        yield fetcher


@pytest.fixture
async def internet(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The network outside: each connection to it reaches the server, and is written down."""
    loop = asyncio.get_running_loop()
    connect = loop.sock_connect
    seen: list[tuple[str, int]] = []

    async def connect_to(sock: socket.socket, address: Any) -> None:
        seen.append(address[:2])
        await connect(sock, ("127.0.0.1", server.port))

    monkeypatch.setattr(loop, "sock_connect", connect_to)
    return seen
