"""How a message of the bot comes into a chat: its reply, its keyboard, its options."""

from __future__ import annotations

from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import Chat
from bot.sandbox.world import World


def send(world: World, params: Params, content: Json) -> Json:
    """Post a new message of the bot with the options of the call.

    Raises:
        Refusal: the chat, the keyboard or the message to reply to is not there.
    """
    chat = world.writable_chat(params.text("chat_id"))
    options = _options(world, chat, params)
    return world.post(chat, world.compose(chat, world.bot, content | options))


def link_preview(params: Params) -> Json:
    """The `link_preview_options` of a call as a field of a Message."""
    options = params.json_object("link_preview_options", "link preview options")
    if options is None and params.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}


def media_options(params: Params) -> Json:
    """How a picture is shown: its caption above, or covered."""
    options: Json = {}
    if params.flag("show_caption_above_media"):
        options["show_caption_above_media"] = True
    if params.flag("has_spoiler"):
        options["has_media_spoiler"] = True
    return options


def message_in(chat: Chat, message_id: int, words: str) -> Json:
    """The message of that id; refused in these words if there is none."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(words)
    return message


def _options(world: World, chat: Chat, params: Params) -> Json:
    options: Json = {}
    keyboard = inline_keyboard(params)
    if keyboard is not None:
        options["reply_markup"] = keyboard
    # The real server checks these types too, though the sandbox shows nothing of them.
    params.flag("disable_notification")
    params.integer("message_thread_id")
    if params.flag("protect_content"):
        options["has_protected_content"] = True
    return options | _reply(world, chat, params)


def _reply(world: World, chat: Chat, params: Params) -> Json:
    given = params.json_object("reply_parameters", "reply parameters") or {}
    inner = params.within(given) if given else params
    message_id = inner.integer("message_id" if given else "reply_to_message_id")
    if not message_id:
        return {}
    source = world.find_chat(inner.text("chat_id")) if given.get("chat_id") else chat
    message = source.messages.get(message_id)
    if message is None:
        if inner.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    if source is not chat:
        return {"external_reply": {"origin": origin(message), "chat": source.json()}}
    shown = {name: value for name, value in message.items() if name != "reply_to_message"}
    return {"reply_to_message": shown}


def origin(message: Json) -> Json:
    """Where a message comes from, as a MessageOrigin."""
    if "forward_origin" in message:
        known: Json = message["forward_origin"]
        return known
    if "sender_chat" in message:
        return {
            "type": "channel",
            "date": message["date"],
            "chat": message["sender_chat"],
            "message_id": message["message_id"],
        }
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}
