"""Builds PTB's Application: our transport, our limits, one update at a time per chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackContext,
    ContextTypes,
    Defaults,
)

from bot.telegram.limits import ChatLimiter, Limits
from bot.telegram.watched import Called, WatchedRequest, uncounted

CONCURRENT_UPDATES = 256


AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class PerChatProcessor(BaseUpdateProcessor):
    """Updates of different chats run side by side, those of one chat in the order they came."""

    def __init__(self) -> None:
        super().__init__(CONCURRENT_UPDATES)
        # Weak: a chat's lock lives as long as somebody holds it or waits for it.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for this chat's turn, then handle the update."""
        key = _chat_of(update)
        if key is None:
            await coroutine
            return
        turn = self._turns.setdefault(key, asyncio.Lock())
        async with turn:  # asyncio.Lock is fair: first come, first served
            await coroutine

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def build(
    token: str,
    api_url: str,
    context: type[CallbackContext[Any, Any, Any, Any]],
    *,
    called: Called = uncounted,
    limits: Limits | None = None,
) -> AnyApplication:
    """An Application with all that is Gazette's, for handlers that take that context.

    `limits` are Telegram's where none are given; `called` hears of every call when it ends.
    """
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(WatchedRequest(called=called))
        # Long polling keeps a connection of its own, so that it never waits behind a reply.
        .get_updates_request(WatchedRequest(connections=1, called=called))
        .rate_limiter(ChatLimiter(limits))
        .concurrent_updates(PerChatProcessor())
        .context_types(ContextTypes(context=context))
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                allow_sending_without_reply=True,
            )
        )
        .build()
    )


def _chat_of(update: object) -> int | None:
    if not isinstance(update, Update):
        return None
    place = update.effective_chat or update.effective_user
    return place.id if place else None
