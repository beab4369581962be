"""What the bot hears of a chat: everything in private, little in a group."""

from __future__ import annotations

from bot.sandbox.params import Json
from bot.sandbox.state import Chat, User
from bot.sandbox.world import World


def post(world: World, chat: Chat, user: User, content: Json) -> Json:
    """Put somebody's new message into a chat, and tell the bot if it may hear it."""
    message = world.post(chat, world.compose(chat, user, content))
    hear(world, chat, message)
    return message


def hear(world: World, chat: Chat, message: Json, *, edited: bool = False) -> None:
    """Tell the bot of a new or an edited message, if it is there and may hear it."""
    if chat.present(world.bot.id) and _meant_for(world.bot, chat, message):
        kind = "channel_post" if chat.type == "channel" else "message"
        world.update(f"edited_{kind}" if edited else kind, message)


def _meant_for(bot: User, chat: Chat, message: Json) -> bool:
    """Telegram's privacy mode: in groups commands, replies to the bot, its own results, news."""
    if chat.type not in {"group", "supergroup"} or chat.governed_by(bot.id):
        return True
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    via = message.get("via_bot", {}).get("id")
    service = "new_chat_members" in message or "left_chat_member" in message
    return bot.id in {replied, via} or service or _is_command_for(bot, message)


def _is_command_for(bot: User, message: Json) -> bool:
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    first: Json = entities[0] if entities else {}
    if first.get("type") != "bot_command" or first["offset"] != 0:
        return False
    _, _, name = text[: first["length"]].partition("@")
    return name.lower() in {"", bot.username.lower()}
