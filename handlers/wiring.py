"""Opens what a bot stands on and puts it together: the store, the workers, the services.

The one place where the parts meet; each is imported here only when a bot is really built.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.feeds.http import Fetcher
    from bot.feeds.workers import FeedWorkers
    from bot.metrics import Metrics
    from bot.news.audit import Audit, Undo
    from bot.news.briefing import Briefing
    from bot.news.digests import Digests
    from bot.news.ingest import Ingest
    from bot.news.roles import Roles
    from bot.news.topics import Vocabulary
    from bot.settings import Settings
    from bot.store import Store
    from bot.telegram.application import AnyApplication
    from bot.telegram.intake import Intake
    from bot.telegram.watched import Called
    from handlers.context import Services
    from summarizer.pool import SummaryPool

# What the servers of pages and feeds are told of who asks.
AGENT = "Gazette/0.1 (a news bot)"


@asynccontextmanager
async def wired(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[Services]:
    """Open the store and the worker processes, and build everything that stands on them."""
    from bot.feeds.document_workers import read_apart
    from bot.metrics import Metrics
    from bot.news.desk import Desk
    from bot.news.feeding import feeding
    from bot.news.newsroom import Newsroom
    from bot.news.preparing import Preparing
    from bot.news.roles import Roles
    from bot.news.summaries import Summaries
    from bot.news.topic_desk import TopicDesk
    from bot.news.vocabulary import load_vocabulary
    from handlers.context import Services

    async with AsyncExitStack() as stack:
        metrics = Metrics()
        store = await stack.enter_async_context(_store(settings, metrics))
        pool, workers, fetcher = await _outside(stack, settings, now)
        vocabulary = load_vocabulary(_seeds(settings) / "topics.toml")
        preparing = Preparing(vocabulary=vocabulary, summarise=pool.summarize)
        topic_desk = TopicDesk(own_topics=store.own_topics, vocabulary=vocabulary)
        await topic_desk.reload()
        newsroom = Newsroom(store=store, preparing=preparing)
        desk = Desk(store=store, newsroom=newsroom)
        feeds = feeding(
            store=store, vocabulary=vocabulary, newsroom=newsroom, fetcher=fetcher, workers=workers
        )
        roles = Roles(store.people, settings.admins)
        await roles.reload()
        yield Services(
            store=store,
            briefing=_briefing(store, vocabulary),
            newsroom=newsroom,
            desk=desk,
            read_page=feeds.pages.read,
            read_document=partial(read_apart, workers),
            summaries=Summaries(kept=store.summaries, pool=pool, now=now, metrics=metrics),
            vocabulary=vocabulary,
            topic_desk=topic_desk,
            digests=_digests(settings, store, vocabulary, metrics),
            roles=roles,
            audit=audit_trail(store, roles, {**desk.undo, **feeds.desk.undo, **topic_desk.undo}),
            feeds=feeds,
            metrics=metrics,
            messages_per_second=settings.messages_per_second,
            throttle_per_minute=settings.throttle_per_minute,
            now=now,
        )


def _store(settings: Settings, metrics: Metrics) -> AbstractAsyncContextManager[Store]:
    """The database, each statement of which is timed."""
    from bot.store import open_store
    from bot.store.sqlite import Observers

    observers = Observers(
        read=metrics.statement_read.observe, write=metrics.statement_write.observe
    )
    return open_store(settings.database_path, observers=observers)


def _briefing(store: Store, vocabulary: Vocabulary) -> Briefing:
    from bot.news.briefing import Briefing

    return Briefing(articles=store.articles, search_index=store.search, vocabulary=vocabulary)


def _digests(settings: Settings, store: Store, vocabulary: Vocabulary, metrics: Metrics) -> Digests:
    from bot.news.digests import Digests

    patience = timedelta(hours=settings.digest_patience)
    return Digests(store=store, vocabulary=vocabulary, patience=patience, metrics=metrics)


async def _outside(
    stack: AsyncExitStack, settings: Settings, now: Callable[[], datetime]
) -> tuple[SummaryPool, FeedWorkers, Fetcher]:
    """What works outside this process: those who summarise, those who read, and the web."""
    from bot.event_loop import LATER_SECONDS
    from bot.feeds.http import Fetcher
    from bot.feeds.workers import FeedWorkers
    from summarizer.pool import SummaryPool

    pool = SummaryPool(
        workers=settings.summary_workers, limit=settings.summary_timeout, delay=LATER_SECONDS
    )
    workers = FeedWorkers(workers=settings.feed_workers, delay=LATER_SECONDS)
    fetcher = Fetcher(agent=AGENT, now=now, allowed=settings.private_hosts)
    return (
        await stack.enter_async_context(pool),
        await stack.enter_async_context(workers),
        await stack.enter_async_context(fetcher),
    )


def audit_trail(store: Store, roles: Roles, undo: dict[str, Undo]) -> Audit:
    """The audit trail, and who undoes what in it: beside the roles, those given."""
    from bot.news.audit import Audit
    from bot.news.roles import RESERVED, ROLE_CHANGES

    changes = dict.fromkeys(ROLE_CHANGES, roles.undo)
    return Audit(trail=store.audit, undo=changes | undo, reserved=RESERVED)


def application_of(settings: Settings, called: Called) -> AnyApplication:
    """PTB's application as the settings want it; `called` hears of every call's end."""
    from bot.telegram.application import build
    from bot.telegram.limits import ChatLimiter, Limits
    from handlers.context import Context

    limiter = ChatLimiter(Limits(per_second=settings.messages_per_second))
    return build(
        settings.bot_token,
        settings.api_url,
        Context,
        proxy=settings.proxy,
        called=called,
        limiter=limiter,
    )


def watch_waiting(metrics: Metrics, application: AnyApplication, intake: Intake) -> None:
    """Have the metrics count the updates and the calls that wait for their turn."""
    from bot.telegram.calling import as_news_bot

    limiter = as_news_bot(application.bot).limiter
    metrics.watch_waiting("updates", lambda: intake.waiting)
    metrics.watch_waiting("calls", lambda: limiter.waiting)


async def sow(settings: Settings, services: Services) -> None:
    """Load the seeds into a database that has never had any."""
    if await services.store.meta.get("seeded") is None:
        await ingest(services).import_paths([_seeds(settings)], now=services.now())
        await services.store.meta.put("seeded", services.now().isoformat())


def ingest(services: Services) -> Ingest:
    """The write path over these services."""
    from bot.news.ingest import Ingest

    return Ingest(articles=services.store.articles, newsroom=services.newsroom)


def _seeds(settings: Settings) -> Path:
    from bot.feeds.seeds import seeds_folder

    return settings.seeds or seeds_folder()
