"""Answers to taps on buttons and to inline queries."""

from __future__ import annotations

from bot.sandbox.keyboards import checked_keyboard
from bot.sandbox.outgoing import link_preview
from bot.sandbox.params import Json, Params
from bot.sandbox.queries import Answered
from bot.sandbox.refusal import bad_request, not_played
from bot.sandbox.text.entities import utf16_length
from bot.sandbox.wording import fields, message_text
from bot.sandbox.world import World

MAX_RESULTS = 50
_MAX_ANSWER = 200
_MAX_ID = 64


async def answer_callback_query(world: World, params: Params) -> bool:
    """AnswerCallbackQuery."""
    text = params.text("text")
    if utf16_length(text) > _MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    show_alert = params.flag("show_alert")
    query = world.queries.take(params.text("callback_query_id"), "callback")
    url = params.text("url")
    world.events.tell("answer", query_id=query.id, text=text, show_alert=show_alert, url=url)
    return True


async def answer_inline_query(world: World, params: Params) -> bool:
    """AnswerInlineQuery: articles only."""
    given = params.json_array("results", "inline query results", "inline query results")
    if len(given) > MAX_RESULTS:
        raise bad_request("Too many inline query results specified")
    results = [_result(world, params, raw) for raw in given]
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    button = params.json_object("button", "inline query results button")
    query = world.queries.take(params.text("inline_query_id"), "inline")
    world.queries.answered[query.id] = Answered(query=query, results=tuple(results))
    shown = {"query_id": query.id, "results": results, "next_offset": params.text("next_offset")}
    world.events.tell("inline", **shown, **({"button": button} if button else {}))
    return True


def _result(world: World, params: Params, raw: object) -> Json:
    """An article with its message already made: `message` holds its text fields."""
    fault = "Can't parse inline query result: "
    if not isinstance(raw, dict):
        raise bad_request(fault + "Inline query result must be an object")
    kind = raw.get("type")
    if kind != "article":
        raise not_played(f"inline results of type {kind}")
    identifier = str(raw.get("id", ""))
    if not 0 < len(identifier.encode()) <= _MAX_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not raw.get("title"):
        raise bad_request(fault + 'Can\'t find field "title"')
    content = raw.get("input_message_content")
    if not isinstance(content, dict):
        raise bad_request(fault + "Input message content is not specified")
    shown = {name: raw[name] for name in ("title", "description", "url") if raw.get(name)}
    return {"type": "article", "id": identifier, **shown, "message": _message(world, params, raw)}


def _message(world: World, params: Params, raw: Json) -> Json:
    content = raw["input_message_content"]
    if "message_text" not in content:
        raise not_played("inline results with no message_text")
    inner = params.within(content | {"text": content["message_text"]})
    message = fields(message_text(inner), caption=False, users=world.users_json())
    keyboard = checked_keyboard(raw["reply_markup"]) if raw.get("reply_markup") else None
    return message | link_preview(inner) | ({"reply_markup": keyboard} if keyboard else {})


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
