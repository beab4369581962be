from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.feeds.feed import Feed
from bot.feeds.response import Response
from bot.model import Fault, PolledFeed
from bot.news.cadence import LONGEST
from bot.news.health import FAILURES_TOLD
from bot.news.polling import by_host
from tests.bot.feeds.hostile import HostileServer, answer, redirect
from tests.bot.news.conftest import Polling
from tests.bot.news.feed_writing import HOUR, NOW, PAGE, item, names, rss


async def polled(world: Polling, number: int, *, hours: int = 0) -> PolledFeed:
    """The feed after a poll so many hours from now."""
    await world.feeding.poller.poll(await world.feed(number), now=NOW + hours * HOUR)
    return await world.feed(number)


async def added(world: Polling, server: HostileServer, *pieces: str) -> int:
    """A feed at /rss that was polled once."""
    server.pages["/rss"] = answer(body=rss(*pieces))
    number = await world.add(server.url("/rss"))
    await polled(world, number)
    return number


async def test_a_round_takes_new_items_in(world: Polling, server: HostileServer) -> None:
    server.pages["/rss"] = answer(body=rss("flood", "storm"))
    number = await world.add(server.url("/rss"))
    assert await world.round() == 2
    assert await world.titles() == ["flood happened", "storm happened"]
    feed = await world.feed(number)
    assert (feed.title, feed.site, feed.last_item) == (
        "The Paper",
        "https://paper.example",
        NOW - HOUR,
    )
    assert (feed.last_poll, feed.interval, feed.next_poll) == (NOW, HOUR / 2, NOW + HOUR / 2)
    assert await world.round() == 0
    assert len(server.requests) == 1


async def test_the_article_is_the_feed_s(world: Polling, server: HostileServer) -> None:
    await added(world, server, "flood")
    article = await world.store.articles.get(1)
    assert article is not None
    assert article.source == "The Paper"
    assert article.url == "https://paper.example/flood"
    assert article.text.startswith("flood happened in the capital")
    assert article.gist


async def test_only_what_is_new_comes_in_later(world: Polling, server: HostileServer) -> None:
    number = await added(world, server, "flood")
    server.pages["/rss"] = answer(body=rss("storm", "flood"))
    assert await world.round(NOW + HOUR) == 1
    assert sorted(await world.titles()) == ["flood happened", "storm happened"]
    assert (await world.feed(number)).failures == 0


async def test_unchanged_by_its_validators(world: Polling, server: HostileServer) -> None:
    server.pages["/rss"] = answer(body=rss("flood"), ETag='"1"', Last_Modified="Mon")
    number = await world.add(server.url("/rss"))
    before = await polled(world, number)
    server.pages["/rss"] = answer(304)
    after = await polled(world, number, hours=1)
    sent = server.requests[1].headers
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"1"', "Mon")
    assert after.interval == before.interval * 1.5
    assert (after.etag, after.last_item) == ('"1"', before.last_item)


