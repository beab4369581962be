"""PTB's bot with two leaner ways for what is done most: fetching updates and sending texts.

PTB builds an object of everything that Telegram answers. A text of ours with its buttons comes back
as sixty of them, which nobody looks at; and an update must be judged before it is worth one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any, Final

from telegram import Bot
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.telegram.answering import Answer
from bot.telegram.limits import ChatLimiter, Priority
from bot.telegram.request import AiohttpRequest, Parameters

Json = dict[str, Any]

POLL_SECONDS: Final = 30
# How much longer than it waits for updates an answer may take.
GRACE_SECONDS: Final = 10.0

# The response that the update in hand may be answered in; none while polling.
answer_in_hand: ContextVar[Answer | None] = ContextVar("answer_in_hand", default=None)


class NewsBot(ExtBot[Priority | None]):
    """All of PTB's bot, and `say` and `fetch` beside it."""

    def __init__(  # noqa: PLR0913 - what a bot is made of
        self,
        token: str,
        api_url: str,
        *,
        request: AiohttpRequest,
        polling: AiohttpRequest,
        limiter: ChatLimiter,
        defaults: Defaults,
    ) -> None:
        super().__init__(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=request,
            # Long polling keeps a connection of its own, so that it never waits behind a reply.
            get_updates_request=polling,
            rate_limiter=limiter,
            defaults=defaults,
        )
        self._sending = request
        self._polling = polling
        self._limiter = limiter

    @property
    def limiter(self) -> ChatLimiter:
        """What keeps the calls within Telegram's limits."""
        return self._limiter

    async def fetch(
        self, offset: int, kinds: Sequence[str], *, seconds: int = POLL_SECONDS
    ) -> list[Json]:
        """Updates from `offset` on as they came, after at most that many seconds."""
        asked = {"offset": offset, "timeout": seconds, "allowed_updates": list(kinds)}
        fetched = await self._polling.post(
            f"{self.base_url}/getUpdates",
            Parameters(asked),  # type: ignore[arg-type]  # AiohttpRequest takes them
            read_timeout=seconds + GRACE_SECONDS,
        )
        return fetched if isinstance(fetched, list) else []

    async def say(  # noqa: PLR0913 - what a message is made of
        self,
        chat_id: int,
        text: str,
        *,
        markup: Json | None = None,
        reply_to: int = 0,
        thread_id: int = 0,
        last: bool = False,
    ) -> None:
        """Send a text in our HTML, with buttons under it, through the limits as any other call.

        The `last` one of an answer may go back in the response to the webhook.
        """
        call: Json = {
            "chat_id": chat_id,
            "text": text,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": {"is_disabled": True},
        }
        if markup is not None:
            call["reply_markup"] = markup
        if thread_id:
            call["message_thread_id"] = thread_id
        if reply_to:
            call["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        answer = answer_in_hand.get() if last else None
        if answer is not None and answer.take({"method": "sendMessage", **call}):
            return
        await self._limiter.process_request(
            self._call, ("sendMessage", call), {}, "sendMessage", call, None
        )

    async def _call(self, endpoint: str, call: Json) -> Any:
        return await self._sending.post(
            f"{self.base_url}/{endpoint}",
            Parameters(call),  # type: ignore[arg-type]  # AiohttpRequest takes them
        )


def as_news_bot(bot: Bot) -> NewsBot:
    """The bot that an application of ours holds."""
    if not isinstance(bot, NewsBot):
        raise TypeError("the application was not built by bot.telegram.application.build")
    return bot
