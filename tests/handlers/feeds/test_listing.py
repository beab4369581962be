from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import NotFoundError
from bot.feeds.opml import read_opml
from bot.model import Draft, Fault, PolledFeed
from bot.store.dialogs import Conversation
from handlers import Services
from handlers.audit import undone
from handlers.feeds import feed_page
from handlers.feeds.listing import feeds, feeds_turned
from tests.bot.feeds.hostile import HostileServer, answer
from tests.handlers.conftest import NOW
from tests.handlers.feeds.conftest import Editor, data_of, labels


async def stored(services: Services, number: int) -> PolledFeed:
    feed = await services.store.feeds.get(number)
    assert feed is not None
    return feed


async def test_without_feeds_the_list_says_how_to_add_one(editor: Editor) -> None:
    assert "/addfeed" in (await feeds(editor())).text


@pytest.mark.usefixtures("feed")
async def test_the_list_tells_everybody_s_health(services: Services, editor: Editor) -> None:
    ailing = await services.store.feeds.add("https://ill.example/rss", now=NOW)
    assert ailing is not None
    fault = Fault(key="feed.status", arguments={"host": "ill.example", "status": 500})
    await services.store.feeds.settle(
        replace(await stored(services, ailing), failures=2, fault=fault, last_poll=NOW)
    )
    reply = await feeds(editor())
    assert "<b>2 feeds</b>" in reply.text
    assert "1. The Paper" in reply.text
    assert "not looked at yet" in reply.text
    assert "failed 2 times in a row: ill.example answers with error 500." in reply.text
    assert labels(reply) == ["1", "2", "As a file (OPML)"]


async def test_a_long_list_has_pages(services: Services, editor: Editor) -> None:
    for number in range(10):
        await services.store.feeds.add(f"https://example.org/{number}", now=NOW)
    first = await feeds(editor())
    assert "Page 1 of 2" in first.text
    second = await feeds_turned(editor(data=("1",)))
    assert "Page 2 of 2" in second.text
    assert second.edit
    assert "Page 2 of 2" in (await feeds_turned(editor(data=("77",)))).text


async def test_the_list_counts_what_waits(services: Services, editor: Editor, feed: int) -> None:
    await services.store.feed_items.hold(feed, {"a": Draft(title="A")}, now=NOW)
    reply = await feeds(editor())
    assert "1 item waits for approval" in reply.text
    assert "Queue" in labels(reply)


@pytest.mark.usefixtures("feed")
async def test_the_list_as_a_file(editor: Editor, server: HostileServer) -> None:
    for reply in (await feeds(editor("opml")), await feeds_turned(editor(data=("opml",)))):
        assert reply.document is not None
        (outline,) = read_opml(reply.document.content)
        assert (outline.url, outline.title) == (server.url("/rss"), "The Paper")


async def test_a_feed_s_page_tells_all(editor: Editor, feed: int) -> None:
    reply = await feed_page.tapped(editor(data=(str(feed), "open")))
    for words in ("The Paper", "/rss", "not looked at yet", "Language", "published at once"):
        assert words in reply.text
    assert labels(reply)[:2] == ["Look now", "Pause"]


async def test_a_feed_is_polled_by_hand(
    services: Services, editor: Editor, feed: int, server: HostileServer
) -> None:
    reply = await feed_page.tapped(editor(data=(str(feed), "poll")))
    assert reply.toast == "2 new items"
    assert await services.store.articles.count() == 2
    server.pages["/rss"] = answer(500)
    reply = await feed_page.tapped(editor(data=(str(feed), "poll")))
    assert reply.toast.startswith("failed 1 time: 127.0.0.1 answers with error 500")


@pytest.mark.parametrize(
    ("deeds", "name"),
    [
        (("pause", "resume"), "paused"),
        (("hold", "publish"), "held"),
        (("full", "short"), "full_page"),
    ],
)
async def test_what_is_set_can_be_set_back(
    services: Services, editor: Editor, feed: int, deeds: tuple[str, str], name: str
) -> None:
    await feed_page.tapped(editor(data=(str(feed), deeds[0])))
    assert getattr(await stored(services, feed), name) is True
    await feed_page.tapped(editor(data=(str(feed), deeds[1])))
    assert getattr(await stored(services, feed), name) is False
    trail = await services.audit.trail.page(0, size=5)
    assert len(trail) == 2
    await undone(editor(data=(str(trail[-1].id),)))
    assert getattr(await stored(services, feed), name) is False


