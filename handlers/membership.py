"""Which chats somebody administers: Telegram is asked each time, for it can change at any time."""

from __future__ import annotations

from telegram import Bot, ChatFullInfo, ChatMember
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from bot.errors import NotFoundError, RoleError
from handlers.context import Place

_GOVERNING = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})
_WRITING = frozenset({*_GOVERNING, ChatMember.MEMBER, ChatMember.RESTRICTED})


async def administered(bot: Bot, user_id: int, sender_chat: int, wanted: int | str) -> Place:
    """The group or channel of that id or @name, where this person is an admin.

    `sender_chat` is the chat in whose name they wrote, 0 for none: only admins of a group or
    channel can write in its own.

    Raises:
        NotFoundError: there is no such chat, or the bot is not in it.
        RoleError: the person is no admin there, or the bot may not write.
    """
    try:
        chat = await bot.get_chat(wanted)
        if chat.type == ChatType.PRIVATE:
            raise NotFoundError("chats.unknown", chat=wanted)
        title = chat.title or str(chat.id)
        if sender_chat != chat.id and await _status(bot, chat, user_id) not in _GOVERNING:
            raise RoleError("chats.not_admin", chat=title)
        needed = _GOVERNING if chat.type == ChatType.CHANNEL else _WRITING
        if await _status(bot, chat, bot.id) not in needed:
            raise RoleError("chats.no_writing", chat=title)
    except (BadRequest, Forbidden) as fault:
        raise NotFoundError("chats.unknown", chat=wanted) from fault
    return Place(id=chat.id, title=title)


async def _status(bot: Bot, chat: ChatFullInfo, user_id: int) -> str:
    return (await bot.get_chat_member(chat.id, user_id)).status
