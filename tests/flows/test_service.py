"""`gazette run` under a service manager: it says when it is up, that it lives, and when it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE = 45.0


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.setblocking(False)
        yield channel


async def hears(manager: socket.socket, words: str) -> None:
    """Wait until the service says that."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE):
        while words not in (await loop.sock_recv(manager, 4096)).decode().splitlines():
            pass


async def test_a_service_is_up_alive_and_ends(manager: socket.socket, tmp_path: Path) -> None:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GAZETTE_")}
    told = {
        "NOTIFY_SOCKET": str(tmp_path / "notify"),
        "WATCHDOG_USEC": "200000",
        "GAZETTE_PORT": "0",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gazette", "run", cwd=tmp_path, env=kept | told
    )
    try:
        for words in ("READY=1", "STATUS=Answering.", "WATCHDOG=1", "WATCHDOG=1"):
            await hears(manager, words)
        process.send_signal(signal.SIGTERM)
        await hears(manager, "STOPPING=1")
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
