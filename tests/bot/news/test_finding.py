from __future__ import annotations

import pytest

from bot.errors import FeedError, FetchError
from tests.bot.feeds.hostile import HostileServer, answer
from tests.bot.news.conftest import Polling
from tests.bot.news.feed_writing import PAGE, rss


async def test_the_address_of_a_feed_finds_it(world: Polling, server: HostileServer) -> None:
    server.pages["/rss"] = answer(body=rss("flood"))
    found = await world.feeding.reader.find(server.url("/rss"))
    assert found.url == server.url("/rss")
    assert found.feed is not None
    assert found.feed.title == "The Paper"


async def test_the_address_of_a_page_finds_its_feed(world: Polling, server: HostileServer) -> None:
    server.pages |= {"/": answer(body=PAGE), "/rss": answer(body=rss("flood"))}
    found = await world.feeding.reader.find(server.url("/"))
    assert found.url == server.url("/rss")
    assert found.feed is not None


async def test_a_page_with_several_feeds_leaves_the_choice(
    world: Polling, server: HostileServer
) -> None:
    more = b'<link rel="alternate" type="application/atom+xml" href="/atom"></head>'
    server.pages["/"] = answer(body=PAGE.replace(b"</head>", more))
    found = await world.feeding.reader.find(server.url("/"))
    assert found.feed is None
    assert found.links == (server.url("/rss"), server.url("/atom"))


async def test_where_there_is_no_feed_none_is_found(world: Polling, server: HostileServer) -> None:
    server.pages["/"] = answer(body=b"<html><body><p>Nothing.</p></body></html>")
    with pytest.raises(FeedError, match=r"feed\.not_found"):
        await world.feeding.reader.find(server.url("/"))
    with pytest.raises(FeedError, match=r"feed\.status"):
        await world.feeding.reader.find(server.url("/missing"))
    with pytest.raises(FetchError, match=r"fetch\.address"):
        await world.feeding.reader.find("no address")


async def test_a_page_is_read_as_an_article(world: Polling, server: HostileServer) -> None:
    server.pages["/event0"] = answer(body=PAGE)
    draft = await world.feeding.pages.read(server.url("/event0"))
    assert draft.title == "event0 happened"
    assert draft.text.startswith("The whole story")
    assert (draft.url, draft.language) == (server.url("/event0"), "en")


async def test_a_page_without_an_article_is_a_fault(world: Polling, server: HostileServer) -> None:
    server.pages["/"] = answer(body=b"<html></html>")
    with pytest.raises(FeedError, match=r"page\.none"):
        await world.feeding.pages.read(server.url("/"))
    with pytest.raises(FeedError, match=r"page\.status"):
        await world.feeding.pages.read(server.url("/missing"))