async def test_unchanged_by_its_bytes(
    world: Polling, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await added(world, server, "flood")

    async def never(*_: object) -> Feed:
        raise AssertionError("the same bytes were read again")

    monkeypatch.setattr(world.feeding.reader, "read", never)
    assert (await polled(world, number, hours=1)).failures == 0


async def test_only_new_items_are_read_again(
    world: Polling, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, whole = await added(world, server, "flood"), world.feeding.reader.read
    seen: list[str] = []

    async def reading(response: Response) -> Feed:
        feed = await whole(response)
        seen.extend(entry.id for entry in feed.entries)
        return feed

    monkeypatch.setattr(world.feeding.reader, "read", reading)
    other = rss("flood").replace(b"</channel>", item("gale").encode() + b"</channel>")
    server.pages["/rss"] = answer(body=other)
    assert (await polled(world, number, hours=1)).last_item == NOW
    assert seen == ["gale"]
    assert await world.titles() == ["gale happened", "flood happened"]
    server.pages["/rss"] = answer(body=other.replace(b"The Paper", b"The Other Paper"))
    assert (await polled(world, number, hours=2)).failures == 0
    assert seen == ["gale"]


async def test_of_a_new_feed_only_the_newest_items_are_news(
    world: Polling, server: HostileServer
) -> None:
    number = await added(world, server, *names(count=30))
    assert len(await world.titles()) == 20
    server.pages["/rss"] = answer(body=rss("flood", *names(count=30)))
    assert await world.round(NOW + HOUR) == 1
    assert await world.store.feed_items.unseen(number, []) == frozenset()


async def test_an_item_that_is_edited_does_not_come_in_again(
    world: Polling, server: HostileServer
) -> None:
    await added(world, server, "flood")
    server.pages["/rss"] = answer(body=rss("flood").replace(b"Nobody", b"Somebody"))
    assert await world.round(NOW + HOUR) == 0


async def test_later_as_many_come_in_as_are_new(world: Polling, server: HostileServer) -> None:
    await added(world, server, "flood")
    server.pages["/rss"] = answer(body=rss(*names(count=30)))
    assert await world.round(NOW + HOUR) == 30


async def test_what_is_older_than_a_month_does_not_come_in(
    world: Polling, server: HostileServer
) -> None:
    server.pages["/rss"] = answer(body=rss("flood", age=timedelta(days=31)))
    await world.add(server.url("/rss"))
    assert await world.round() == 0
    assert await world.round(NOW + HOUR * 2) == 0
    assert await world.titles() == []


async def test_the_same_article_from_two_feeds_is_one(
    world: Polling, server: HostileServer
) -> None:
    server.pages["/a"] = server.pages["/b"] = answer(body=rss("flood"))
    await world.add(server.url("/a"))
    await world.add(server.url("/b"))
    assert await world.round() == 1


async def test_held_items_wait_for_approval(world: Polling, server: HostileServer) -> None:
    server.pages["/rss"] = answer(body=rss("flood", "storm"))
    number = await world.store.feeds.add(server.url("/rss"), held=True, now=NOW)
    assert await world.round() == 2
    assert await world.titles() == []
    held = await world.store.proposals.held(10)
    assert [p.draft.title for p in held] == ["storm happened", "flood happened"]
    assert {p.feed_id for p in held} == {number}
    assert await world.round(NOW + HOUR) == 0


async def test_whole_pages_where_an_editor_wants_them(
    world: Polling, server: HostileServer
) -> None:
    body = rss("event0", "event1", "event2").replace(
        b"https://paper.example", server.url("").encode()
    )
    body = body.replace(server.url("/event2").encode(), b"")
    server.pages |= {"/rss": answer(body=body), "/event0": answer(body=PAGE)}
    number = await world.add(server.url("/rss"))
    await world.store.feeds.change(replace(await world.feed(number), full_page=True))
    assert await world.round() == 3
    articles = [await world.store.articles.get(number) for number in (1, 2, 3)]
    texts = {article.title: article.text for article in articles if article}
    assert "as only its page tells it" in texts["event0 happened"]
    assert texts["event1 happened"].startswith("event1 happened in the capital")


async def test_failures_back_off_and_are_told_once(world: Polling, server: HostileServer) -> None:
    number = await world.add(server.url("/rss"))
    waits, now = [], NOW
    for _ in range(FAILURES_TOLD + 2):
        await world.round(now)
        feed = await world.feed(number)
        waits.append(feed.next_poll - now)
        now = feed.next_poll
    assert waits[:4] == [2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR]
    assert waits[-1] == LONGEST
    assert feed.fault == Fault(key="feed.status", arguments={"host": "127.0.0.1", "status": 404})
    assert world.heard == [("feed.tell.failing", feed.url)]
    server.pages["/rss"] = answer(body=rss("flood"))
    await world.round(now)
    assert world.heard[1:] == [("feed.tell.well", feed.url)]
    assert (await world.feed(number)).fault is None


async def test_retry_after_is_kept_to(world: Polling, server: HostileServer) -> None:
    server.pages["/rss"] = answer(503, Retry_After="36000")
    number = await world.add(server.url("/rss"))
    assert (await polled(world, number)).next_poll == NOW + 10 * HOUR


async def test_max_age_and_ttl_are_kept_to(world: Polling, server: HostileServer) -> None:
    server.pages["/a"] = answer(body=rss("flood"), Cache_Control="max-age=18000")
    server.pages["/b"] = answer(body=rss("flood", more="<ttl>240</ttl>"))
    slow, slower = await world.add(server.url("/a")), await world.add(server.url("/b"))
    assert (await polled(world, slow)).next_poll == NOW + 5 * HOUR
    assert (await polled(world, slower)).next_poll == NOW + 4 * HOUR


async def test_a_feed_that_is_gone_is_left_alone(world: Polling, server: HostileServer) -> None:
    server.pages["/rss"] = answer(410)
    number = await world.add(server.url("/rss"))
    await world.round()
    await world.round(NOW + 100 * HOUR)
    assert len(server.requests) == 1
    assert world.heard == [("feed.tell.gone", server.url("/rss"))]
    assert (await world.feed(number)).gone


async def test_a_page_in_the_feed_s_place_is_a_failure(
    world: Polling, server: HostileServer
) -> None:
    number = await added(world, server, "flood")
    before = await world.feed(number)
    server.pages["/rss"] = answer(body=b"<html><body>Sorry, we are being mended.</body></html>")
    after = await polled(world, number, hours=1)
    assert after.fault == Fault(key="feed.none", arguments={"host": "127.0.0.1"})
    assert after.body_hash == before.body_hash


async def test_a_lasting_move_changes_the_address(world: Polling, server: HostileServer) -> None:
    server.pages |= {"/rss": redirect(301, "/new"), "/new": answer(body=rss("flood"))}
    number = await world.add(server.url("/rss"))
    assert (await polled(world, number)).url == server.url("/new")


@pytest.mark.parametrize(("status", "body"), [(302, rss("flood")), (301, b"<p>Nothing here.</p>")])
async def test_a_passing_move_or_one_to_nowhere_does_not(
    world: Polling, server: HostileServer, status: int, body: bytes
) -> None:
    server.pages |= {"/rss": redirect(status, "/new"), "/new": answer(body=body)}
    number = await world.add(server.url("/rss"))
    assert (await polled(world, number)).url == server.url("/rss")


async def test_a_feed_that_moves_to_another_one_s_place_ends(
    world: Polling, server: HostileServer
) -> None:
    server.pages |= {"/rss": redirect(301, "/new"), "/new": answer(body=rss("flood"))}
    await world.add(server.url("/new"))
    number = await world.add(server.url("/rss"))
    feed = await polled(world, number)
    assert feed.gone
    assert feed.fault == Fault(key="feed.same", arguments={"url": server.url("/new")})


async def test_one_feed_s_bug_does_not_end_the_round(
    world: Polling, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages |= {"/a": answer(body=rss("flood")), "/b": answer(body=rss("storm"))}
    bad, good = await world.add(server.url("/a")), await world.add(server.url("/b"))
    whole = world.feeding.poller._intake.take_in

    async def stumbling(feed: PolledFeed, read: Feed, **more: Any) -> int:
        if feed.id == bad:
            raise ZeroDivisionError
        return await whole(feed, read, **more)

    monkeypatch.setattr(world.feeding.poller._intake, "take_in", stumbling)
    assert await world.round() == 1
    failed = await world.feed(bad)
    assert failed.fault == Fault(key="feed.failed", arguments={"host": "127.0.0.1"})
    assert (await world.feed(good)).failures == 0


async def test_the_feeds_of_a_host_are_one_visit(world: Polling) -> None:
    for url in ("https://a.example/1", "https://b.example/1", "https://a.example/2"):
        await world.add(url)
    feeds = await world.store.feeds.claim(now=NOW, until=NOW)
    ailing = replace(feeds[0], failures=1)
    visits = by_host([ailing, *feeds[1:]])
    assert [[feed.url for feed in visit] for visit in visits] == [
        ["https://b.example/1"],
        ["https://a.example/1", "https://a.example/2"],
    ]
