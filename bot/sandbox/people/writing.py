"""People write: texts, files, changes, forwards."""

from __future__ import annotations

from bot.sandbox.outgoing import origin
from bot.sandbox.params import Json, Upload
from bot.sandbox.people.hearing import hear, post
from bot.sandbox.people.places import chat_of, message_of, place, seat
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import Chat
from bot.sandbox.text.cleaning import is_blank
from bot.sandbox.text.entities import FormattedText, utf16_length
from bot.sandbox.wording import MAX_CAPTION, MAX_TEXT, fields, plain
from bot.sandbox.world import World

_FORWARDED = ("text", "entities", "photo", "document", "caption", "caption_entities", "location")
_POLE, _DATE_LINE = 90, 180
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


def say(world: World, chat_id: int, user_id: int, text: str, reply_to: int | None = None) -> Json:
    """Write a text, perhaps as a reply; returns the Message."""
    chat, user = seat(world, chat_id, user_id)
    return post(world, chat, user, _text(text) | _reply(chat, reply_to))


def start(world: World, user_id: int, payload: str) -> Json:
    """Press Start, or follow a deep link."""
    return say(world, user_id, user_id, f"/start {payload}".strip())


def upload(  # noqa: PLR0913 - what a message with a file can have
    world: World,
    chat_id: int,
    user_id: int,
    file: Upload,
    caption: str = "",
    *,
    reply_to: int | None = None,
    album: int | None = None,
) -> Json:
    """Send a picture, or another file as a document; those of one album have its number."""
    chat, user = seat(world, chat_id, user_id)
    kind = "photo" if file.mime_type in _PICTURES else "document"
    worded = plain(FormattedText(text=caption))
    if utf16_length(worded.text) > MAX_CAPTION:
        raise bad_request("Message caption is too long")
    content = world.files.add(file, kind).message_fields() | _reply(chat, reply_to)
    if album is not None:
        content["media_group_id"] = str(album)
    return post(world, chat, user, content | fields(worded, caption=True, users={}))


def locate(world: World, chat_id: int, user_id: int, place: str) -> Json:
    """Send a location: "53.9, 27.56" are its latitude and longitude."""
    chat, user = seat(world, chat_id, user_id)
    latitude, _, longitude = place.partition(",")
    try:
        point = {"latitude": float(latitude), "longitude": float(longitude)}
    except ValueError:
        raise bad_request("a location is a latitude and a longitude: 53.9, 27.56") from None
    if not (abs(point["latitude"]) <= _POLE and abs(point["longitude"]) <= _DATE_LINE):
        raise bad_request("there is no such place")
    return post(world, chat, user, {"location": point})


def edit(world: World, chat_id: int, user_id: int, message_id: int, text: str) -> Json:
    """Change an own text."""
    chat, user = seat(world, chat_id, user_id)
    message = message_of(chat, message_id)
    own = chat.type == "channel" or message["from"]["id"] == user.id
    if not own or "text" not in message:
        raise bad_request("only an own text can be edited")
    kept = {name: value for name, value in message.items() if name != "entities"}
    changed = world.post(chat, kept | _text(text) | {"edit_date": int(world.now())})
    hear(world, chat, changed, edited=True)
    return changed


def delete(world: World, chat_id: int, message_ids: list[int]) -> list[int]:
    """Remove messages; Telegram tells bots nothing of it."""
    return world.delete(chat_of(world, chat_id), message_ids)


def forward(world: World, chat_id: int, user_id: int, source_id: int, message_id: int) -> Json:
    """Forward a message of a chat that the person sees."""
    chat, user = seat(world, chat_id, user_id)
    source, _ = place(world, source_id, user_id)
    message = message_of(source, message_id)
    content = {name: message[name] for name in _FORWARDED if name in message}
    return post(world, chat, user, content | {"forward_origin": origin(message)})


def _text(text: str) -> Json:
    worded = plain(FormattedText(text=text))
    if is_blank(worded.text):
        raise bad_request("Text must be non-empty")
    if utf16_length(worded.text) > MAX_TEXT:
        raise bad_request("Message is too long")
    return fields(worded, caption=False, users={})


def _reply(chat: Chat, message_id: int | None) -> Json:
    if message_id is None:
        return {}
    message = message_of(chat, message_id)
    return {"reply_to_message": {k: v for k, v in message.items() if k != "reply_to_message"}}
