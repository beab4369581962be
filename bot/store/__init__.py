"""The store: the only place that knows SQL. Rows leave it as frozen dataclasses.

async with open_store(Path("data/gazette.db")) as store:
    newest = await store.articles.latest(100, shown=10)
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.articles import Articles
from bot.store.audit import AuditTrail
from bot.store.broadcast_letters import BroadcastLetters
from bot.store.broadcast_results import BroadcastResults
from bot.store.broadcasts import Broadcasts
from bot.store.candidates import Candidates
from bot.store.changes import Changes
from bot.store.chats import Chats
from bot.store.contents import Contents
from bot.store.dialogs import Dialogs
from bot.store.digests import DigestStore
from bot.store.feed_items import FeedItems
from bot.store.feeds import Feeds
from bot.store.figures import Figures
from bot.store.listings import Listings
from bot.store.meta import Meta
from bot.store.openings import Openings
from bot.store.outbox import Outbox
from bot.store.own_topics import OwnTopics
from bot.store.pastes import Pastes
from bot.store.people import People
from bot.store.pins import Pins
from bot.store.proposals import Proposals
from bot.store.recipients import Recipients
from bot.store.search import Search
from bot.store.sqlite import NOBODY, Database, Observers
from bot.store.subscriptions import Subscriptions
from bot.store.summaries import Summaries
from bot.store.tastes import Tastes
from bot.store.upgrading import upgrade
from bot.store.wishes import Wishes


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """One open, up-to-date database and everything that is kept in it."""

    database: Database
    articles: Articles
    changes: Changes
    search: Search
    chats: Chats
    people: People
    dialogs: Dialogs
    audit: AuditTrail
    feeds: Feeds
    feed_items: FeedItems
    figures: Figures
    listings: Listings
    openings: Openings
    outbox: Outbox
    contents: Contents
    broadcasts: Broadcasts
    broadcast_letters: BroadcastLetters
    broadcast_results: BroadcastResults
    own_topics: OwnTopics
    pastes: Pastes
    proposals: Proposals
    summaries: Summaries
    pins: Pins
    subscriptions: Subscriptions
    candidates: Candidates
    recipients: Recipients
    digests: DigestStore
    tastes: Tastes
    wishes: Wishes
    meta: Meta


@asynccontextmanager
async def open_store(
    path: Path, *, readers: int = 1, observers: Observers = NOBODY
) -> AsyncIterator[Store]:
    """Open the database at `path`, made and migrated as needed, until the block is left."""
    async with (
        await Database.open(path, readers=readers, observers=observers) as database,
        AsyncExitStack() as stack,
    ):
        await upgrade(database)
        outbox = Outbox(database)
        listings = Listings(database)
        stack.push_async_callback(listings.settle)
        yield Store(
            database=database,
            articles=Articles(database),
            changes=Changes(database),
            search=Search(database),
            chats=Chats(database, forgetting=listings.forget),
            people=People(database),
            dialogs=Dialogs(database),
            audit=AuditTrail(database),
            feeds=Feeds(database),
            feed_items=FeedItems(database),
            figures=Figures(database),
            listings=listings,
            openings=Openings(database),
            outbox=outbox,
            contents=Contents(database),
            broadcasts=Broadcasts(database),
            broadcast_letters=BroadcastLetters(database),
            broadcast_results=BroadcastResults(database),
            own_topics=OwnTopics(database),
            pastes=Pastes(database),
            proposals=Proposals(database),
            summaries=Summaries(database),
            pins=Pins(database),
            subscriptions=Subscriptions(database),
            candidates=Candidates(database),
            recipients=Recipients(database),
            digests=DigestStore(database, outbox),
            tastes=Tastes(database),
            wishes=Wishes(database),
            meta=Meta(database),
        )
