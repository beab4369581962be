"""Who says something, what is known of them, and the Ask that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

import structlog
from telegram import Chat, Update
from telegram.constants import ChatType

from bot.model import Role
from bot.render.texts import Texts, guess_language, texts_in
from bot.store.dialogs import Conversation
from handlers.context import Ask, Context, Services
from handlers.membership import administered
from handlers.posts import is_person, name_of, tidy_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who says something, where and when, before the store is asked about them."""

    services: Services
    texts: Texts
    now: datetime
    began: float
    chat_id: int
    user_id: int
    first_name: str
    private: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the store knows of a caller."""

    texts: Texts
    role: Role
    conversation: Conversation | None


def caller_of(update: Update, context: Context, chat: Chat) -> Caller:
    """Who asks, where and when."""
    services, user = context.services, update.effective_user
    user_id = user.id if user else chat.id
    # Every line that is logged on the way of this update, on whichever floor, carries it.
    structlog.contextvars.bind_contextvars(request=update.update_id)
    if user is not None and is_person(user):
        services.roles.acquaintances.meet(user.id, name_of(user), user.username or "")
    return Caller(
        services=services,
        texts=texts_in(guess_language(user.language_code if user else None)),
        now=services.now(),
        began=perf_counter(),
        chat_id=chat.id,
        user_id=user_id,
        first_name=tidy_name(user.first_name) if user else "",
        private=chat.type == ChatType.PRIVATE,
    )


def ask_of(update: Update, context: Context, caller: Caller, known: Known, **asked: Any) -> Ask:
    """What is `asked`, with who asks and what is known of them."""
    whose = _in_whose_name(update)
    return Ask(
        services=caller.services,
        texts=known.texts,
        now=caller.now,
        began=caller.began,
        chat_id=caller.chat_id,
        user_id=caller.user_id,
        first_name=caller.first_name,
        private=caller.private,
        role=known.role,
        conversation=known.conversation,
        bot_name=context.bot.username,
        administers=partial(administered, context.bot, caller.user_id, whose),
        **asked,
    )


def _in_whose_name(update: Update) -> int:
    """The chat that wrote a message, not its member; who taps a button does so in person."""
    message = update.effective_message if update.callback_query is None else None
    return message.sender_chat.id if message and message.sender_chat else 0
