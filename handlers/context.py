"""What a handler is given and what it gives back. No Telegram object passes this line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from time import perf_counter
from typing import Any, Final

from markupsafe import Markup
from telegram.ext import CallbackContext, ExtBot

from bot.drawing import drawn
from bot.errors import NotFoundError, RoleError
from bot.feeds.reading import Reading
from bot.incidents import Incidents
from bot.metrics import Metrics
from bot.model import Draft, Listing, Role
from bot.news.audit import Audit, Who
from bot.news.briefing import Briefing
from bot.news.desk import Desk
from bot.news.digests import Digests
from bot.news.feeding import Feeding
from bot.news.newsroom import Newsroom
from bot.news.roles import Roles
from bot.news.summaries import Summaries
from bot.news.topic_desk import TopicDesk
from bot.news.topics import Vocabulary
from bot.render.charts import Chart
from bot.render.keyboard import Keyboard
from bot.render.texts import Texts
from bot.store import Store
from bot.store.dialogs import Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """All that the handlers stand on; built once, in gazette.py.

    `read_page(address)` gives a web page's article, `read_document(data, name)` a document's.
    """

    store: Store
    briefing: Briefing
    newsroom: Newsroom
    desk: Desk
    read_page: Callable[[str], Awaitable[Draft]]
    read_document: Callable[[bytes, str], Awaitable[Reading]]
    summaries: Summaries
    vocabulary: Vocabulary
    topic_desk: TopicDesk
    roles: Roles
    audit: Audit
    feeds: Feeding
    digests: Digests
    messages_per_second: int
    throttle_per_minute: int
    now: Callable[[], datetime]
    metrics: Metrics = field(default_factory=Metrics)
    incidents: Incidents = field(default_factory=Incidents)
    draw: Callable[[Chart], Awaitable[bytes]] = drawn


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


async def _no_files(file_id: str) -> bytes:
    raise NotFoundError("document.gone", file=file_id)


async def _unseen(text: Markup) -> None:
    """Progress that nobody watches."""
    del text


async def _nobodys(chat: int | str) -> Place:
    raise RoleError("chats.not_admin", chat=chat)


class Where(StrEnum):
    """In which chats a command makes sense."""

    ANYWHERE = "anywhere"
    PRIVATE = "private"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A group or channel: Telegram's id of it, and what it is called."""

    id: int
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A document that somebody sent: Telegram's id of the file, its name, its size in bytes."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A message as material: its words, who wrote it, and where it was forwarded from.

    `html` is the words with their formatting, as Telegram HTML.
    `user_id` is its author's, also where somebody else forwarded it; 0 where that is hidden, a
    channel, a bot. `source` is the channel, chat or person it was forwarded from ("" when it was
    not), `url` the address of a public channel's post. `links` are the addresses behind its words,
    `buttons` the callback data under it, where the bot itself wrote it.
    """

    text: str = ""
    html: str = ""
    user_id: int = 0
    user_name: str = ""
    source: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    attachment: Attachment | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """What a person asked: a command, a tap or plain text, with everything an answer needs.

    `words` is what stands after the command, `quoted` the text of the message replied to, `data`
    the arguments of a tapped button. `post` is the message itself, `replied` the one replied to;
    `conversation` is the dialog that this person has open in this private chat.

    `download(file_id)` gives the bytes of a file of `post` or `replied`. `progress(text)` shows a
    message that goes on being edited; the reply takes its place in the end. `album` is the same
    for all documents that were sent together: each is asked for by itself, one after the other,
    under the same command, and they share one message of progress.

    `began` is a reading of `perf_counter` from when it came in.

    `thread_id` is the forum topic that it was said in, 0 for none; `location` the latitude and
    longitude that were sent, in degrees. `administers(chat)` is the group or channel of that id or
    @name, where Telegram says that this person is an admin of it and that the bot may write there;
    a NotFoundError or RoleError otherwise.
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
    post: Post = field(default_factory=Post)
    replied: Post | None = None
    album: str = ""
    conversation: Conversation | None = None
    thread_id: int = 0
    location: tuple[float, float] | None = None
    began: float = field(default_factory=perf_counter)
    administers: Callable[[int | str], Awaitable[Place]] = _nobodys
    download: Callable[[str], Awaitable[bytes]] = _no_files
    progress: Callable[[Markup], Awaitable[None]] = _unseen

    @property
    def who(self) -> Who:
        """Whom the audit trail names."""
        return Who(id=self.user_id, name=self.first_name or str(self.user_id))

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
class Letter:
    """A message to another chat than the one that asked."""

    chat_id: int
    text: Markup
    keyboard: Keyboard = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One message of an answer that has several, each with buttons of its own."""

    text: Markup
    keyboard: Keyboard = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file to send with an answer."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer. After a tap, `edit` puts it in the place of the message that was tapped.

    `toast` is the short note on a tap (plain text, 200 characters), `alert` shows it as a box;
    `link` is an address of ours (https://t.me/BOT?start=…) that opens for who tapped.
    `new_menu` asks for this chat's command menu to be set again, in the reader's new language;
    `new_menus` for those of other people, whose role has changed. `letters` go to other chats
    after the answer, unhurried; `document`, or a `picture` (a PNG), goes with it. `asks_location`
    puts a button of that name where the keyboard is, which sends the place that the reader is at.
    `more` are further messages.
    """

    text: Markup = NOTHING
    keyboard: Keyboard = ()
    edit: bool = False
    toast: str = ""
    alert: bool = False
    link: str = ""
    new_menu: bool = False
    new_menus: tuple[int, ...] = ()
    letters: tuple[Letter, ...] = ()
    document: Document | None = None
    picture: bytes = b""
    asks_location: str = ""
    more: tuple[Sheet, ...] = ()


Handler = Callable[[Ask], Awaitable[Reply]]
