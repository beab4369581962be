"""People ask the bot something that is no message: they tap a button, or type `@bot words`."""

from __future__ import annotations

from bot.sandbox.keyboards import callback_data_of
from bot.sandbox.params import Json
from bot.sandbox.people.hearing import post
from bot.sandbox.people.places import message_of, place, seat, user_of
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World


def tap(  # noqa: PLR0913 - who taps what, where
    world: World, chat_id: int, user_id: int, message_id: int, data: str, *, forged: bool = False
) -> str:
    """Tap a button; returns the id of the query that the bot has to answer.

    `forged` is what a changed client can do: send data that no button of the message has.
    """
    chat, user = place(world, chat_id, user_id)
    message = message_of(chat, message_id)
    if not forged and data not in callback_data_of(message):
        raise bad_request("the message has no such button")
    query = world.queries.ask("callback", user)
    payload: Json = {"id": query.id, "from": user.json(), "data": data}
    payload["chat_instance"] = str(abs(chat.id))
    inline = world.queries.inline_id(chat.id, message_id)
    about: Json = {"inline_message_id": inline} if inline else {"message": message}
    world.update("callback_query", payload | about)
    return query.id


def ask_inline(world: World, user_id: int, text: str, offset: str) -> str:
    """Type `@bot text`; returns the id of the query that the bot has to answer."""
    user = user_of(world, user_id)
    query = world.queries.ask("inline", user, text)
    payload = {"id": query.id, "from": user.json(), "query": text, "offset": offset}
    world.update("inline_query", payload | {"chat_type": "sender"})
    return query.id


def choose(world: World, user_id: int, chat_id: int, query_id: str, result_id: str) -> Json:
    """Put a result of an inline query into a chat; returns the Message."""
    chat, user = seat(world, chat_id, user_id)
    answered = world.queries.answered.get(query_id)
    results = answered.results if answered else ()
    result = next((result for result in results if result["id"] == result_id), None)
    if answered is None or result is None:
        raise bad_request("there is no such inline result")
    message = post(world, chat, user, result["message"] | {"via_bot": world.bot.json()})
    chosen: Json = {"result_id": result_id, "from": user.json(), "query": answered.query.text}
    if "reply_markup" in message:
        chosen["inline_message_id"] = world.queries.place(chat.id, message["message_id"])
    world.update("chosen_inline_result", chosen)
    return message
