from __future__ import annotations

import asyncio

import pytest
from markupsafe import Markup
from telegram import Update

from bot.model import Subscription
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import ALICE, GROUP
from bot.settings import Settings
from bot.store.contents import Content, Part
from bot.store.letters import Letter
from bot.telegram.alarm import STUCK_AFTER
from bot.telegram.application import AnyApplication
from handlers import Services
from handlers.context import Document, Reply
from handlers.delivering import delivering, send_wherever, watch_delivery
from tests.handlers.conftest import NOW, OWNER, TOKEN, Hear

PATIENCE = 20.0
MOVED = -1_000_000_009_999


def moving(sandbox: Sandbox) -> None:
    """The group becomes a supergroup at the next message to it."""
    sandbox.world.faults.add(Fault(id=0, kind="migrate", chat_id=GROUP, times=1, migrate_to=MOVED))


def asked_in_the_group(application: AnyApplication) -> Update:
    chat = {"id": GROUP, "type": "group", "title": "News lovers"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "/latest"}
    return Update.de_json({"update_id": 1, "message": message}, application.bot)


async def subscribe(services: Services, chat: int) -> None:
    await services.store.subscriptions.put(
        Subscription(chat_id=chat, minute=0, zone="UTC", since=NOW)
    )


async def put(services: Services, chat: int) -> None:
    await services.store.chats.see(chat, language="", now=NOW)
    content = Content(parts=(Part(html="<b>News</b>"),))
    number = await services.store.contents.add(content, now=NOW)
    letter = Letter(slot="digest:1", chat_id=chat, content_id=number, due=NOW - STUCK_AFTER)
    await services.store.outbox.put_all(None, [letter], NOW)


async def test_what_is_in_the_outbox_arrives(
    services: Services, application: AnyApplication, sandbox: Sandbox
) -> None:
    await put(services, ALICE)
    events = sandbox.world.events.listen()
    settings = Settings.load(token=TOKEN, api_url=application.bot.base_url.split("/bot")[0])
    async with asyncio.timeout(PATIENCE), delivering(application, services, settings):
        # The owner is told as well: it is due for long.
        while (await events.get() or {}).get("chat_id") != ALICE:
            continue
    (message,) = sandbox.world.chats[ALICE].messages.values()
    assert message["text"] == "News"
    assert message["entities"][0]["type"] == "bold"
    counted = {"method": "send", "outcome": "ok"}
    assert services.metrics.registry.get_sample_value("gazette_calls_total", counted) == 1


async def test_a_broadcast_that_was_started_goes_out(
    services: Services, application: AnyApplication, sandbox: Sandbox
) -> None:
    await services.store.chats.see(ALICE, language="", now=NOW)
    content = Content(parts=(Part(html="<b>We are back</b>"),))
    draft = await services.store.broadcasts.add(OWNER, content, NOW)
    await services.store.broadcasts.start(draft.id, NOW)
    events = sandbox.world.events.listen()
    settings = Settings.load(token=TOKEN, api_url=application.bot.base_url.split("/bot")[0])
    async with asyncio.timeout(PATIENCE), delivering(application, services, settings):
        while (await events.get() or {}).get("chat_id") != ALICE:
            continue
    (message,) = sandbox.world.chats[ALICE].messages.values()
    assert message["text"] == "We are back"


async def test_the_owner_hears_once_that_nothing_goes_out(
    services: Services, application: AnyApplication, sandbox: Sandbox
) -> None:
    await put(services, ALICE)
    await watch_delivery(application.bot, services)
    await watch_delivery(application.bot, services)
    (told,) = sandbox.world.chats[OWNER].messages.values()
    assert told["text"].startswith("Digests do not get out: 1 is due")
    assert not sandbox.world.chats[ALICE].messages


@pytest.mark.parametrize("document", [None, Document(name="a.opml", content=b"<opml/>")])
async def test_a_reply_follows_a_group_that_moved(
    services: Services,
    application: AnyApplication,
    sandbox: Sandbox,
    document: Document | None,
) -> None:
    await subscribe(services, GROUP)
    moving(sandbox)
    reply = Reply(text=Markup("Here it is"), document=document)
    update = asked_in_the_group(application)
    await send_wherever(services, application.bot, update, GROUP, reply)
    told = list(sandbox.world.chats[MOVED].messages.values())[-1]
    assert told.get("text") or told["caption"] == "Here it is"
    assert await services.store.chats.get(GROUP) is None
    assert len(await services.store.subscriptions.of_chat(MOVED)) == 1


async def test_a_group_that_says_that_it_moved_is_moved(services: Services, hear: Hear) -> None:
    await subscribe(services, GROUP)
    chat = {"id": GROUP, "type": "group", "title": "News lovers"}
    assert await hear(message_id=1, date=1, chat=chat, migrate_to_chat_id=MOVED) == []
    assert len(await services.store.subscriptions.of_chat(MOVED)) == 1
    new = {"id": MOVED, "type": "supergroup", "title": "News lovers"}
    assert await hear(message_id=2, date=1, chat=new, migrate_from_chat_id=GROUP) == []
    assert len(await services.store.subscriptions.of_chat(MOVED)) == 1
