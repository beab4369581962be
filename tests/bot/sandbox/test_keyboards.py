from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Bot, ReplyKeyboardMarkup, ReplyKeyboardRemove

from tests.bot.sandbox.conftest import ALICE, Server

FAULT = "can't parse inline keyboard button: "


async def test_every_kind_of_button(aiogram: AiogramBot) -> None:
    rows: list[list[dict[str, Any]]] = [
        [{"text": "a", "callback_data": "x" * 64, "style": "primary"}],
        [{"text": " b ", "url": "tg://user?id=1001"}, {"text": "c", "url": "example.org"}],
        [{"text": "d", "switch_inline_query": ""}, {"text": "e", "copy_text": {"text": "f"}}],
        [{"text": "g", "web_app": {"url": "https://example.org/app"}}],
        [{"text": "h", "login_url": {"url": "https://example.org/in"}}],
        [],
    ]
    buttons = [[InlineKeyboardButton(**button) for button in row] for row in rows]
    keyboard = InlineKeyboardMarkup(inline_keyboard=buttons)
    message = await aiogram.send_message(ALICE, "x", reply_markup=keyboard)
    assert message.reply_markup
    shown = message.reply_markup.inline_keyboard
    assert [len(row) for row in shown] == [1, 2, 2, 1, 1]
    assert [button.url for button in shown[1]] == ["tg://user?id=1001", "http://example.org/"]
    assert shown[1][0].text == "b"


async def test_reply_keyboards_are_taken_and_not_shown(ptb: Bot) -> None:
    for markup in (ReplyKeyboardMarkup([["a"]]), ReplyKeyboardRemove()):
        assert not (await ptb.send_message(ALICE, "x", reply_markup=markup)).reply_markup


def keyboard(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "can't parse reply markup JSON object"),
        ([1], "object expected as reply markup"),
        ({"inline_keyboard": 1}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [1]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"keyboard": [1]}, 'field "keyboard" must be an Array of Arrays'),
        (
            {"keyboard": [[1]]},
            "can't parse keyboard button: KeyboardButton must be a String or an Object",
        ),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
        (keyboard(1), FAULT + "InlineKeyboardButton must be an Object"),
        (keyboard({"callback_data": "a"}), FAULT + 'Can\'t find field "text"'),
        (
            keyboard({"text": "a", "callback_data": ""}),
            FAULT + "Text buttons are unallowed in the inline keyboard",
        ),
        (
            keyboard({"text": "a", "pay": True, "style": "loud"}),
            FAULT + "invalid button style specified",
        ),
        (
            keyboard({"text": " ", "callback_data": "a"}),
            "inline keyboard button text must be non-empty",
        ),
        (keyboard({"text": "a", "callback_data": "ў" * 33}), "BUTTON_DATA_INVALID"),
        (
            keyboard({"text": "a", "callback_data": 5}),
            FAULT + 'Field "callback_data" must be of type String',
        ),
        (keyboard({"text": "a", "url": 5}), FAULT + 'Field "url" must be of type String'),
        (
            keyboard({"text": "a", "url": "nowhere"}),
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            keyboard({"text": "a", "web_app": {}}),
            FAULT + 'Field "url" must be of type String',
        ),
        (keyboard({"text": "a", "copy_text": {"text": "b" * 257}}), "BUTTON_COPY_TEXT_INVALID"),
        (
            keyboard(*[{"text": "a", "callback_data": "b"}] * 101),
            "reply markup is too long",
        ),
    ],
)
async def test_refused_keyboards(server: Server, markup: Any, words: str) -> None:
    refusal = await server.refusal("sendMessage", chat_id=ALICE, text="x", reply_markup=markup)
    assert refusal == f"Bad Request: {words}"
