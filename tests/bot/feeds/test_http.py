from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl

import pytest
from aiohttp import ClientConnectorCertificateError
from aiohttp.client_reqrep import ConnectionKey

from bot.errors import FetchError
from bot.feeds.http import Fetcher, _fault
from bot.feeds.response import Response
from tests.bot.feeds.hostile import (
    HostileServer,
    Names,
    answer,
    endlessly,
    open_fetcher,
    redirect,
    refused,
)


async def test_a_page(server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/feed?a=1"] = answer(
        body=b"<rss/>",
        Content_Type="Application/RSS+XML; charset=windows-1251",
        ETag='W/"1"',
        Last_Modified="Sun, 25 Oct 2026 10:00:00 GMT",
        Cache_Control="public, max-age=600",
        Set_Cookie="id=1",
    )
    expected = Response(
        status=200,
        url=server.url("/feed?a=1"),
        body=b"<rss/>",
        content_type="application/rss+xml",
        charset="cp1251",
        etag='W/"1"',
        modified="Sun, 25 Oct 2026 10:00:00 GMT",
        max_age=600,
    )
    for _ in range(2):
        assert await fetcher.get(server.url("/feed?a=1#b"), limit=6, accept="text/xml") == expected
    assert server.requests[1].headers == {
        "Host": server.host,
        "User-Agent": "Gazette/1",
        "Accept-Encoding": "gzip, deflate",
        "Accept": "text/xml",
    }
    assert server.connections == 1


async def test_nothing_is_taken_from_the_environment(
    server: HostileServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await fetcher.get(server.url("/"), limit=1)).status == 404


async def test_an_unchanged_page(server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/"] = answer(304, ETag='"2"', Cache_Control="max-age=60")
    response = await fetcher.get(server.url("/"), limit=1, etag='"1"', modified="yesterday")
    assert (response.status, response.body, response.etag) == (304, b"", '"2"')
    assert response.max_age == 60
    assert server.requests[0].headers["If-None-Match"] == '"1"'
    assert server.requests[0].headers["If-Modified-Since"] == "yesterday"


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 503, 599])
async def test_a_fault_of_the_server_is_an_answer(
    status: int, server: HostileServer, fetcher: Fetcher
) -> None:
    server.pages["/"] = answer(status, b"x" * 100_000, Retry_After="120")
    response = await fetcher.get(server.url("/"), limit=10)
    assert (response.status, response.body, response.retry_after) == (status, b"", 120)


