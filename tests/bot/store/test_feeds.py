from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model import Draft, Fault, FeedItem, PolledFeed
from bot.store import Store, open_store
from bot.store.feed_items import note_item

URL = "https://example.org/rss"
HOUR = timedelta(hours=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


async def add(store: Store, now: datetime, url: str = URL) -> PolledFeed:
    number = await store.feeds.add(url, now=now)
    assert number is not None
    return await get(store, number)


async def get(store: Store, number: int) -> PolledFeed:
    feed = await store.feeds.get(number)
    assert feed is not None
    return feed


async def test_a_feed_is_added_once_and_due_at_once(store: Store, now: datetime) -> None:
    number = await store.feeds.add(
        URL, title="The Paper", language="en", topics=("belarus",), held=True, now=now
    )
    assert number is not None
    assert await get(store, number) == PolledFeed(
        id=number,
        url=URL,
        title="The Paper",
        language="en",
        topics=("belarus",),
        held=True,
        added=now,
        next_poll=now,
        interval=HOUR,
    )
    assert await store.feeds.add(URL, now=now) is None
    assert await store.feeds.count() == 1
    assert await store.feeds.get(99) is None


async def test_feeds_are_listed_by_title_and_nameless_ones_last(
    store: Store, now: datetime
) -> None:
    for title in ("", "beta", "Alpha", "gamma"):
        await store.feeds.add(f"https://example.org/{title}", title=title, now=now)
    assert [feed.title for feed in await store.feeds.all()] == ["Alpha", "beta", "gamma", ""]
    page = await store.feeds.page(limit=2, offset=1)
    assert [feed.title for feed in page] == ["beta", "gamma"]
    assert [feed.name for feed in await store.feeds.all()][-1] == "https://example.org/"


async def test_addresses_are_known_in_one_spelling(store: Store, now: datetime) -> None:
    feed = await add(store, now, "http://www.example.org/rss/")
    assert await store.feeds.addresses() == {"https://example.org/rss": feed.id}


async def test_due_feeds_are_claimed_until_their_lease_ends(store: Store, now: datetime) -> None:
    feed = await add(store, now)
    other = await add(store, now + HOUR, "https://example.org/later")
    lease = now + timedelta(minutes=10)
    assert [f.id for f in await store.feeds.claim(now=now, until=lease)] == [feed.id]
    assert await store.feeds.claim(now=now, until=lease) == ()
    claimed = await store.feeds.claim(now=now + HOUR, until=now + 2 * HOUR)
    assert {f.id for f in claimed} == {feed.id, other.id}


async def test_who_is_paused_or_gone_is_not_due(store: Store, now: datetime) -> None:
    one, two = await add(store, now), await add(store, now, "https://example.org/2")
    assert await store.feeds.change(replace(one, paused=True))
    await store.feeds.settle(replace(two, gone=True, fault=Fault(key="feed.gone")))
    assert await store.feeds.claim(now=now + HOUR, until=now + HOUR) == ()


async def test_polling_writes_what_it_learnt_and_nothing_else(store: Store, now: datetime) -> None:
    feed = await add(store, now)
    await store.feeds.change(replace(feed, held=True, topics=("belarus",), language="be"))
    learnt = replace(
        feed,
        title="The Paper",
        site="https://example.org",
        etag='"1"',
        modified="Mon",
        body_hash="abc",
        next_poll=now + HOUR,
        interval=HOUR / 2,
        last_poll=now,
        last_item=now - HOUR,
        failures=3,
        fault=Fault(key="feed.status", arguments={"host": "example.org", "status": 404}),
        told=now,
    )
    await store.feeds.settle(learnt)
    kept = replace(learnt, held=True, topics=("belarus",), language="be")
    assert await get(store, feed.id) == kept
    await store.feeds.settle(replace(learnt, title="Another", fault=None))
    assert await get(store, feed.id) == replace(kept, fault=None)


async def test_a_feed_moves_unless_we_poll_that_address_already(
    store: Store, now: datetime
) -> None:
    feed, other = await add(store, now), await add(store, now, "https://new.example/a")
    assert not await store.feeds.move(feed.id, "http://www.new.example/a")
    assert await store.feeds.move(feed.id, "https://new.example/b")
    assert (await get(store, feed.id)).url == "https://new.example/b"
    assert await store.feeds.move(other.id, "http://new.example/a")


async def test_a_deleted_feed_comes_back_with_what_it_has_seen(store: Store, now: datetime) -> None:
    feed = await add(store, now)
    await store.feed_items.note(feed.id, ["a", "b"], now=now)
    deleted = await store.feeds.delete(feed.id)
    assert deleted is not None
    assert await store.feeds.delete(feed.id) is None
    assert await store.feed_items.unseen(feed.id, "ab") == {"a", "b"}
    assert await store.feeds.restore(deleted)
    assert await get(store, feed.id) == feed
    assert await store.feed_items.unseen(feed.id, "abc") == {"c"}


async def test_a_deleted_feed_does_not_come_back_beside_itself(store: Store, now: datetime) -> None:
    feed = await add(store, now)
    deleted = await store.feeds.delete(feed.id)
    assert deleted is not None
    again = await add(store, now)
    assert not await store.feeds.restore(deleted)
    assert [known.id for known in await store.feeds.all()] == [again.id]


async def test_an_item_is_noted_once_for_each_feed(store: Store, now: datetime) -> None:
    one, two = await add(store, now), await add(store, now, "https://example.org/2")
    async with store.database.transaction() as transaction:
        assert await note_item(transaction, FeedItem(feed_id=one.id, key="a"), now)
        assert not await note_item(transaction, FeedItem(feed_id=one.id, key="a"), now)
    await store.feed_items.note(one.id, ["a", "b"], now=now)
    assert await store.feed_items.unseen(one.id, "abc") == {"c"}
    assert await store.feed_items.unseen(two.id, "abc") == {"a", "b", "c"}


async def test_held_items_wait_in_the_queue_once(store: Store, now: datetime) -> None:
    feed = await add(store, now)
    drafts = {"a": Draft(title="A"), "b": Draft(title="B", published=now)}
    assert await store.feed_items.hold(feed.id, drafts, now=now) == 2
    assert await store.feed_items.hold(feed.id, drafts, now=now) == 0
    held = await store.proposals.held(10)
    assert [(p.draft, p.feed_id) for p in held] == [(d, feed.id) for d in drafts.values()]
    assert await store.feed_items.unseen(feed.id, "abc") == {"c"}


async def test_items_are_forgotten_once_the_feed_lists_them_no_more(
    store: Store, now: datetime
) -> None:
    feed = await add(store, now)
    await store.feed_items.note(feed.id, ["old", "listed"], now=now - timedelta(days=90))
    await store.feed_items.note(feed.id, ["new"], now=now)
    assert await store.feed_items.forget(feed.id, listed=["listed"], now=now) == 1
    assert await store.feed_items.unseen(feed.id, ["old", "listed", "new"]) == {"old"}
