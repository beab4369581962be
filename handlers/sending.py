"""A Reply becomes messages: sent, or put in the place of the one that was tapped."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import structlog
from markupsafe import Markup
from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.render.keyboard import Keyboard
from bot.render.parts import length, shorten, split
from bot.telegram.calling import as_news_bot
from bot.telegram.markup import markup_of
from handlers.context import NOTHING, Letter, Reply
from handlers.progress import Progress

log = structlog.get_logger(__name__)

# Telegram's limits for the note on a tap and the caption of a file.
TOAST_UNITS = 200
CAPTION_UNITS = 1024
PATIENCE_SECONDS = 0.7
# Telegram shows the action for five seconds.
TYPING_SECONDS = 4.5


async def send(
    bot: Bot, update: Update, chat_id: int, reply: Reply, progress: Progress | None = None
) -> None:
    """Answer the tap if there was one, then show the reply where it belongs."""
    query = update.callback_query
    if query is not None:
        await _answer(query, reply)
    text = reply.text
    if reply.document is not None or reply.picture:
        text = await _send_file(bot, chat_id, reply)
    if reply.asks_location:
        await _ask_location(bot, chat_id, reply)
        return
    parts = split(text)
    outgoing: list[tuple[Markup, Keyboard]] = []
    if not await _replaced(query, reply, parts, progress):
        outgoing += [(part, reply.keyboard if part is parts[-1] else ()) for part in parts]
    outgoing += [(sheet.text, sheet.keyboard) for sheet in reply.more]
    await _send_new(bot, update, chat_id, outgoing)


async def send_letters(bot: Bot, letters: Iterable[Letter]) -> None:
    """Send messages to other chats, one after the other; what cannot be sent is passed over."""
    for letter in letters:
        try:
            for part, buttons in _buttons_last(split(letter.text), markup_of(letter.keyboard)):
                await bot.send_message(letter.chat_id, part, reply_markup=buttons)
        except TelegramError as fault:
            log.info("letter.not_sent", chat=letter.chat_id, reason=fault.message)


class Typing:
    """Shows "typing…" while the block takes longer than a reader expects."""

    __slots__ = ("_bot", "_chat_id", "_task", "_timer")

    _timer: asyncio.TimerHandle

    def __init__(self, bot: Bot, chat_id: int) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        # A timer costs a tenth of a task, and nearly no reader waits that long.
        self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._begin)

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._show())

    async def _show(self) -> None:
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(self._chat_id, ChatAction.TYPING)
            await asyncio.sleep(TYPING_SECONDS)


def _buttons_last(
    parts: tuple[Markup, ...], markup: InlineKeyboardMarkup | None
) -> Iterator[tuple[Markup, InlineKeyboardMarkup | None]]:
    for part in parts:
        yield part, markup if part is parts[-1] else None


async def _replaced(
    query: CallbackQuery | None,
    reply: Reply,
    parts: tuple[Markup, ...],
    progress: Progress | None,
) -> bool:
    """Put the reply in the place of a message that is there; False where new ones are due."""
    if progress is not None and not progress.begun:
        progress = None
    if progress is None and (query is None or not reply.edit):
        return False
    fits, markup = len(parts) == 1, markup_of(reply.keyboard)
    if query is not None and reply.edit and fits and await _edit(query, parts[0], markup):
        if progress is not None:
            await progress.vanish()
        return True
    if progress is None:
        return False
    if fits and await progress.become(parts[0], markup):
        return True
    if reply.document is not None or reply.picture:
        await progress.vanish()
    else:
        await progress.settle()
    return False


async def _ask_location(bot: Bot, chat_id: int, reply: Reply) -> None:
    """Only a button in the place of the reader's own keyboard can send a location."""
    button = KeyboardButton(reply.asks_location, request_location=True)
    markup = ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    await bot.send_message(chat_id, reply.text, reply_markup=markup)


async def _send_file(bot: Bot, chat_id: int, reply: Reply) -> Markup:
    """Send the file, with the text as its caption; what is left to say where it is too long."""
    fits = length(reply.text) <= CAPTION_UNITS
    caption = reply.text if fits else None
    markup = markup_of(reply.keyboard) if fits else None
    if reply.document is not None:
        file = InputFile(reply.document.content, filename=reply.document.name)
        await bot.send_document(chat_id, file, caption=caption, reply_markup=markup)
    else:
        await bot.send_photo(chat_id, reply.picture, caption=caption, reply_markup=markup)
    return NOTHING if fits else reply.text


async def _answer(query: CallbackQuery, reply: Reply) -> None:
    try:
        toast = shorten(reply.toast, TOAST_UNITS) or None
        await query.answer(toast, show_alert=reply.alert, url=reply.link or None)
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
    bot: Bot, update: Update, chat_id: int, outgoing: Sequence[tuple[Markup, Keyboard]]
) -> None:
    """Send messages with their buttons, one after the other."""
    message = update.effective_message
    in_a_group = isinstance(message, Message) and message.chat.type != ChatType.PRIVATE
    reply_to = message.message_id if message and in_a_group and not update.callback_query else 0
    in_a_topic = in_a_group and message is not None and message.is_topic_message
    thread_id = (message.message_thread_id or 0) if message and in_a_topic else 0
    for place, (text, keyboard) in enumerate(outgoing, start=1):
        await as_news_bot(bot).say(
            chat_id,
            text,
            markup=_buttons_json(keyboard),
            reply_to=reply_to,
            thread_id=thread_id,
            last=place == len(outgoing),
        )


def _buttons_json(keyboard: Keyboard) -> dict[str, Any] | None:
    """Our buttons as Telegram's JSON."""
    if not keyboard:
        return None
    rows = [
        [
            {"text": button.text, "url": button.url}
            if button.url
            else {"text": button.text, "callback_data": button.data}
            for button in row
        ]
        for row in keyboard
    ]
    return {"inline_keyboard": rows}