async def test_a_feed_that_ended_can_be_resumed(
    services: Services, editor: Editor, feed: int
) -> None:
    gone = replace(await stored(services, feed), gone=True, fault=Fault(key="feed.gone"))
    await services.store.feeds.settle(gone)
    page = await feed_page.tapped(editor(data=(str(feed), "open")))
    assert "ended: the server says that it is gone for good." in page.text
    assert labels(page)[0] == "Resume"
    await feed_page.tapped(editor(data=(str(feed), "resume")))
    assert not (await stored(services, feed)).gone


async def test_a_feed_is_given_a_language(services: Services, editor: Editor, feed: int) -> None:
    choice = await feed_page.tapped(editor(data=(str(feed), "language")))
    await feed_page.tapped(editor(data=data_of(choice, "Russian")))
    assert (await stored(services, feed)).language == "ru"
    page = await feed_page.tapped(editor(data=data_of(choice, "as each item")))
    assert (await stored(services, feed)).language == ""
    assert "Language: as each item is written" in page.text


async def test_a_feed_is_given_topics(services: Services, editor: Editor, feed: int) -> None:
    asked = await feed_page.tapped(editor(data=(str(feed), "topics")))
    assert "Which topics" in asked.text
    assert "nonsense" in (await feed_page.answered(editor("Belarus, nonsense"))).text
    page = await feed_page.answered(editor("Belarus, Poland"))
    assert "Belarus, Poland" in page.text
    assert (await stored(services, feed)).topics == ("belarus", "poland")
    await feed_page.tapped(editor(data=(str(feed), "topics")))
    await feed_page.answered(editor("-"))
    assert (await stored(services, feed)).topics == ()


async def test_the_way_back_ends_the_question(
    services: Services, editor: Editor, feed: int
) -> None:
    await feed_page.tapped(editor(data=(str(feed), "topics")))
    await feed_page.tapped(editor(data=(str(feed), "open")))
    assert await services.store.dialogs.get(5, 5, now=NOW) is None
    assert (await feed_page.answered(editor("Minsk"))).text


async def test_a_deleted_feed_can_be_brought_back(
    services: Services, editor: Editor, feed: int
) -> None:
    await services.store.feed_items.note(feed, ["a"], now=NOW)
    reply = await feed_page.delete_feed(editor(str(feed)))
    assert "The Paper is deleted" in reply.text
    assert await services.store.feeds.count() == 0
    await undone(editor(data=data_of(reply, "Undo")))
    assert (await stored(services, feed)).title == "The Paper"
    assert await services.store.feed_items.unseen(feed, ["a"]) == frozenset()


async def test_a_feed_is_named_by_its_address_too(
    services: Services, editor: Editor, feed: int, server: HostileServer
) -> None:
    await feed_page.pause_feed(editor(server.url("/rss/")))
    assert (await stored(services, feed)).paused


@pytest.mark.parametrize("words", ["99", "https://other.example", "9" * 40, "²"])
async def test_an_unknown_feed_is_said_to_be_so(editor: Editor, words: str) -> None:
    with pytest.raises(NotFoundError, match=r"feed\.unknown"):
        await feed_page.delete_feed(editor(words))


async def test_a_command_without_a_feed_asks_which(editor: Editor) -> None:
    with pytest.raises(NotFoundError, match=r"feed\.which"):
        await feed_page.pause_feed(editor(command="pausefeed"))


@pytest.mark.parametrize("data", [(), ("1",), ("1", "nonsense"), ("x", "open"), ("99", "delete")])
@pytest.mark.usefixtures("feed")
async def test_a_forged_button_does_nothing(editor: Editor, data: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError):
        await feed_page.tapped(editor(data=data))


async def test_a_feed_that_is_deleted_meanwhile(
    services: Services, editor: Editor, feed: int
) -> None:
    conversation = Conversation(kind="feed", step="topics", data={"feed": feed}, updated=NOW)
    await feed_page.tapped(editor(data=(str(feed), "topics")))
    before = await stored(services, feed)
    await services.store.feeds.delete(feed)
    with pytest.raises(NotFoundError, match=r"feed\.unknown"):
        await feed_page.answered(editor("Belarus", conversation=conversation))
    with pytest.raises(NotFoundError):
        await services.feeds.desk.change(before, held=True)
    with pytest.raises(NotFoundError):
        await services.feeds.desk.delete(before)