@pytest.mark.parametrize(
    ("steps", "moved"),
    [
        ([301], True),
        ([308], True),
        ([301, 308, 301, 308, 301], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([302, 301], False),
        ([301, 307, 308], False),
    ],
)
@pytest.mark.parametrize("last", [200, 304, 404])
async def test_redirects(
    steps: list[int], moved: bool, last: int, server: HostileServer, fetcher: Fetcher
) -> None:
    for number, status in enumerate(steps):
        server.pages[f"/{number}"] = redirect(status, f"{number + 1}#part")
    final = server.url(f"/{len(steps)}")
    server.pages[f"/{len(steps)}"] = answer(last)
    response = await fetcher.get(server.url("/0"), limit=9, etag='"1"')
    assert (response.status, response.url) == (last, final)
    assert response.moved == (final if moved and last != 404 else "")
    assert {request.headers["If-None-Match"] for request in server.requests} == {'"1"'}


async def test_a_redirect_to_nowhere_is_an_answer(server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/"] = answer(302)
    response = await fetcher.get(server.url("/"), limit=9)
    assert (response.status, response.moved) == (302, "")


@pytest.mark.parametrize(
    "location", ["/", "/?", "http://{host}/#again", "//{host}/", "http:/", "./."]
)
async def test_a_redirect_loop(location: str, server: HostileServer, fetcher: Fetcher) -> None:
    page = redirect(301, location.format(host=server.host))
    server.pages |= {"/": page, "/?": page}
    error = await refused(fetcher, server.url("/"))
    assert error.key in {"fetch.redirects", "fetch.address"}
    assert len(server.requests) <= 6


async def test_a_sixth_redirect(server: HostileServer, fetcher: Fetcher) -> None:
    server.pages |= {f"/{number}": redirect(302, f"/{number + 1}") for number in range(9)}
    error = await refused(fetcher, server.url("/0"))
    assert error.key == "fetch.redirects"
    assert error.arguments == {"host": "127.0.0.1", "limit": 5}
    assert server.targets == [f"/{number}" for number in range(6)]


@pytest.mark.parametrize("url", ["http://nowhere.example/", f"http://{'a' * 64}.example/"])
async def test_a_name_that_is_unknown(url: str) -> None:
    def look_up(host: str) -> list[str]:
        raise OSError(host.encode("idna"))

    async with open_fetcher(look_up=look_up) as fetcher:
        assert (await refused(fetcher, url)).key == "fetch.dns"


async def test_nobody_answers() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{unused.getsockname()[1]}"
        async with open_fetcher(allowed=[host], look_up=Names([])) as fetcher:
            error = await refused(fetcher, f"http://{host}/?token=secret")
    assert error.key == "fetch.connect"
    assert error.arguments == {"host": "127.0.0.1", "reason": "Connection refused"}


async def test_no_tls_where_it_was_promised(server: HostileServer, fetcher: Fetcher) -> None:
    server.greeting = answer(400)
    error = await refused(fetcher, server.url("/").replace("http:", "https:"))
    assert error.key == "fetch.tls"
    assert error.arguments["reason"]


def test_a_bad_certificate_is_explained() -> None:
    cause = ssl.SSLCertVerificationError(1, "certificate verify failed")
    cause.verify_message = "certificate has expired"
    key = ConnectionKey("news.example", 443, True, True, None, None, None)
    error = _fault("news.example", ClientConnectorCertificateError(key, cause))
    assert error.key == "fetch.tls"
    assert error.arguments == {"host": "news.example", "reason": "certificate has expired"}


async def test_a_body_may_have_just_its_limit(server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/"] = answer(body=b"x" * 1000)
    assert len((await fetcher.get(server.url("/"), limit=1000)).body) == 1000
    with pytest.raises(FetchError, match=r"fetch\.too_big"):
        await fetcher.get(server.url("/"), limit=999)


async def test_packed_bodies(server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/"] = answer(body=gzip.compress(b"<rss/>" * 1000), Content_Encoding="gzip")
    assert (await fetcher.get(server.url("/"), limit=6000)).body == b"<rss/>" * 1000


async def test_one_request_at_a_time_for_a_host(server: HostileServer, fetcher: Fetcher) -> None:
    busy, most = 0, 0

    async def send(writer: asyncio.StreamWriter) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0)
        busy -= 1
        writer.write(answer(200, Connection="close"))

    server.pages["/"] = send
    await asyncio.gather(*(fetcher.get(server.url("/"), limit=1) for _ in range(10)))
    assert (most, len(server.requests)) == (1, 10)


async def test_waiting_for_the_turn_takes_none_of_the_time(
    server: HostileServer, fetcher: Fetcher
) -> None:
    go = asyncio.Event()

    async def wait(writer: asyncio.StreamWriter) -> None:
        await go.wait()
        writer.write(answer(200))

    server.pages |= {"/slow": wait, "/": answer(200)}
    slow = asyncio.ensure_future(fetcher.get(server.url("/slow"), limit=1))
    await server.asked.wait()
    error = asyncio.ensure_future(refused(fetcher, server.url("/"), seconds=0))
    await asyncio.sleep(0)
    assert not error.done()
    go.set()
    assert (await slow).status == 200
    assert (await error).key == "fetch.timeout"


async def test_a_request_that_is_given_up_leaves_nothing_behind(
    server: HostileServer, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    server.pages["/slow"] = endlessly(b"", b"", pause=0.01)
    server.pages["/"] = answer(200)
    task = asyncio.ensure_future(fetcher.get(server.url("/slow"), limit=1))
    await server.asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await fetcher.get(server.url("/"), limit=1)).status == 200
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
