"""Handlers as functions: an Ask in, a Reply out, over a real store and the real summariser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping, Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from telegram import Update

from bot.errors import DocumentError, FetchError
from bot.feeds.document_workers import readable
from bot.feeds.http import Fetcher
from bot.feeds.reading import Reading
from bot.model import Draft, Role
from bot.news.audit import Audit
from bot.news.briefing import Briefing
from bot.news.desk import Desk
from bot.news.digests import Digests
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.roles import RESERVED, ROLE_CHANGES, Roles
from bot.news.summaries import Summaries
from bot.news.topic_desk import TopicDesk
from bot.news.topics import Vocabulary
from bot.news.vocabulary import load_vocabulary
from bot.render.texts import texts_in
from bot.sandbox import Sandbox
from bot.store import open_store
from bot.telegram.application import AnyApplication, build
from bot.telegram.limits import ChatLimiter, Limits
from handlers import Context, Services, register
from handlers.context import Ask
from summarizer import Document, JointSummary, Summary, summarize, summarize_many
from summarizer.pool import SummaryPool
from tests.bot.news.feed_writing import feeding_here

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TOKEN = "42:a-token-for-handlers"
OWNER = 1003
# Nobody waits for Telegram's limits here: they have tests of their own.
UNHURRIED = Limits(per_second=300, burst=1_000, per_group_minute=1_000)
Asking = Callable[..., Ask]
Hear = Callable[..., Awaitable[list[str]]]
Logged = list[MutableMapping[str, Any]]


class InThisProcess(SummaryPool):
    """The real summariser without its worker processes, which take long to start."""

    async def summarize(self, text: str, **options: Any) -> Summary:
        return await asyncio.to_thread(summarize, text, **options)

    async def summarize_many(self, documents: Sequence[Document], **options: Any) -> JointSummary:
        return await asyncio.to_thread(summarize_many, documents, **options)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
async def services(tmp_path: Path, vocabulary: Vocabulary) -> AsyncIterator[Services]:
    vocabulary = copy(vocabulary)  # editors may change theirs; loading it takes long
    web = Fetcher(agent="Gazette/test", now=lambda: NOW, allowed={"127.0.0.1"})
    async with open_store(tmp_path / "gazette.db") as store, web as fetcher:
        preparing = Preparing(vocabulary=vocabulary, summarise=InThisProcess().summarize)
        newsroom = Newsroom(store=store, preparing=preparing)
        desk = Desk(store=store, newsroom=newsroom)
        topic_desk = TopicDesk(own_topics=store.own_topics, vocabulary=vocabulary)
        feeds = feeding_here(store, fetcher, newsroom, vocabulary)
        yield Services(
            store=store,
            briefing=Briefing(
                articles=store.articles, search_index=store.search, vocabulary=vocabulary
            ),
            newsroom=newsroom,
            desk=desk,
            read_page=no_page,
            read_document=read_here,
            summaries=Summaries(kept=store.summaries, pool=InThisProcess(), now=lambda: NOW),
            vocabulary=vocabulary,
            topic_desk=topic_desk,
            roles=(roles := Roles(store.people, frozenset({OWNER}))),
            audit=Audit(
                trail=store.audit,
                undo={
                    **dict.fromkeys(ROLE_CHANGES, roles.undo),
                    **desk.undo,
                    **topic_desk.undo,
                    **feeds.desk.undo,
                },
                reserved=RESERVED,
            ),
            feeds=feeds,
            digests=Digests(store=store, vocabulary=vocabulary, patience=timedelta(hours=3)),
            messages_per_second=30,
            throttle_per_minute=100,
            now=lambda: NOW,
        )


async def no_page(address: str) -> Draft:
    """The web, where a test has none."""
    raise FetchError("fetch.dns", host=address)


async def read_here(data: bytes, name: str) -> Reading:
    """Documents read without a worker process."""
    drafts, faults = readable(data, name)
    return Reading(drafts=drafts, faults=tuple(DocumentError(f.key, **f.arguments) for f in faults))


@pytest.fixture
def ask(services: Services) -> Asking:
    """Makes an Ask of a reader in a private chat, changed as told."""

    def made(words: str = "", *, language: str = "en", **changes: Any) -> Ask:
        asked: dict[str, Any] = {
            "services": services,
            "texts": texts_in(language),
            "now": NOW,
            "chat_id": 7,
            "user_id": 7,
            "role": Role.READER,
            "private": True,
            "bot_name": "GazetteBot",
            "words": words,
        }
        return Ask(**(asked | changes))

    return made


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def application(sandbox: Sandbox) -> AsyncIterator[AnyApplication]:
    """An application whose bot can make calls; nobody polls."""
    address = await sandbox.start("127.0.0.1", 0)
    application = build(TOKEN, address, Context, limiter=ChatLimiter(UNHURRIED))
    await application.initialize()
    yield application
    await application.shutdown()


@pytest.fixture
async def hear(application: AnyApplication, services: Services, sandbox: Sandbox) -> Hear:
    """Gives the bot an update; what it says then, in any chat."""
    await add(services, "The river", text="The river rose. The town slept.")
    register(application, services)

    async def heard(kind: str = "message", **update: Any) -> list[str]:
        before = {chat.id: dict(chat.messages) for chat in sandbox.world.chats.values()}
        given = Update.de_json({"update_id": 1, kind: update}, application.bot)
        await application.process_update(given)
        return [
            told.get("text") or told.get("caption", "")
            for chat in sandbox.world.chats.values()
            for number, told in chat.messages.items()
            if number not in before[chat.id]
        ]

    return heard


@pytest.fixture
def logged() -> Iterator[Logged]:
    with structlog.testing.capture_logs() as entries:
        yield entries


async def add(services: Services, title: str, *, text: str = "", **more: Any) -> int:
    """Store an article; its id."""
    topics = more.pop("topics", ())
    draft = Draft(title=title, text=text, published=NOW - timedelta(hours=2), **more)
    added = await services.store.articles.add(draft, now=NOW, language="en", gist="", topics=topics)
    assert added is not None
    return added.id
