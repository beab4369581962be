from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram import Bot
from telegram.error import BadRequest

from tests.bot.sandbox.conftest import ALICE, GROUP, VASIL, Clock, Server

KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}


async def tapped(server: Server) -> str:
    """A message with a button, tapped by Alice: the id of the query."""
    message = await server.result("sendMessage", chat_id=ALICE, text="x", reply_markup=KEYBOARD)
    place = {"chat_id": ALICE, "user_id": ALICE, "message_id": message["message_id"]}
    refused = await server.page("tap", **place, data="other")
    assert refused["error"] == "the message has no such button"
    answer = await server.page("tap", **place, data="b")
    return str(answer["query_id"])


async def test_a_tap_is_heard_and_answered(server: Server, ptb: Bot) -> None:
    query_id = await tapped(server)
    (update,) = await ptb.get_updates()
    query = update.callback_query
    assert query
    assert (query.id, query.data, query.from_user.id) == (query_id, "b", ALICE)
    assert query.message
    events = server.sandbox.world.events.listen()
    assert await ptb.answer_callback_query(query_id, text="Done", show_alert=True)
    assert events.get_nowait() == {
        "type": "answer", "query_id": query_id, "text": "Done", "show_alert": True, "url": "",
    }  # fmt: skip
    with pytest.raises(BadRequest, match="Query is too old"):
        await ptb.answer_callback_query(query_id)


async def test_old_and_unknown_queries(server: Server, ptb: Bot, clock: Clock) -> None:
    query_id = await tapped(server)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await ptb.answer_callback_query(query_id, text="a" * 201)
    with pytest.raises(BadRequest, match="query id is invalid"):
        await ptb.answer_inline_query(query_id, [])
    clock.time += 61
    with pytest.raises(BadRequest, match="Query is too old"):
        await ptb.answer_callback_query(query_id)


async def test_inline_results_are_shown_chosen_and_edited(
    server: Server, aiogram: AiogramBot
) -> None:
    query_id = (await server.page("inline", user_id=VASIL, query="belarus", offset=""))["query_id"]
    (update,) = await aiogram.get_updates()
    assert update.inline_query
    assert (update.inline_query.id, update.inline_query.query) == (query_id, "belarus")
    events = server.sandbox.world.events.listen()
    content = InputTextMessageContent(message_text="<b>News</b>", parse_mode="HTML")
    button = InlineKeyboardButton(text="a", callback_data="b")
    article = InlineQueryResultArticle(
        id="1",
        title="One",
        description="First",
        input_message_content=content,
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
    )
    start = InlineQueryResultsButton(text="Open", start_parameter="x")
    assert await aiogram.answer_inline_query(query_id, [article], next_offset="5", button=start)
    event = events.get_nowait()
    assert event
    assert (event["next_offset"], event["button"]["text"]) == ("5", "Open")
    assert event["results"][0]["title"] == "One"

    place = {"user_id": VASIL, "chat_id": GROUP, "query_id": query_id}
    message = await server.page("choose", **place, result_id="1")
    assert message["via_bot"]["id"] == 42
    chosen = (await server.updates(offset=update.update_id + 1))[-1]["chosen_inline_result"]
    assert (chosen["query"], chosen["result_id"]) == ("belarus", "1")
    inline_id = chosen["inline_message_id"]
    assert await aiogram.edit_message_text("New", inline_message_id=inline_id) is True
    assert server.sandbox.world.chats[GROUP].messages[message["message_id"]]["text"] == "New"
    missing = await server.page("choose", **place, result_id="2")
    assert missing["error"] == "there is no such inline result"


async def test_taps_on_inline_messages_have_no_message(server: Server) -> None:
    query_id = (await server.page("inline", user_id=VASIL, query="x"))["query_id"]
    result = {
        "type": "article", "id": "1", "title": "t", "reply_markup": KEYBOARD,
        "input_message_content": {"message_text": "x"},
    }  # fmt: skip
    plain = result | {"id": "2", "reply_markup": None}
    await server.result("answerInlineQuery", inline_query_id=query_id, results=[result, plain])
    place: dict[str, Any] = {"user_id": VASIL, "chat_id": VASIL}
    for result_id in ("2", "1"):
        chosen = await server.page("choose", **place, query_id=query_id, result_id=result_id)
    await server.page("tap", **place, message_id=chosen["message_id"], data="b")
    query = (await server.updates())[-1]["callback_query"]
    assert "message" not in query
    assert query["inline_message_id"]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([1], "can't parse inline query result: Inline query result must be an object"),
        ([{"type": "article"}], "RESULT_ID_INVALID"),
        ([{"type": "article", "id": "a" * 65}], "RESULT_ID_INVALID"),
        (
            [{"type": "article", "id": "a"}],
            "can't parse inline query result: Can't find field \"title\"",
        ),
        (
            [{"type": "article", "id": "a", "title": "t"}],
            "can't parse inline query result: Input message content is not specified",
        ),
        (
            [
                {
                    "type": "article",
                    "id": "a",
                    "title": "t",
                    "input_message_content": {"message_text": "x"},
                }
            ]
            * 2,
            "RESULT_ID_DUPLICATE",
        ),
        ([1] * 51, "too many inline query results specified"),
    ],
)
async def test_refused_results(server: Server, results: list[Any], words: str) -> None:
    refusal = await server.refusal("answerInlineQuery", inline_query_id="x", results=results)
    assert refusal == f"Bad Request: {words}"


async def test_only_articles_with_a_text_are_played(server: Server) -> None:
    article = {"type": "article", "id": "a", "title": "t", "input_message_content": {"x": 1}}
    for result in ({"type": "photo", "id": "a"}, article):
        answer = await server.call("answerInlineQuery", inline_query_id="x", results=[result])
        assert answer["error_code"] == 501
