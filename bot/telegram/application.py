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
from bot.telegram.request import AiohttpRequest

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def build(
    token: str,
    api_url: str,
    context: type[CallbackContext[Any, Any, Any, Any]],
    *,
    proxy: str = "",
) -> AnyApplication:
    """An Application with all that is Gazette's, for handlers that take that context."""
    bot = NewsBot(
        token,
        api_url,
        request=AiohttpRequest(proxy=proxy),
        polling=AiohttpRequest(connections=1, proxy=proxy),
        limiter=ChatLimiter(),
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
