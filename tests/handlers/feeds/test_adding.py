from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import FeedError, NotFoundError
from bot.store.dialogs import Conversation
from handlers import Services
from handlers.audit import undone
from handlers.context import Post
from handlers.feeds.adding import add_feed, answered, tapped, test_feed
from handlers.feeds.opml import posted
from tests.bot.feeds.hostile import HostileServer, answer
from tests.bot.news.feed_writing import rss
from tests.handlers.conftest import NOW
from tests.handlers.feeds.conftest import Editor, data_of, labels, with_file

test_feed.__test__ = False  # type: ignore[attr-defined]  # /testfeed is no test

OPML = b"""<opml version="2.0"><body><outline text="Belarus">
<outline type="rss" text="A" xmlUrl="https://a.example/rss" htmlUrl="https://a.example"/>
<outline type="rss" text="B" xmlUrl="http://www.b.example/rss/"/></outline>
<outline type="rss" text="B again" xmlUrl="https://b.example/rss"/></body></opml>"""
PAGE = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/rss">
<link rel="alternate" type="application/rss+xml" href="/more"></head></html>"""


async def test_a_feed_is_shown_before_it_is_added(
    services: Services, editor: Editor, server: HostileServer
) -> None:
    offer = await add_feed(editor(server.url("/rss")))
    assert "The Paper" in offer.text
    assert "2 items would come in" in offer.text
    assert "flood happened" in offer.text
    assert labels(offer) == ["Add", "Add, hold its items", "Cancel"]
    assert await services.store.feeds.count() == 0
    page = await tapped(editor(data=data_of(offer, "Add")))
    assert page.text.startswith("<b>Added.</b>")
    assert page.toast == "2 new items"
    assert await services.store.articles.count() == 2
    (entry,) = await services.audit.trail.page(0, size=5)
    assert (entry.action, entry.subject) == ("feed_add", "The Paper")
    await undone(editor(data=(str(entry.id),)))
    assert await services.store.feeds.count() == 0


async def test_a_feed_whose_items_wait(
    services: Services, editor: Editor, server: HostileServer
) -> None:
    offer = await add_feed(editor(server.url("/rss")))
    await tapped(editor(data=data_of(offer, "hold")))
    assert await services.store.articles.count() == 0
    assert await services.store.proposals.count_held() == 2


async def test_a_page_with_several_feeds_gives_a_choice(
    editor: Editor, server: HostileServer
) -> None:
    server.pages |= {"/": answer(body=PAGE), "/more": answer(body=rss("gale", title="More"))}
    choice = await add_feed(editor(server.url("/")))
    assert "several feeds" in choice.text
    offer = await tapped(editor(data=data_of(choice, "/more")))
    assert "gale happened" in offer.text
    shown = await test_feed(editor(server.url("/")))
    assert server.url("/more") in shown.text


async def test_without_an_address_one_is_asked_for(
    services: Services, editor: Editor, server: HostileServer
) -> None:
    asked = await add_feed(editor())
    assert "address" in asked.text
    conversation = await services.store.dialogs.get(5, 5, now=NOW)
    assert conversation is not None
    offer = await answered(editor(server.url("/rss"), conversation=conversation))
    assert "flood happened" in offer.text


async def test_under_an_offer_plain_words_are_a_search(editor: Editor) -> None:
    confirm = Conversation(kind="addfeed", step="confirm", data={"links": []}, updated=NOW)
    assert "Minsk" in (await answered(editor("Minsk", conversation=confirm))).text


async def test_the_link_of_a_message_replied_to(editor: Editor, server: HostileServer) -> None:
    offer = await add_feed(editor(replied=Post(text="look", links=(server.url("/rss"),))))
    assert "flood happened" in offer.text


@pytest.mark.usefixtures("feed")
async def test_a_feed_is_not_added_twice(
    services: Services, editor: Editor, server: HostileServer
) -> None:
    page = await add_feed(editor(server.url("/rss/")))
    assert page.text.startswith("I read that feed already.")
    server.pages["/"] = answer(body=PAGE.replace(b'href="/more"', b""))
    assert (await add_feed(editor(server.url("/")))).text.startswith("I read that feed already.")
    with pytest.raises(FeedError, match=r"feed\.is_known"):
        await services.feeds.desk.add(server.url("/rss"), now=NOW)
    assert await services.store.feeds.count() == 1


async def test_an_offer_can_be_turned_down(services: Services, editor: Editor) -> None:
    await add_feed(editor())
    assert "Nothing was added." in (await tapped(editor(data=("cancel",)))).text
    assert await services.store.dialogs.get(5, 5, now=NOW) is None


@pytest.mark.parametrize("data", [(), ("add",), ("add", "abc"), ("nonsense", "abc")])
async def test_a_forged_or_old_button_does_nothing(editor: Editor, data: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError):
        await tapped(editor(data=data))


async def test_trying_a_feed_out_stores_nothing(
    services: Services, editor: Editor, server: HostileServer, feed: int
) -> None:
    for words in (server.url("/rss"), str(feed)):
        assert "flood happened" in (await test_feed(editor(words))).text
    assert await services.store.articles.count() == 0
    with pytest.raises(NotFoundError, match=r"feed\.which"):
        await test_feed(editor(command="testfeed"))


async def test_a_feed_without_news_says_so(editor: Editor, server: HostileServer) -> None:
    server.pages["/rss"] = answer(body=rss())
    assert "Nothing would come in" in (await test_feed(editor(server.url("/rss")))).text


async def test_a_list_of_feeds_comes_in(services: Services, editor: Editor) -> None:
    reply = await add_feed(with_file(editor(), "feeds.opml", OPML))
    assert reply.text.startswith("2 feeds added, 1 known already.")
    feeds = await services.store.feeds.all()
    assert [(feed.title, feed.topics) for feed in feeds] == [
        ("A", ("belarus",)),
        ("B", ("belarus",)),
    ]
    again = await posted(with_file(editor(), "FEEDS.OPML", OPML))
    assert again.text.startswith("0 feeds added, 3 known already.")
    assert labels(again) == ["‹ Feeds"]
    await undone(editor(data=data_of(reply, "Undo")))
    assert await services.store.feeds.count() == 0


async def test_a_list_answers_the_question_too(services: Services, editor: Editor) -> None:
    await add_feed(editor())
    reply = await answered(with_file(editor(), "feeds.opml", OPML))
    assert reply.text.startswith("2 feeds added")
    assert await services.store.dialogs.get(5, 5, now=NOW) is None


async def test_what_is_no_list_is_said_to_be_none(editor: Editor) -> None:
    with pytest.raises(FeedError, match=r"feed\.no_list"):
        await add_feed(with_file(editor(), "feeds.opml", b"<html></html>"))


async def test_other_documents_are_articles(editor: Editor) -> None:
    ask = replace(with_file(editor(), "story.txt", b"The river rose\n\nIt rained for days."))
    assert "The river rose" in (await posted(ask)).text
