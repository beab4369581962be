from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from markupsafe import Markup
from telegram import Update

from bot.render.keyboard import Button
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import ALICE, VASIL
from bot.telegram.application import AnyApplication
from bot.telegram.markup import markup_of
from handlers import sending
from handlers.context import Document, Letter, Reply
from handlers.progress import Progress
from handlers.sending import Typing, send, send_letters
from tests.handlers.conftest import Logged
from tests.handlers.updates import tap

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
    with Typing(application.bot, ALICE):
        pass
    monkeypatch.setattr(sending, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(sending, "TYPING_SECONDS", 0.0)
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="sendChatAction", times=1))
    events = sandbox.world.events.listen()
    with Typing(application.bot, ALICE):
        async with asyncio.timeout(PATIENCE):
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


TOLD = Reply(text=Markup("<b>All of it</b>"), keyboard=((Button(text="Go on", data="do:latest"),),))
FEEDS = Document(name="feeds.opml", content=b"<opml/>")


async def test_a_document_comes_with_the_text_as_its_caption(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    reply = replace(TOLD, document=FEEDS)
    await send(application.bot, asked(application), ALICE, reply)
    (message,) = sandbox.world.chats[ALICE].messages.values()
    assert message["document"]["file_name"] == "feeds.opml"
    assert message["caption"] == "All of it"
    assert message["caption_entities"][0]["type"] == "bold"
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go on"
    file = sandbox.world.files.get(message["document"]["file_id"])
    assert file is not None
    assert file.data == b"<opml/>"


async def test_what_is_too_long_for_a_caption_follows_the_document(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    reply = replace(TOLD, text=Markup("word " * 300), document=FEEDS)
    await send(application.bot, asked(application), ALICE, reply)
    document, text = sandbox.world.chats[ALICE].messages.values()
    assert "caption" not in document
    assert "reply_markup" not in document
    assert text["text"].startswith("word word")
    assert text["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go on"


# The smallest picture that can be read as one: 600 by 400 pixels by its head.
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (600).to_bytes(4) + (400).to_bytes(4)


async def test_a_picture_comes_with_the_text_as_its_caption(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    progress = Progress(application.bot, ALICE)
    await progress.show(Markup("one"))
    await send(application.bot, asked(application), ALICE, replace(TOLD, picture=PNG), progress)
    (message,) = sandbox.world.chats[ALICE].messages.values()
    assert message["photo"][-1]["width"] == 600
    assert message["caption"] == "All of it"


async def test_letters_go_to_whom_they_can(
    application: AnyApplication, sandbox: Sandbox, logged: Logged
) -> None:
    sandbox.world.chats[ALICE].members[sandbox.world.bot.id] = "kicked"
    keyboard = TOLD.keyboard
    await send_letters(
        application.bot,
        [
            Letter(chat_id=ALICE, text=Markup("Blocked")),
            Letter(chat_id=424242, text=Markup("Unknown")),
            Letter(chat_id=VASIL, text=Markup("word " * 1000), keyboard=keyboard),
            Letter(chat_id=VASIL, text=Markup("")),
        ],
    )
    first, last = sandbox.world.chats[VASIL].messages.values()
    assert "reply_markup" not in first
    assert last["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go on"
    assert not sandbox.world.chats[ALICE].messages
    assert [(entry["event"], entry["chat"]) for entry in logged] == [
        ("letter.not_sent", ALICE),
        ("letter.not_sent", 424242),
    ]


def texts(sandbox: Sandbox) -> list[str]:
    return [
        told.get("text") or told["caption"] for told in sandbox.world.chats[ALICE].messages.values()
    ]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (TOLD, ["All of it"]),
        (replace(TOLD, document=FEEDS), ["All of it"]),
        (Reply(), ["one"]),
        (
            replace(TOLD, text=Markup("word " * 1000)),
            ["one", "word " * 818 + "word", "word " * 181],
        ),
    ],
    ids=["fits", "document", "nothing to say", "too long"],
)
async def test_a_reply_takes_the_place_of_the_progress_where_it_fits(
    application: AnyApplication, sandbox: Sandbox, reply: Reply, expected: list[str]
) -> None:
    progress = Progress(application.bot, ALICE)
    await progress.show(Markup("one"))
    await send(application.bot, asked(application), ALICE, reply, progress)
    assert [text.strip() for text in texts(sandbox)] == [text.strip() for text in expected]


async def test_where_a_tapped_message_is_edited_the_progress_vanishes(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    await send(application.bot, asked(application), ALICE, Reply(text=Markup("list")))
    tapped = tap("x") | {"message": sandbox.world.chats[ALICE].messages[1]}
    update = Update.de_json({"update_id": 1, "callback_query": tapped}, application.bot)
    progress = Progress(application.bot, ALICE)
    await progress.show(Markup("one"))
    await send(application.bot, update, ALICE, replace(TOLD, edit=True), progress)
    assert texts(sandbox) == ["All of it"]
