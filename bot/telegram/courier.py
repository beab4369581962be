"""Brings one letter to its chat: message by message, each written down before and after."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any, Final

import structlog
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import BaseRateLimiter

from bot.errors import StoreError
from bot.render.keyboard import Button
from bot.store import Store
from bot.store.contents import Content, Part
from bot.store.letters import Letter, State
from bot.store.renaming import rename_chat
from bot.telegram.limits import Priority
from bot.telegram.markup import markup_of
from bot.telegram.outage import Outage
from bot.telegram.outcomes import Outcome, Policy, after, ended, outcome_of, put_back, sent

log = structlog.get_logger(__name__)

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_TAG: Final = re.compile(r"<[^>]+>")
# Most letters of an hour carry one of a few contents.
_REMEMBERED: Final = 64


class _LeaseLostError(Exception):
    """Somebody else has the letter by now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Errand:
    """A letter as it is now, and the ways in which its next message was tried in vain."""

    letter: Letter
    content: Content
    tried: frozenset[Outcome] = frozenset()

    @property
    def part(self) -> Part:
        """The next message."""
        return self.content.parts[self.letter.part]

    @property
    def plain(self) -> bool:
        """Whether it goes without tags, since Telegram could not read them."""
        return Outcome.UNPARSABLE in self.tried


class Courier:
    """Sends letters that were claimed, each in a task of its own.

    `bot` must have no limiter: each message takes its turn first, so that what waits for one is
    not in doubt yet. `under_way`: ids of the letters of which a message may be on its way.
    """

    def __init__(  # noqa: PLR0913 - what it stands on
        self,
        *,
        bot: Bot,
        limiter: BaseRateLimiter[Priority | None],
        store: Store,
        policy: Policy,
        now: Callable[[], datetime],
        draw: Callable[[], float],
    ) -> None:
        self._bot = bot
        self._limiter = limiter
        self._store = store
        self._policy = policy
        self._now = now
        self._draw = draw
        self._contents: dict[int, Content] = {}
        self._beginning = asyncio.Lock()
        self.outage = Outage()
        self.closing = False
        self.under_way: set[int] = set()

    async def deliver(self, letter: Letter) -> None:
        """Send what is left of a letter.

        Raises StoreError; any other fault of ours ends this letter and leaves the others alone.
        """
        errand = _Errand(letter=letter, content=await self._content(letter.content_id))
        try:
            while errand.letter.state is State.LEASED and not self.closing:
                errand = await self._next(errand)
        except asyncio.CancelledError:
            # Only where it waited for its turn: nothing is on its way.
            await self._put_back(errand.letter)
            raise
        except _LeaseLostError:
            log.warning("delivery.lease_lost", slot=letter.slot)
        except StoreError:
            raise
        except Exception as fault:
            log.exception("delivery.broken", slot=letter.slot)
            words = f"{type(fault).__name__}: {fault}"
            broken = ended(errand.letter, State.FAILED, Outcome.BROKEN, words, self._now())
            await self._store.outbox.keep(broken, self._now())
        else:
            await self._put_back(errand.letter)
        finally:
            self.under_way.discard(letter.id)

    async def _next(self, errand: _Errand) -> _Errand:
        """Send the next message; the errand after it."""
        letter = errand.letter
        if letter.part >= len(errand.content.parts):
            raise LookupError(f"content {letter.content_id} has no part {letter.part}")
        try:
            message = await self._limiter.process_request(
                self._post,
                (errand,),
                {},
                "sendMessage",
                {"chat_id": letter.chat_id},
                Priority(letter.priority),
            )
        except TelegramError as fault:
            return await self._failed(errand, fault)
        if not isinstance(message, dict):
            raise TypeError("the limiter gives back what it was given")
        self.outage.note(Outcome.SENT, draw=0.0, now=self._now())
        parts = len(errand.content.parts)
        letter = sent(letter, message["message_id"], parts=parts, now=self._now())
        await self._keep(letter)
        self.under_way.discard(letter.id)
        return _Errand(letter=letter, content=errand.content)

    async def _post(self, errand: _Errand) -> dict[str, Any]:
        """Write down that the message goes out, then let it go."""
        letter, part = errand.letter, errand.part
        # One after the other: were many written down together, all would be in doubt while the
        # first is being sent, and one that two crashes find in doubt is given up.
        async with self._beginning:
            self.under_way.add(letter.id)
            await self._keep(replace(letter, begun=True))
        message = await self._bot.send_message(
            letter.chat_id,
            _plain(part.html) if errand.plain else part.html,
            parse_mode=None if errand.plain else ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=letter.thread_id or None,
            reply_markup=markup_of(
                tuple(tuple(Button(**button) for button in row) for row in part.keyboard)
            ),
            connect_timeout=self._policy.answer_within,
            read_timeout=self._policy.answer_within,
        )
        return {"message_id": message.message_id}

    async def _failed(self, errand: _Errand, fault: TelegramError) -> _Errand:
        """Telegram refused the message, or nobody knows: do what follows from that."""
        letter, outcome = errand.letter, outcome_of(fault)
        self.outage.note(outcome, draw=self._draw(), now=self._now())
        if outcome not in errand.tried and (other := await self._other_way(letter, fault)):
            self.under_way.discard(letter.id)
            return replace(errand, letter=other, tried=errand.tried | {outcome})
        log.info("delivery.not_sent", slot=letter.slot, outcome=outcome, words=fault.message)
        letter = after(letter, fault, policy=self._policy, draw=self._draw(), now=self._now())
        # What follows comes first: after a crash in between the letter brings it about again.
        if outcome is Outcome.DEACTIVATED:
            await self._store.chats.forget(letter.chat_id)  # and this letter with it
        else:
            if outcome is Outcome.UNREACHABLE:
                await self._store.outbox.drop(letter.chat_id, outcome, self._now())
                await self._store.subscriptions.unreachable(letter.chat_id)
            await self._keep(letter)
        return replace(errand, letter=letter)

    async def _other_way(self, letter: Letter, fault: TelegramError) -> Letter | None:
        """The letter as it can be sent again at once, None where it cannot."""
        outcome = outcome_of(fault)
        if isinstance(fault, ChatMigrated):
            await rename_chat(self._store.database, letter.chat_id, fault.new_chat_id)
            return replace(letter, chat_id=fault.new_chat_id)
        if outcome is Outcome.THREAD_GONE:
            await self._store.outbox.leave_thread(letter.chat_id, letter.thread_id)
            return replace(letter, thread_id=0)
        return letter if outcome is Outcome.UNPARSABLE else None

    async def _keep(self, letter: Letter) -> None:
        if not await self._store.outbox.keep(letter, self._now()):
            raise _LeaseLostError

    async def _put_back(self, letter: Letter) -> None:
        """What is not finished is for whoever takes it next."""
        if letter.state is State.LEASED:
            await self._store.outbox.keep(put_back(letter), self._now())

    async def _content(self, content_id: int) -> Content:
        known = self._contents.get(content_id)
        if known is None:
            known = await self._store.contents.get(content_id) or Content(parts=())
            while len(self._contents) >= _REMEMBERED:
                self._contents.pop(next(iter(self._contents)))
            self._contents[content_id] = known
        return known


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html))
