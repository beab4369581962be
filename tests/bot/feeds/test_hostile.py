from __future__ import annotations

import asyncio
import gzip
import random
import tracemalloc
import zlib
from contextlib import suppress

import pytest

from bot.errors import FetchError
from bot.feeds.http import Fetcher
from tests.bot.feeds.hostile import (
    LIMIT,
    HostileServer,
    answer,
    endlessly,
    hangs_up_after,
    redirect,
    refused,
)


async def test_a_slow_drip(server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/head"] = endlessly(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.01)
    server.pages["/body"] = endlessly(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x", pause=0.01
    )
    server.pages["/early"] = endlessly(b"", b"HTTP/1.1 102 Wait\r\n\r\n", pause=0.01)
    for path in server.pages:
        error = await refused(fetcher, server.url(path), seconds=0.1)
        assert (error.key, error.arguments) == ("fetch.timeout", {"host": "127.0.0.1"})


async def test_the_time_is_for_all_redirects_together(
    server: HostileServer, fetcher: Fetcher
) -> None:
    async def think(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(redirect(302, "/"))

    server.pages["/"] = think
    error = await refused(fetcher, server.url("/"), seconds=0.3)
    assert error.key == "fetch.timeout"


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
async def test_an_endless_body(head: bytes, server: HostileServer, fetcher: Fetcher) -> None:
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    server.pages["/"] = endlessly(head, piece)
    error = await refused(fetcher, server.url("/"))
    assert (error.key, error.arguments) == ("fetch.too_big", {"host": "127.0.0.1", "limit": LIMIT})


@pytest.mark.parametrize(
    "piece", [b"X-A: b\r\n", b"x" * 100, b"X-Long: " + b"x" * 50_000 + b"\r\n"]
)
async def test_endless_headers(piece: bytes, server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/"] = endlessly(b"HTTP/1.1 200 OK\r\nX: ", piece)
    assert (await refused(fetcher, server.url("/"))).key == "fetch.broken"


def bomb() -> bytes:
    """About 1 MB of gzip that holds 1 GB: blocks of zeros, one like the other."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * 1_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_gzip_bomb(encoding: str, server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/"] = page = answer(body=bomb(), Content_Encoding=encoding)
    assert 900_000 < len(page) < 1_200_000
    tracemalloc.start()
    try:
        error = await refused(fetcher, server.url("/"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (error.key, error.arguments["limit"]) == ("fetch.too_big", LIMIT)
    assert peak < 32_000_000


@pytest.mark.parametrize(
    "page",
    [
        answer(body=b"short", Content_Length="10"),
        answer(body=b"x", Content_Length="-1"),
        answer(body=b"x", Content_Length="1, 2"),
        answer(body=b"x" * 9, Content_Encoding="gzip"),
        answer(body=gzip.compress(b"x" * 999)[:-9], Content_Encoding="gzip"),
        answer(body=zlib.compress(b"x" * 999)[:-5], Content_Encoding="deflate"),
        answer(body=b"x", Content_Encoding="br"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"220 mail.example ESMTP\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"\x00\x01\x02\xff" * 20,
        b"",
    ],
)
async def test_nonsense(page: bytes, server: HostileServer, fetcher: Fetcher) -> None:
    server.pages["/?token=secret"] = hangs_up_after(page)
    error = await refused(fetcher, server.url("/?token=secret"))
    assert error.key == "fetch.broken"
    assert error.arguments["host"] == "127.0.0.1"
    assert error.arguments["reason"]
    assert "secret" not in str(error)


async def test_garbled_answers(server: HostileServer, fetcher: Fetcher) -> None:
    whole = answer(
        body=gzip.compress(b"<rss/>"),
        Content_Encoding="gzip",
        Content_Type="text/xml; charset=utf-8",
        ETag='"1"',
        Set_Cookie='a="b"; Path=/; Expires=x',
    )
    rng = random.Random(4)
    for _ in range(100):
        garbled = bytearray(whole)
        garbled[rng.randrange(9, len(whole))] = rng.randrange(256)
        server.pages["/"] = hangs_up_after(bytes(garbled))
        with suppress(FetchError):
            assert (await fetcher.get(server.url("/"), limit=9)).body in {b"", b"<rss/>"}


async def test_a_second_answer_behind_the_first_is_not_read(
    server: HostileServer, fetcher: Fetcher
) -> None:
    server.pages["/"] = answer(body=b"<rss/>") + answer(body=b"<forged/>")
    for _ in range(2):
        assert (await fetcher.get(server.url("/"), limit=9)).body == b"<rss/>"
