"""The conversations that editing opens: a question is asked, and what is said next answers it."""

from __future__ import annotations

from typing import Any

from bot.render.keyboard import Keyboard
from bot.render.parts import units
from bot.store.dialogs import Conversation
from handlers.context import Ask, Reply

# Telegram's clients cut a longer text into several messages of about this length.
_CUT_UNITS = 4000


async def open_one(ask: Ask, kind: str) -> Conversation | None:
    """This editor's open conversation in this chat, if it is of that kind."""
    found = await ask.services.store.dialogs.get(ask.chat_id, ask.user_id, now=ask.now)
    return found if found is not None and found.kind == kind else None


async def go_on(ask: Ask, kind: str, step: str, data: dict[str, Any]) -> None:
    """Open a conversation, or take it to another step."""
    await ask.services.store.dialogs.put(
        ask.chat_id, ask.user_id, kind=kind, step=step, data=data, now=ask.now
    )


async def close(ask: Ask) -> bool:
    """End the conversation; False when there was none."""
    return await ask.services.store.dialogs.close(ask.chat_id, ask.user_id)


async def question(
    ask: Ask, kind: str, step: str, data: dict[str, Any], keyboard: Keyboard
) -> Reply:
    """Ask for something: the message `ask.KIND_STEP`."""
    await go_on(ask, kind, step, data)
    return Reply(text=ask.texts(f"ask.{kind}_{step}"), keyboard=keyboard, edit=bool(ask.data))


def goes_on(words: str) -> bool:
    """Whether a text is so long that more of it is likely to come in the next message."""
    return units(words) >= _CUT_UNITS
