"""Chats and their members, pinned messages and reactions."""

from __future__ import annotations

from bot.sandbox.outgoing import message_in
from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import Refusal, bad_request
from bot.sandbox.state import Chat, member_json
from bot.sandbox.world import World

# The emoji that Telegram takes as a reaction (Bot API, ReactionTypeEmoji).
_EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 "
    "⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 "
    "🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
REACTIONS = frozenset(_EMOJI.split())
_VARIATION = "\ufe0f"
_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


async def get_chat(world: World, params: Params) -> Json:
    """GetChat: a ChatFullInfo."""
    chat = world.find_chat(params.text("chat_id"))
    full = chat.json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    pinned = [chat.messages[n] for n in chat.pinned if n in chat.messages]
    return full | ({"pinned_message": pinned[-1]} if pinned else {})


async def get_chat_member(world: World, params: Params) -> Json:
    """GetChatMember."""
    chat = world.find_chat(params.text("chat_id"))
    user = world.user(params.integer("user_id"))
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_json(chat, user)


async def get_chat_member_count(world: World, params: Params) -> int:
    """GetChatMemberCount."""
    chat = world.find_chat(params.text("chat_id"))
    return sum(chat.present(user_id) for user_id in chat.members)


async def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """GetChatAdministrators: all but other bots."""
    chat = world.find_chat(params.text("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    governing = [world.user(user_id) for user_id in chat.members if chat.governed_by(user_id)]
    return [member_json(chat, user) for user in governing if user is not None]


async def leave_chat(world: World, params: Params) -> bool:
    """LeaveChat."""
    chat = world.writable_chat(params.text("chat_id"))
    if chat.type == "private":
        raise bad_request("chat can't be left")
    chat.members[world.bot.id] = "left"
    world.tell_chat(chat)
    return True


async def pin_chat_message(world: World, params: Params) -> bool:
    """PinChatMessage."""
    chat = _governed_chat(world, params, "pin a message")
    message_id = params.integer("message_id")
    message_in(chat, message_id, "message to pin not found")
    chat.pinned = [*(n for n in chat.pinned if n != message_id), message_id]
    world.tell_chat(chat)
    return True


async def unpin_chat_message(world: World, params: Params) -> bool:
    """UnpinChatMessage: that one, or the newest pinned one."""
    chat = _governed_chat(world, params, "unpin a message")
    newest = chat.pinned[-1] if chat.pinned else 0
    message_id = params.integer("message_id", newest)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.tell_chat(chat)
    return True


async def unpin_all_chat_messages(world: World, params: Params) -> bool:
    """UnpinAllChatMessages."""
    chat = _governed_chat(world, params, "unpin a message")
    chat.pinned.clear()
    world.tell_chat(chat)
    return True


async def set_message_reaction(world: World, params: Params) -> bool:
    """SetMessageReaction: a bot may set one emoji, or none."""
    chat = world.writable_chat(params.text("chat_id"))
    message_id = params.integer("message_id")
    message_in(chat, message_id, "message to react not found")
    reactions = params.json_array("reaction", "reaction types", "ReactionType")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chosen = [_reaction(reaction) for reaction in reactions]
    world.events.tell("reaction", chat_id=chat.id, message_id=message_id, reactions=chosen)
    return True


def _reaction(raw: object) -> Json:
    fault = "Can't parse ReactionType: "
    if not isinstance(raw, dict):
        raise bad_request(fault + "expected an Object")
    kind, emoji = str(raw.get("type")), str(raw.get("emoji")).replace(_VARIATION, "")
    if kind == "emoji" and emoji in REACTIONS:
        return {"type": "emoji", "emoji": emoji}
    if kind in {"emoji", "custom_emoji"}:
        raise bad_request("REACTION_INVALID")
    raise bad_request(fault + "invalid reaction type specified")


def _governed_chat(world: World, params: Params, what: str) -> Chat:
    chat = world.writable_chat(params.text("chat_id"))
    if chat.type not in {"private", "group"} and not chat.governed_by(world.bot.id):
        raise Refusal(400, f"Bad Request: not enough rights to {what}")
    return chat


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
}
