"""Feeds, from the chat to the news: a publisher's server, the poller, the admins."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from aiohttp import FormData

from handlers import poll_feeds
from tests.bot.feeds.hostile import HostileServer, answer
from tests.bot.news.feed_writing import rss
from tests.flows.conftest import NOW, OWNER, Person, World, labels, living, people_of

OPML = '<opml version="2.0"><body><outline text="A" xmlUrl="{}"/></body></opml>'


@pytest_asyncio.fixture
async def publisher() -> AsyncIterator[HostileServer]:
    async with HostileServer() as server:
        # The news of these feeds is of an hour before the world's clock.
        server.pages["/rss"] = answer(body=rss("flood", "storm", now=NOW))
        page = b'<link rel="alternate" type="application/rss+xml" href="/rss">'
        server.pages["/"] = answer(body=b"<html><head>" + page + b"</head></html>")
        yield server


@pytest_asyncio.fixture
async def world(tmp_path: Path, publisher: HostileServer) -> AsyncIterator[World]:
    async with living(tmp_path, private_hosts=publisher.host) as world:
        yield world


@pytest_asyncio.fixture
async def owner(world: World) -> AsyncIterator[Person]:
    async with people_of(world) as make:
        person = await make(user_id=OWNER)
        await person.say("/language en")
        yield person


async def heard(person: Person, words: str) -> dict[str, object]:
    """The bot's next message that says that: progress may be shown first."""
    while words not in (message := await person.hear())["text"]:
        pass
    return message


async def test_a_page_s_feed_is_added_and_read(owner: Person, publisher: HostileServer) -> None:
    await owner.send(f"/addfeed {publisher.url('/')}")
    offer = await heard(owner, "2 items would come in")
    await owner.press(offer, "Add")
    page = await heard(owner, "Added.")
    assert "The Paper" in str(page["text"])
    assert "happened" in (await owner.say("/latest"))["text"]


async def test_what_is_held_is_published_from_the_queue(
    owner: Person, publisher: HostileServer
) -> None:
    await owner.send(f"/addfeed {publisher.url('/rss')}")
    await owner.press(await heard(owner, "would come in"), "hold")
    await heard(owner, "Added.")
    queue = await owner.say("/queue")
    assert "2 items wait" in queue["text"]
    assert "1 item waits" in (await owner.tap(queue, "1 · Publish"))["text"]
    assert "happened" in (await owner.say("/latest"))["text"]


async def test_a_list_comes_in_and_goes_out(
    owner: Person, world: World, publisher: HostileServer
) -> None:
    form = FormData()
    form.add_field("chat_id", str(OWNER))
    form.add_field("user_id", str(OWNER))
    await owner.say("/add")  # a list of feeds is one also amid a dialog
    content = OPML.format(publisher.url("/rss")).encode()
    form.add_field("file", content, filename="feeds.opml", content_type="text/x-opml")
    async with world.session.post(f"{world.address}/sandbox/upload", data=form) as given:
        assert given.status == 200, await given.text()
    await heard(owner, "1 feed added")
    await poll_feeds(world.application.bot, world.services)
    listed = await owner.say("/feeds")
    assert "1. A" in listed["text"]
    assert "As a file (OPML)" in labels(listed)
    await owner.press(listed, "OPML")
    sent = await owner.hear()
    assert sent["document"]["file_name"] == "gazette-feeds.opml"


async def test_the_admins_hear_of_a_feed_s_end(
    owner: Person, world: World, publisher: HostileServer
) -> None:
    await owner.say("/feeds")
    await world.services.store.feeds.add(publisher.url("/rss"), now=NOW)
    publisher.pages["/rss"] = answer(410)
    await poll_feeds(world.application.bot, world.services)
    told = await heard(owner, "has ended")
    page = await owner.tap(told, "Open the feed")
    assert "the server says that it is gone for good." in page["text"]
