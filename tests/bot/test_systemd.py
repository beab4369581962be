from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from bot.systemd import Systemd

PATIENCE = 10.0
Channel = tuple[socket.socket, str]


@pytest.fixture(params=["a file", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Channel]:
    """The socket on which a service manager listens, and its name for the service."""
    name = f"@{token_hex(8)}" if request.param == "abstract" else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.settimeout(PATIENCE)
        channel.bind(name.replace("@", "\0"))
        yield channel, name


def heard(channel: socket.socket) -> str:
    return channel.recv(4096).decode()


async def test_a_service_tells_its_manager_how_it_is(manager: Channel) -> None:
    channel, name = manager
    systemd = Systemd({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "2000"})
    async with systemd.up():
        assert heard(channel).splitlines()[0] == "READY=1"
        systemd.tell("STATUS=Answering.")
        assert heard(channel) == "STATUS=Answering."
        channel.setblocking(False)
        for _ in range(3):
            assert await _heard_later(channel) == "WATCHDOG=1"
    said: list[str] = []
    while not said or said[-1] != "STOPPING=1":
        said.append(await _heard_later(channel))
    assert set(said) <= {"WATCHDOG=1", "STOPPING=1"}


async def _heard_later(channel: socket.socket) -> str:
    """What comes next, with the event loop free to send it."""
    async with asyncio.timeout(PATIENCE):
        return (await asyncio.get_running_loop().sock_recv(channel, 4096)).decode()


async def test_without_a_watchdog_there_is_one_beat_and_no_more(manager: Channel) -> None:
    channel, name = manager
    async with Systemd({"NOTIFY_SOCKET": name}).up():
        heard(channel)
    assert heard(channel) in {"WATCHDOG=1", "STOPPING=1"}


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
async def test_where_nobody_listens_nothing_fails(environment: dict[str, str]) -> None:
    async with Systemd(environment).up():
        pass
