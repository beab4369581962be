"""Connections trust whom the system trusts, by one context; a stranger's certificate is refused."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
import trustme
from aiohttp import web
from telegram.error import NetworkError

from bot.errors import FetchError
from bot.feeds.http import Fetcher
from bot.telegram.request import AiohttpRequest
from bot.tls import system_tls


@pytest.fixture(autouse=True)
def own_context() -> Iterator[None]:
    """A context for each test: one that has learnt to trust does not forget it."""
    system_tls.cache_clear()
    yield
    system_tls.cache_clear()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def server(authority: trustme.CA) -> AsyncIterator[str]:
    """The host and port of a server over TLS."""

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": 5})

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield f"localhost:{runner.addresses[0][1]}"
    await runner.cleanup()


def fetcher(server: str) -> Fetcher:
    return Fetcher(agent="test", now=lambda: datetime.now(UTC), allowed=[server])


async def test_a_server_that_the_system_trusts_is_spoken_to(
    server: str, authority: trustme.CA
) -> None:
    authority.configure_trust(system_tls())
    request = AiohttpRequest()
    assert await request.post(f"https://{server}/bot1/getMe") == 5
    await request.shutdown()
    async with fetcher(server) as pages:
        assert (await pages.get(f"https://{server}/", limit=1000)).status == 200


async def test_any_other_is_refused(server: str) -> None:
    request = AiohttpRequest()
    with pytest.raises(NetworkError, match="CertificateError"):
        await request.post(f"https://{server}/bot1/getMe")
    await request.shutdown()
    async with fetcher(server) as pages:
        with pytest.raises(FetchError, match=r"fetch\.tls"):
            await pages.get(f"https://{server}/", limit=1000)


async def test_a_certificate_of_another_host_is_refused(server: str, authority: trustme.CA) -> None:
    authority.configure_trust(system_tls())
    request = AiohttpRequest()
    with pytest.raises(NetworkError, match="CertificateError"):
        await request.post(f"https://{server.replace('localhost', '127.0.0.1')}/bot1/getMe")
    await request.shutdown()
