"""Handlers as functions: an Ask in, a Reply out, over a real store and the real summariser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.model import Draft, Role
from bot.news.briefing import Briefing
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.summaries import Summaries
from bot.news.topics import Vocabulary
from bot.news.vocabulary import load_vocabulary
from bot.render.texts import texts_in
from bot.sandbox import Sandbox
from bot.store import open_store
from bot.telegram.application import AnyApplication, build
from handlers import Context, Services
from handlers.context import Ask
from summarizer import Summary, summarize
from summarizer.pool import SummaryPool

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TOKEN = "42:a-token-for-handlers"
OWNER = 1003
Asking = Callable[..., Ask]
Logged = list[MutableMapping[str, Any]]


class InThisProcess(SummaryPool):
    """The real summariser without its worker processes, which take long to start."""

    async def summarize(self, text: str, **options: Any) -> Summary:
        return await asyncio.to_thread(summarize, text, **options)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
async def services(tmp_path: Path, vocabulary: Vocabulary) -> AsyncIterator[Services]:
    async with open_store(tmp_path / "gazette.db") as store:
        yield Services(
            store=store,
            briefing=Briefing(
                articles=store.articles, search_index=store.search, vocabulary=vocabulary
            ),
            newsroom=Newsroom(
                store=store,
                preparing=Preparing(vocabulary=vocabulary, summarise=InThisProcess().summarize),
            ),
            summaries=Summaries(kept=store.summaries, pool=InThisProcess(), now=lambda: NOW),
            vocabulary=vocabulary,
            owners=frozenset({OWNER}),
            throttle_per_minute=100,
            now=lambda: NOW,
        )


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
    application = build(TOKEN, address, Context)
    await application.initialize()
    yield application
    await application.shutdown()


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
