"""New messages: text, copies, forwards, and the line that says the bot is typing."""

from __future__ import annotations

from bot.sandbox.methods.arguments import message_ids
from bot.sandbox.outgoing import link_preview, media_options, message_in, origin, send
from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import Refusal, bad_request
from bot.sandbox.wording import caption_text, fields, message_text
from bot.sandbox.world import World

_CHAT_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_ACTIONS = frozenset(_CHAT_ACTIONS.split())
# What a copy takes along; the author, the date and the keyboard stay behind.
_CONTENT = (
    "text",
    "entities",
    "link_preview_options",
    "photo",
    "document",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
)
_MAX_COPIES = 100


async def send_message(world: World, params: Params) -> Json:
    """SendMessage."""
    text = fields(message_text(params), caption=False, users=world.users_json())
    return send(world, params, text | link_preview(params))


async def send_chat_action(world: World, params: Params) -> bool:
    """SendChatAction."""
    action = params.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = world.writable_chat(params.text("chat_id"))
    world.events.tell("action", chat_id=chat.id, action=action)
    return True


async def copy_message(world: World, params: Params) -> Json:
    """CopyMessage: a new message with the same content, and a new caption if one is given."""
    content = _copied(_source(world, params, params.integer("message_id"), "copy"))
    if "caption" in params.values and ("photo" in content or "document" in content):
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= fields(caption_text(params), caption=True, users=world.users_json())
        content |= media_options(params)
    return {"message_id": send(world, params, content)["message_id"]}


async def copy_messages(world: World, params: Params) -> list[Json]:
    """CopyMessages: those that are there, in order."""
    sources = _sources(world, params, "copy")
    return [
        {"message_id": send(world, params, _copied(source, params))["message_id"]}
        for source in sources
    ]


async def forward_message(world: World, params: Params) -> Json:
    """ForwardMessage."""
    source = _source(world, params, params.integer("message_id"), "forward")
    return send(world, params, _forwarded(source))


async def forward_messages(world: World, params: Params) -> list[Json]:
    """ForwardMessages: those that are there, in order."""
    sources = _sources(world, params, "forward")
    sent = [send(world, params, _forwarded(source)) for source in sources]
    return [{"message_id": message["message_id"]} for message in sent]


def _source(world: World, params: Params, message_id: int, what: str) -> Json:
    chat = world.find_chat(params.text("from_chat_id"))
    source = message_in(chat, message_id, f"message to {what} not found")
    if source.get("has_protected_content"):
        done = "copied" if what == "copy" else "forwarded"
        raise bad_request(f"Message has protected content and can't be {done}")
    return source


def _sources(world: World, params: Params, what: str) -> list[Json]:
    sources = []
    for message_id in message_ids(params, _MAX_COPIES):
        try:
            sources.append(_source(world, params, message_id, what))
        except Refusal as refusal:
            if "message" not in refusal.description.lower():
                raise
    if not sources:
        raise bad_request(f"There are no messages to {what}")
    return sources


def _copied(source: Json, params: Params | None = None) -> Json:
    content = {name: source[name] for name in _CONTENT if name in source}
    if params is not None and params.flag("remove_caption"):
        content.pop("caption", None)
        content.pop("caption_entities", None)
    return content


def _forwarded(source: Json) -> Json:
    return _copied(source) | {"forward_origin": origin(source)}


METHODS = {
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
