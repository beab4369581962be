from __future__ import annotations

import asyncio

import pytest
from markupsafe import Markup
from telegram import Update

from bot.render.keyboard import Button
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import ALICE
from bot.telegram.application import AnyApplication
from handlers import sending
from handlers.context import Reply
from handlers.sending import markup_of, send, typing

PATIENCE = 20.0


def asked(application: AnyApplication) -> Update:
    chat = {"id": ALICE, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    return Update.de_json({"update_id": 1, "message": message}, application.bot)


async def test_what_is_too_long_comes_in_parts_the_last_with_the_buttons(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    reply = Reply(
        text=Markup("<b>{}</b>").format("One more word. " * 600),
        keyboard=((Button(text="Go on", data="do:latest"),),),
    )
    await send(application.bot, asked(application), ALICE, reply)
    first, second, third = sandbox.world.chats[ALICE].messages.values()
    for part in (first, second, third):
        (entity,) = part["entities"]
        assert (entity["type"], entity["offset"]) == ("bold", 0)
        assert len(part["text"]) <= 4096
    assert "reply_markup" not in first
    assert "reply_markup" not in second
    assert third["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "do:latest"


async def test_where_nobody_wrote_a_message_it_goes_to_the_chat(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    await send(application.bot, Update(1), ALICE, Reply(text=Markup("Hello")))
    (message,) = sandbox.world.chats[ALICE].messages.values()
    assert message["text"] == "Hello"


async def test_nothing_to_say_is_not_said(application: AnyApplication, sandbox: Sandbox) -> None:
    await send(application.bot, asked(application), ALICE, Reply())
    assert not sandbox.world.chats[ALICE].messages


async def test_typing_is_shown_only_where_it_takes_long(
    application: AnyApplication, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with typing(application.bot, ALICE):
        pass
    monkeypatch.setattr(sending, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(sending, "TYPING_SECONDS", 0.0)
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="sendChatAction", times=1))
    events = sandbox.world.events.listen()
    async with asyncio.timeout(PATIENCE), typing(application.bot, ALICE):
        while (await events.get() or {})["type"] != "action":
            continue
    calls = [entry.status for entry in sandbox.world.traffic.all() if entry.method != "getMe"]
    assert calls[0] == 500  # that it failed once mattered to nobody


def test_a_link_and_a_tap() -> None:
    assert markup_of(()) is None
    row = (Button(text="a", data="b"), Button(text="c", url="https://example.org"))
    markup = markup_of((row,))
    assert markup is not None
    tap, link = markup.inline_keyboard[0]
    assert (tap.callback_data, tap.url) == ("b", None)
    assert (link.callback_data, link.url) == (None, "https://example.org")
