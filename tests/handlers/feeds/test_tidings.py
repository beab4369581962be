from __future__ import annotations

from dataclasses import replace

from bot.model import Fault
from bot.sandbox import Sandbox
from bot.telegram.application import AnyApplication
from handlers import Services, poll_feeds
from handlers.feeds.tidings import letters_of
from tests.bot.feeds.hostile import HostileServer, answer
from tests.handlers.conftest import NOW, OWNER


async def test_every_admin_hears_of_a_feed_in_their_own_language(
    services: Services, feed: int
) -> None:
    await services.store.chats.see(OWNER, language="be", now=NOW)
    found = await services.store.feeds.get(feed)
    assert found is not None
    failing = replace(found, failures=5, fault=Fault(key="feed.gone"))
    (letter,) = await letters_of(services, "feed.tell.failing", failing)
    assert letter.chat_id == OWNER
    assert "не чытаецца 5 разоў запар" in letter.text
    assert letter.keyboard[0][0].data == f"feed:{feed}:open"


async def test_the_admins_are_told_when_a_feed_ends(
    services: Services,
    application: AnyApplication,
    sandbox: Sandbox,
    server: HostileServer,
    feed: int,
) -> None:
    server.pages["/rss"] = answer(410)
    await poll_feeds(application.bot, services)
    await poll_feeds(application.bot, services)
    (told,) = sandbox.world.chats[OWNER].messages.values()
    assert "has ended: the server says that it is gone for good." in told["text"]
    found = await services.store.feeds.get(feed)
    assert found is not None
    assert found.gone
