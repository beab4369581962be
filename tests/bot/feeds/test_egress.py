from __future__ import annotations

import pytest

from bot.feeds.http import Fetcher
from tests.bot.feeds.hostile import (
    HostileServer,
    Names,
    answer,
    hangs_up_after,
    open_fetcher,
    redirect,
    refused,
)

PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    ("location", "key"),
    [
        ("http://127.0.0.1/", "fetch.private"),
        ("//127.0.0.1/", "fetch.private"),
        ("http://[::ffff:127.0.0.1]/", "fetch.private"),
        ("http://169.254.169.254/latest/", "fetch.private"),
        ("http://localhost/", "fetch.private"),
        ("http://localhost.:443/", "fetch.private"),
        ("http://2130706433/", "fetch.address"),
        ("http://127.0.0.1:1/", "fetch.port"),
        ("http://example.com:25/", "fetch.port"),
        ("file:///etc/passwd", "fetch.address"),
        ("gopher://127.0.0.1:6379/_x", "fetch.address"),
        ("javascript:alert(1)", "fetch.address"),
        ("http://user:secret@127.0.0.1/", "fetch.address"),
        ("http://\udcff\udcfe/", "fetch.address"),
        ("http://[", "fetch.address"),
    ],
)
@pytest.mark.parametrize("status", [301, 307])
async def test_a_redirect_to_where_nobody_may_go(
    status: int, location: str, key: str, server: HostileServer, fetcher: Fetcher
) -> None:
    server.pages["/"] = redirect(status, location)
    assert (await refused(fetcher, server.url("/"))).key == key
    assert server.targets == ["/"]


async def test_a_name_is_looked_up_once_and_held_to_its_answer(
    server: HostileServer, internet: list[tuple[str, int]]
) -> None:
    names = Names([PUBLIC], ["127.0.0.1"])
    server.pages["/"] = redirect(302, "http://other.example/")
    async with open_fetcher(look_up=names) as fetcher:
        error = await refused(fetcher, "http://news.example/")
    assert (error.key, error.arguments) == ("fetch.private", {"host": "other.example"})
    assert names.asked == ["news.example", "other.example"]
    assert internet == [(PUBLIC, 80)]


async def test_a_name_that_changes_its_answer_is_caught_when_it_is_asked_again(
    server: HostileServer, internet: list[tuple[str, int]]
) -> None:
    names = Names([PUBLIC], [PUBLIC, "10.0.0.1"])
    server.pages["/"] = answer(200, Connection="close")
    async with open_fetcher(look_up=names) as fetcher:
        assert (await fetcher.get("http://news.example/", limit=9)).status == 200
        assert (await refused(fetcher, "http://news.example/")).key == "fetch.private"
    assert internet == [(PUBLIC, 80)]


async def test_a_connection_that_is_kept_stays_with_its_address(
    server: HostileServer, internet: list[tuple[str, int]]
) -> None:
    names = Names([PUBLIC], ["127.0.0.1"])
    server.pages["/"] = redirect(301, "/feed")
    server.pages["/feed"] = answer(200)
    async with open_fetcher(look_up=names) as fetcher:
        response = await fetcher.get("http://news.example/", limit=9)
    assert response.moved == "http://news.example/feed"
    assert (len(names.asked), internet, server.connections) == (1, [(PUBLIC, 80)], 1)


async def test_a_connection_lost_is_made_anew_through_the_same_door(
    server: HostileServer, internet: list[tuple[str, int]]
) -> None:
    """Aiohttp by itself asks once more on a kept connection that the server has closed."""

    names = Names([PUBLIC], ["127.0.0.1"])
    server.pages |= {"/": redirect(301, "/feed"), "/feed": hangs_up_after(b"")}
    async with open_fetcher(look_up=names) as fetcher:
        assert (await refused(fetcher, "http://news.example/")).key == "fetch.private"
    assert (len(names.asked), internet) == (2, [(PUBLIC, 80)])
