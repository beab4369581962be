"""Changing and removing messages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.methods.arguments import message_ids
from bot.sandbox.methods.files import media_content
from bot.sandbox.outgoing import link_preview, media_options, message_in
from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import bad_request, not_played
from bot.sandbox.state import Chat
from bot.sandbox.wording import caption_text, fields, message_text
from bot.sandbox.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_MEDIA = ("photo", "document")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MAX_DELETED = 100
# Telegram lets a bot remove messages of a private chat or its own for two days.
_DELETABLE_FOR = 48 * 3600


@dataclass(frozen=True, kw_only=True, slots=True)
class _Target:
    """The message to edit, and where it is."""

    chat: Chat
    message: Json


async def edit_message_text(world: World, params: Params) -> Json | bool:
    """EditMessageText."""
    if params.text("rich_message"):
        raise not_played("rich messages")
    new = fields(message_text(params), caption=False, users=world.users_json())
    target = _target(world, params)
    if "text" not in target.message:
        raise bad_request("there is no text in the message to edit")
    dropped = ("text", "entities", "link_preview_options")
    return _change(world, params, target, dropped, new | link_preview(params))


async def edit_message_caption(world: World, params: Params) -> Json | bool:
    """EditMessageCaption."""
    new = fields(caption_text(params), caption=True, users=world.users_json())
    target = _target(world, params)
    if not any(name in target.message for name in _MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _change(world, params, target, _CAPTION, new | media_options(params))


async def edit_message_media(world: World, params: Params) -> Json | bool:
    """EditMessageMedia."""
    media = params.json_object("media", "input media")
    if media is None:
        raise bad_request("Input media is not specified")
    target = _target(world, params)
    content = media_content(world, params.within(media))
    dropped = (*_MEDIA, *_CAPTION, "text", "entities", "has_media_spoiler")
    return _change(world, params, target, dropped, content)


async def edit_message_reply_markup(world: World, params: Params) -> Json | bool:
    """EditMessageReplyMarkup."""
    return _change(world, params, _target(world, params), (), {})


async def delete_message(world: World, params: Params) -> bool:
    """DeleteMessage."""
    chat = world.find_chat(params.text("chat_id"))
    message_id = params.integer("message_id")
    message = message_in(chat, message_id, "message to delete not found")
    if not _may_delete(world, chat, message):
        raise bad_request("message can't be deleted")
    world.delete(chat, [message_id])
    return True


async def delete_messages(world: World, params: Params) -> bool:
    """DeleteMessages: those that cannot be deleted are passed over."""
    chat = world.find_chat(params.text("chat_id"))
    wanted = message_ids(params, _MAX_DELETED)
    known = [message_id for message_id in wanted if message_id in chat.messages]
    world.delete(chat, [n for n in known if _may_delete(world, chat, chat.messages[n])])
    return True


def _target(world: World, params: Params) -> _Target:
    """The chat and the message to edit, which must be the bot's own."""
    missing = "message to edit not found"
    if params.text("inline_message_id"):
        chat_id, message_id = world.queries.place_of(params.text("inline_message_id"))
        chat = world.find_chat(str(chat_id))
        return _Target(chat=chat, message=message_in(chat, message_id, missing))
    if not params.text("message_id"):
        raise bad_request("Message identifier is not specified")
    chat = world.writable_chat(params.text("chat_id"))
    message = message_in(chat, params.integer("message_id"), missing)
    if not _own(world, chat, message) or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return _Target(chat=chat, message=message)


def _own(world: World, chat: Chat, message: Json) -> bool:
    if chat.type == "channel":
        return chat.governed_by(world.bot.id)
    return bool(message["from"]["id"] == world.bot.id)


def _may_delete(world: World, chat: Chat, message: Json) -> bool:
    if chat.type in {"private", "channel"} or _own(world, chat, message):
        return bool(world.now() - message["date"] < _DELETABLE_FOR)
    return chat.governed_by(world.bot.id)


def _change(
    world: World, params: Params, target: _Target, dropped: tuple[str, ...], content: Json
) -> Json | bool:
    """Replace fields and the keyboard of a message; a keyboard that is not given goes away."""
    keyboard = inline_keyboard(params)
    kept = {k: v for k, v in target.message.items() if k not in {*dropped, "reply_markup"}}
    changed = kept | content | ({"reply_markup": keyboard} if keyboard else {})
    if changed == target.message:
        raise bad_request(_NOT_MODIFIED)
    if content:
        changed["edit_date"] = int(world.now())
    world.post(target.chat, changed)
    return True if params.text("inline_message_id") else changed


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
