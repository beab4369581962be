"""A Reply becomes messages: sent, or put in the place of the one that was tapped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.render.keyboard import Keyboard
from bot.render.parts import shorten, split
from handlers.context import Reply

# Telegram's limit for the note on a tap.
TOAST_UNITS = 200
PATIENCE_SECONDS = 0.7
# Telegram shows the action for five seconds.
TYPING_SECONDS = 4.5


async def send(bot: Bot, update: Update, chat_id: int, reply: Reply) -> None:
    """Answer the tap if there was one, then show the reply where it belongs."""
    query = update.callback_query
    if query is not None:
        await _answer(query, reply)
    parts = split(reply.text)
    if not parts:
        return
    markup = markup_of(reply.keyboard)
    if (
        query is not None
        and reply.edit
        and len(parts) == 1
        and await _edit(query, parts[0], markup)
    ):
        return
    for number, part in enumerate(parts, start=1):
        last = number == len(parts)
        await _send_new(bot, update, chat_id, part, markup if last else None)


def markup_of(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """Our buttons as Telegram's."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.text, url=button.url or None, callback_data=button.data or None
                )
                for button in row
            ]
            for row in keyboard
        ]
    )


@asynccontextmanager
async def typing(bot: Bot, chat_id: int) -> AsyncIterator[None]:
    """Show "typing…" while the block takes longer than a reader expects."""

    async def show() -> None:
        await asyncio.sleep(PATIENCE_SECONDS)
        while True:
            with suppress(TelegramError):
                await bot.send_chat_action(chat_id, ChatAction.TYPING)
            await asyncio.sleep(TYPING_SECONDS)

    task = asyncio.create_task(show())
    try:
        yield
    finally:
        task.cancel()


async def _answer(query: CallbackQuery, reply: Reply) -> None:
    try:
        await query.answer(shorten(reply.toast, TOAST_UNITS) or None, show_alert=reply.alert)
    except TelegramError:
        # Too old to be answered, or Telegram stumbles: what was asked for can still be shown.
        return


async def _edit(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None) -> bool:
    """Edit the tapped message; False where that cannot be and a new one is due."""
    try:
        await query.edit_message_text(text, reply_markup=markup)
    except BadRequest as fault:
        # A double tap: the message already says this.
        return "not modified" in fault.message
    return True


async def _send_new(
    bot: Bot, update: Update, chat_id: int, text: str, markup: InlineKeyboardMarkup | None
) -> None:
    message = update.effective_message
    if not isinstance(message, Message):
        await bot.send_message(chat_id, text, reply_markup=markup)
        return
    asked_in_a_group = update.callback_query is None and message.chat.type != ChatType.PRIVATE
    await message.reply_text(text, reply_markup=markup, do_quote=asked_in_a_group)
