from __future__ import annotations

import asyncio
import socket

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request
from yarl import URL

from bot.errors import SettingsError
from bot.sandbox import Sandbox
from bot.sandbox.guard import Guard
from tests.bot.sandbox.conftest import TOKEN, Server
from tests.bot.sandbox.test_polling import until

EVERYWHERE = "0.0.0.0"  # noqa: S104 - that is what is tested


async def test_the_next_free_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sandbox = Sandbox(TOKEN)
        base = await sandbox.start("127.0.0.1", port)
        assert port < int(base.rpartition(":")[2]) <= port + 20
        await sandbox.stop()
        await sandbox.stop()


async def test_no_free_port_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.server._PORTS_TRIED", 0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(SettingsError) as caught:
            await Sandbox(TOKEN).start("127.0.0.1", taken.getsockname()[1])
        assert caught.value.key == "sandbox.ports_taken"


async def test_an_address_of_another_machine_is_refused_in_words() -> None:
    with pytest.raises(SettingsError) as caught:
        await Sandbox(TOKEN).start("192.0.2.1", 0)
    assert caught.value.key == "sandbox.address"


@pytest.mark.parametrize(
    ("host", "shown"), [(EVERYWHERE, "http://127.0.0.1:"), ("::1", "http://[::1]:")]
)
async def test_the_address_can_be_opened(host: str, shown: str) -> None:
    sandbox = Sandbox(TOKEN)
    base = await sandbox.start(host, 0)
    assert base.startswith(shown)
    async with aiohttp.ClientSession() as session, session.get(f"{base}/sandbox/traffic") as answer:
        assert answer.status == 200
    await sandbox.stop()


async def test_stopping_answers_a_waiting_poll(server: Server) -> None:
    poll = asyncio.create_task(server.call("getUpdates", timeout=50))
    await until(lambda: server.sandbox.world.updates.polled)
    await server.sandbox.stop()
    assert await poll == {"ok": True, "result": []}


async def test_the_page_and_its_modules_are_served(server: Server) -> None:
    for path, status in (("/", 200), ("/page/index.html", 200), ("/page/none.js", 404)):
        async with server.session.get(server.base + path) as response:
            assert response.status == status
            if status == 200:
                assert response.content_type == "text/html"


async def test_files_beside_the_page_are_not_served(server: Server) -> None:
    for path in ("../server.py", "%2e%2e/server.py", "..%2fserver.py"):
        url = URL(f"{server.base}/page/{path}", encoded=True)
        async with server.session.get(url) as response:
            assert response.status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:80"}, 403),
        ({"Host": "192.168.0.5"}, 403),
        ({"Host": "a:b:c"}, 403),
        ({"Host": "localhost:5", "Origin": "http://localhost:5"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_strange_hosts_and_origins_are_refused(
    server: Server, headers: dict[str, str], status: int
) -> None:
    for path in ("/", "/sandbox/traffic"):
        async with server.session.get(server.base + path, headers=headers) as response:
            assert response.status == status


async def test_the_side_of_the_bot_is_kept_by_its_token(server: Server) -> None:
    headers = {"Host": "sandbox.internal"}
    url = f"{server.base}/bot{TOKEN}/getMe"
    async with server.session.get(url, headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("bound", "host", "friendly"),
    [
        (EVERYWHERE, "192.168.0.5:8080", True),
        (EVERYWHERE, "evil.example", False),
        ("192.168.0.5", "192.168.0.5:8080", True),
        ("192.168.0.5", "192.168.0.6", False),
        ("news.lan", "news.lan:8080", True),
        ("::", "[2001:db8::1]:8080", True),
    ],
)
def test_bound_to_more_than_loopback(bound: str, host: str, friendly: bool) -> None:
    guard = Guard()
    guard.bound_host = bound
    assert guard._friendly(make_mocked_request("GET", "/", headers={"Host": host})) is friendly
