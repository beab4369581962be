"""A message that goes on being edited while something takes long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from markupsafe import Markup
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError

from handlers.context import NOTHING

log = structlog.get_logger(__name__)

# Telegram lets a bot write about once a second into a chat.
PAUSE_SECONDS: Final = 1.0


class Progress:
    """Shows the newest text in one message, edited at most once a second.

    That Telegram fails at it is logged and no more: the work goes on.
    """

    def __init__(
        self, bot: Bot, chat_id: int, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._sleep = sleep
        self._message_id = 0
        self._shown = self._wanted = NOTHING
        self._pause: asyncio.Task[None] | None = None
        # An edit on its way must not arrive after the reply.
        self._drawing = asyncio.Lock()

    @property
    def begun(self) -> bool:
        """Whether anything was ever shown."""
        return bool(self._wanted)

    async def show(self, text: Markup) -> None:
        """Show a text, at once or as soon as the pause is over."""
        self._wanted = text
        if self._pause is None:
            await self._draw()
            self._pause = asyncio.create_task(self._draw_after_pauses())

    async def settle(self) -> None:
        """Stop; the last text is shown."""
        await self._stop()
        if self._wanted != self._shown:
            await self._draw()

    async def become(self, text: Markup, markup: InlineKeyboardMarkup | None) -> bool:
        """Put the reply in the message's place. False where there is none, or it cannot be."""
        await self._stop()
        if not self._message_id:
            return False
        self._shown = self._wanted = text
        try:
            await self._edit(text, markup)
        except BadRequest as fault:
            return "not modified" in fault.message
        return True

    async def vanish(self) -> None:
        """Take the message away: what it was about is told elsewhere."""
        await self._stop()
        if self._message_id:
            message_id, self._message_id = self._message_id, 0
            try:
                await self._bot.delete_message(self._chat_id, message_id)
            except TelegramError as fault:
                log.info("progress.not_deleted", reason=fault.message)

    async def _stop(self) -> None:
        async with self._drawing:
            if self._pause is not None:
                self._pause.cancel()
                self._pause = None

    async def _draw_after_pauses(self) -> None:
        await self._sleep(PAUSE_SECONDS)
        while self._wanted != self._shown:
            await self._draw()
            await self._sleep(PAUSE_SECONDS)
        self._pause = None

    async def _draw(self) -> None:
        async with self._drawing:
            self._shown = self._wanted
            try:
                if self._message_id:
                    await self._edit(self._shown, None)
                else:
                    sent = await self._bot.send_message(self._chat_id, self._shown)
                    self._message_id = sent.message_id
            except TelegramError as fault:
                log.info("progress.not_shown", reason=fault.message)

    async def _edit(self, text: Markup, markup: InlineKeyboardMarkup | None) -> None:
        await self._bot.edit_message_text(
            text, self._chat_id, self._message_id, reply_markup=markup
        )
