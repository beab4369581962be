"""What goes on while a broadcast is under way: letters, the progress in one message, a recall."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.broadcast_model import Broadcast, Stage
from bot.news.broadcasting import Broadcasting
from bot.render.texts import texts_in
from bot.store.letters import Letter
from bot.telegram.limits import Priority
from bot.telegram.markup import markup_of
from handlers.broadcasts.page import page
from handlers.context import Services, Sheet

log = structlog.get_logger(__name__)

# Telegram lets a bot edit a message often, but nobody reads so fast.
SHOWN_EVERY: Final = timedelta(seconds=3)
# Messages that are deleted at a time.
RECALLED_AT_ONCE: Final = 30


@dataclass(frozen=True, slots=True)
class _Shown:
    sheet: Sheet
    stage: Stage
    at: datetime


class Rounds:
    """Sees to the broadcasts under way; a restart finds them, and their messages, in the store."""

    def __init__(self, bot: ExtBot[Priority | None], services: Services) -> None:
        self._bot = bot
        self._services = services
        self._broadcasting = Broadcasting(store=services.store)
        self._shown: dict[int, _Shown] = {}

    async def round(self) -> timedelta | None:
        """One round; returns when the next is due, None for whenever. Raises StoreError."""
        deleted = 0
        for broadcast in await self._broadcasting.round(self._services.now()):
            recalling = broadcast.stage is Stage.RECALLED
            deleted += await self._recall(broadcast) if recalling else 0
            over = broadcast.stage.final and await self._through(broadcast)
            if await self._show(broadcast, over=over) and over:
                await self._services.store.broadcasts.end(broadcast, self._services.now())
                self._shown.pop(broadcast.id, None)
        return timedelta(0) if deleted else None

    async def _through(self, broadcast: Broadcast) -> bool:
        """Whether nothing of it is still to be sent or deleted."""
        results, now = self._services.store.broadcast_results, self._services.now()
        if broadcast.stage is Stage.RECALLED and await results.recallable(broadcast, 1, now):
            return False
        return await results.through(broadcast)

    async def _show(self, broadcast: Broadcast, *, over: bool) -> bool:
        """Show how it stands, if that is news; False where Telegram is to be tried again."""
        now, last = self._services.now(), self._shown.get(broadcast.id)
        same_stage = last is not None and last.stage is broadcast.stage
        if last and same_stage and not over and now - last.at < SHOWN_EVERY:
            return True
        chat = await self._services.store.chats.get(broadcast.person_id)
        texts = texts_in(chat.language if chat else "")
        sheet = await page(self._services, texts, broadcast, now)
        if last is None or last.sheet != sheet:
            try:
                await self._write(broadcast, sheet)
            except (BadRequest, Forbidden) as fault:
                log.info("broadcast.not_shown", reason=fault.message)
            except TelegramError as fault:
                log.info("broadcast.not_shown", reason=fault.message)
                return False
        self._shown[broadcast.id] = _Shown(sheet, broadcast.stage, now)
        return True

    async def _write(self, broadcast: Broadcast, sheet: Sheet) -> None:
        """Edit the message, or send another where it is gone."""
        markup = markup_of(sheet.keyboard)
        if broadcast.message_id:
            try:
                await self._bot.edit_message_text(
                    sheet.text, broadcast.person_id, broadcast.message_id, reply_markup=markup
                )
            except BadRequest as fault:
                if "not modified" in fault.message.lower():
                    return
            else:
                return
        sent = await self._bot.send_message(broadcast.person_id, sheet.text, reply_markup=markup)
        await self._services.store.broadcasts.show(broadcast.id, sent.message_id)

    async def _recall(self, broadcast: Broadcast) -> int:
        """Delete some of what was sent; returns of how many messages the fate is known."""
        results = self._services.store.broadcast_results
        some = await results.recallable(broadcast, RECALLED_AT_ONCE, self._services.now())
        fates = await asyncio.gather(*map(self._deleted, some))
        told = {
            letter.id: gone for letter, gone in zip(some, fates, strict=True) if gone is not None
        }
        await results.recalled(told)
        return len(told)

    async def _deleted(self, letter: Letter) -> bool | None:
        """Whether its message is deleted now; None where Telegram is to be asked again."""
        try:
            await self._bot.delete_messages(
                letter.chat_id, letter.messages, rate_limit_args=Priority.BROADCAST
            )
        except (BadRequest, Forbidden) as fault:
            log.info("broadcast.not_deleted", slot=letter.slot, reason=fault.message)
            return False
        except TelegramError as fault:
            log.info("broadcast.delete_later", slot=letter.slot, reason=fault.message)
            return None
        return True
