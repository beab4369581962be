"""python-telegram-bot as it comes: every message is answered with the same 1 KB."""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

TEXT = "x" * 1000


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(TEXT)


application = ApplicationBuilder().token("1:x").base_url(f"{sys.argv[1]}/bot").build()
application.add_handler(MessageHandler(filters.ALL, echo))
application.run_polling()
