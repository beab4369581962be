"""What a handler is given and what it gives back. No Telegram object passes this line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from markupsafe import Markup
from telegram.ext import CallbackContext, ExtBot

from bot.model import Listing
from bot.news.briefing import Briefing
from bot.news.summaries import Summaries
from bot.news.topics import Vocabulary
from bot.render.keyboard import Keyboard
from bot.render.texts import Texts
from bot.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """All that the handlers stand on; built once, in gazette.py."""

    store: Store
    briefing: Briefing
    summaries: Summaries
    vocabulary: Vocabulary
    owners: frozenset[int]
    throttle_per_minute: int
    now: Callable[[], datetime]


Data = dict[str, Any]


class Context(CallbackContext[ExtBot[None], Data, Data, Data]):
    """PTB's context, which carries our services."""

    @property
    def services(self) -> Services:
        """What `register` put into the application."""
        services = self.bot_data["services"]
        if not isinstance(services, Services):
            raise TypeError("register(application, services) comes first")
        return services


class Where(StrEnum):
    """In which chats a command makes sense."""

    ANYWHERE = "anywhere"
    PRIVATE = "private"


class Role(StrEnum):
    """Who may use a command."""

    READER = "reader"
    OWNER = "owner"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """What a person asked: a command, a tap or plain text, with everything an answer needs.

    `words` is what stands after the command, `quoted` the text of the message replied to, `data`
    the arguments of a tapped button.
    """

    services: Services
    texts: Texts
    now: datetime
    chat_id: int
    user_id: int
    role: Role
    private: bool
    bot_name: str
    first_name: str = ""
    command: str = ""
    words: str = ""
    quoted: str = ""
    data: tuple[str, ...] = ()

    def number(self, place: int) -> int:
        """That argument of a button as a number; 0 where a forged one is none."""
        value = self.data[place] if place < len(self.data) else ""
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else 0  # noqa: PLR2004 - 64 bits

    async def listing(self, listing_id: int) -> Listing | None:
        """A list that THIS chat was shown: an id from another chat finds nothing."""
        listing = await self.services.store.listings.get(listing_id)
        return listing if listing is not None and listing.chat_id == self.chat_id else None


NOTHING: Final = Markup("")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer. After a tap, `edit` puts it in the place of the message that was tapped.

    `toast` is the short note on a tap (plain text, 200 characters), `alert` shows it as a box.
    `new_menu` asks for this chat's command menu to be set again, in the reader's new language.
    """

    text: Markup = NOTHING
    keyboard: Keyboard = ()
    edit: bool = False
    toast: str = ""
    alert: bool = False
    new_menu: bool = False


Handler = Callable[[Ask], Awaitable[Reply]]
