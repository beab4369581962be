"""Builds PTB's Application: our bot, our transport, our limits. Updates come in by `Intake`."""

from __future__ import annotations

from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    ContextTypes,
    Defaults,
)

from bot.telegram.calling import NewsBot
from bot.telegram.limits import ChatLimiter
from bot.telegram.watched import Called, WatchedRequest, uncounted

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def build(  # noqa: PLR0913 - what differs from bot to bot
    token: str,
    api_url: str,
    context: type[CallbackContext[Any, Any, Any, Any]],
    *,
    proxy: str = "",
    called: Called = uncounted,
    limiter: ChatLimiter | None = None,
) -> AnyApplication:
    """An Application with all that is Gazette's, for handlers that take that context.

    Without a `limiter` there is one with Telegram's limits. `called` hears of every call's end.
    """
    bot = NewsBot(
        token,
        api_url,
        request=WatchedRequest(called=called, proxy=proxy),
        polling=WatchedRequest(called=called, proxy=proxy, connections=1),
        limiter=ChatLimiter() if limiter is None else limiter,
        defaults=Defaults(
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            allow_sending_without_reply=True,
        ),
    )
    return (
        ApplicationBuilder()
        .bot(bot)
        .updater(None)
        .context_types(ContextTypes(context=context))
        .build()
    )
