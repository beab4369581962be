from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from tests.bot.sandbox.conftest import ALICE, CHANNEL, GROUP, Clock, Server

ROW = [InlineKeyboardButton(text="a", callback_data="b")]
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[ROW])


async def test_a_text_changes_and_loses_its_keyboard(aiogram: AiogramBot) -> None:
    old = await aiogram.send_message(ALICE, "old", reply_markup=KEYBOARD)
    place: dict[str, Any] = {"chat_id": ALICE, "message_id": old.message_id}
    new = await aiogram.edit_message_text("<b>new</b>", parse_mode="HTML", **place)
    assert not isinstance(new, bool)
    assert (new.text, new.reply_markup) == ("new", None)
    assert new.edit_date
    marked = await aiogram.edit_message_reply_markup(reply_markup=KEYBOARD, **place)
    assert not isinstance(marked, bool)
    assert marked.reply_markup
    assert marked.reply_markup.inline_keyboard[0][0].callback_data == "b"
    assert marked.edit_date == new.edit_date


async def test_captions_and_media_change(ptb: Bot, png: bytes) -> None:
    photo = await ptb.send_photo(ALICE, png, caption="old")
    place: dict[str, Any] = {"chat_id": ALICE, "message_id": photo.message_id}
    captioned = await ptb.edit_message_caption(
        caption="<i>new</i>", parse_mode="HTML", show_caption_above_media=True, **place
    )
    assert not isinstance(captioned, bool)
    assert captioned.caption == "new"
    assert captioned.show_caption_above_media
    document = await ptb.edit_message_media(InputMediaDocument(b"data", filename="a.txt"), **place)
    assert not isinstance(document, bool)
    assert document.document
    assert document.document.file_name == "a.txt"
    assert not document.photo
    assert document.caption is None
    text = await ptb.send_message(ALICE, "x")
    changed = await ptb.edit_message_media(
        InputMediaPhoto(png), chat_id=ALICE, message_id=text.message_id
    )
    assert not isinstance(changed, bool)
    assert changed.text is None


async def test_the_same_again_is_refused(ptb: Bot) -> None:
    message = await ptb.send_message(ALICE, "x")
    with pytest.raises(BadRequest, match="are exactly the same as a current content"):
        await ptb.edit_message_text("x", ALICE, message.message_id)
    await ptb.edit_message_text("y", ALICE, message.message_id)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await ptb.edit_message_text("y", ALICE, message.message_id)


async def test_refused_edits(server: Server, ptb: Bot, png: bytes) -> None:
    theirs = await server.say("mine")
    text = await ptb.send_message(ALICE, "x")
    photo = await ptb.send_photo(ALICE, png)
    for method, params, words in (
        ("editMessageText", {"message_id": 99, "text": "a"}, "message to edit not found"),
        ("editMessageText", {"text": "a"}, "message identifier is not specified"),
        ("editMessageText", {"message_id": text.message_id, "text": ""}, "message text is empty"),
        (
            "editMessageText",
            {"message_id": theirs["message_id"], "text": "a"},
            "message can't be edited",
        ),
        (
            "editMessageText",
            {"message_id": photo.message_id, "text": "a"},
            "there is no text in the message to edit",
        ),
        (
            "editMessageCaption",
            {"message_id": text.message_id, "caption": "a"},
            "there is no caption in the message to edit",
        ),
        ("editMessageMedia", {"message_id": text.message_id}, "input media is not specified"),
        ("editMessageText", {"inline_message_id": "x", "text": "a"}, "MESSAGE_ID_INVALID"),
    ):
        refusal = await server.refusal(method, chat_id=ALICE, **params)
        assert refusal == f"Bad Request: {words}"
    rich = await server.call("editMessageText", chat_id=ALICE, message_id=1, rich_message={"a": 1})
    assert rich["error_code"] == 501


async def test_channel_posts_are_edited_by_any_administrator(server: Server, ptb: Bot) -> None:
    post = await server.say("old", user_id=1003, chat_id=CHANNEL)
    new = await ptb.edit_message_text("new", CHANNEL, post["message_id"])
    assert not isinstance(new, bool)
    assert new.text == "new"


async def test_messages_are_deleted(server: Server, ptb: Bot, clock: Clock) -> None:
    mine = await ptb.send_message(ALICE, "x")
    theirs = await server.say("y")
    assert await ptb.delete_message(ALICE, theirs["message_id"])
    assert await ptb.delete_messages(ALICE, [mine.message_id, 99])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await ptb.delete_message(ALICE, mine.message_id)
    old = await ptb.send_message(ALICE, "x")
    clock.time += 48 * 3600
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await ptb.delete_message(ALICE, old.message_id)


async def test_in_a_group_only_administrators_delete_what_others_wrote(
    server: Server, ptb: Bot
) -> None:
    theirs = await server.say("/x", chat_id=GROUP)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await ptb.delete_message(GROUP, theirs["message_id"])
    await server.page("member", chat_id=GROUP, user_id=42, status="administrator")
    assert await ptb.delete_message(GROUP, theirs["message_id"])
