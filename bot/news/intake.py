"""New items of a feed, taken in: published, or held for an editor's approval. Each once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.errors import GazetteError
from bot.feeds.feed import Entry, Feed
from bot.model import Draft, FeedItem, PolledFeed
from bot.news.items import drafts_of, item_keys, wanted
from bot.news.newsroom import Newsroom
from bot.news.pages import Pages
from bot.news.preparing import SHORT
from bot.store import Store

log = structlog.get_logger(__name__)


class Intake:
    """Takes in what a feed has that was never seen in it.

    An item and its article are written in one transaction: whatever is killed when, the next poll
    finds the item either noted or not there at all.
    """

    def __init__(self, *, store: Store, newsroom: Newsroom, pages: Pages) -> None:
        self._items = store.feed_items
        self._newsroom = newsroom
        self._pages = pages

    async def take_in(
        self, feed: PolledFeed, read: Feed, *, first: bool, whole: bool = True, now: datetime
    ) -> int:
        """Take the new items in, the oldest first; returns how many were.

        Of a feed that is polled for the `first` time only the newest 20 are; at any time, what
        was published more than 30 days ago is merely noted. What a `whole` feed has not listed
        for long is forgotten.
        """
        entries = dict(zip(item_keys(read.entries), read.entries, strict=True))
        unseen = await self._items.unseen(feed.id, entries)
        if not unseen:
            return 0
        news = set(wanted([*entries.values()], first=first, now=now))
        fresh = {key: entry for key, entry in entries.items() if key in unseen and entry in news}
        drafts = await self._drafts(feed, read, fresh, now)
        added = await self._store(feed, drafts, now)
        if passed_over := unseen - drafts.keys():
            await self._items.note(feed.id, passed_over, now=now)
        if whole:
            await self._items.forget(feed.id, listed=entries, now=now)
        return added

    async def _drafts(
        self, feed: PolledFeed, read: Feed, fresh: Mapping[str, Entry], now: datetime
    ) -> dict[str, Draft]:
        """The articles by their items' keys, the oldest first."""
        size = sum(len(entry.html) for entry in fresh.values())
        make = partial(drafts_of, [*fresh.values()], feed, read, now=now)
        made = make() if size <= SHORT else await asyncio.to_thread(make)
        drafts = {key: draft for key, draft in zip(fresh, made, strict=True) if draft}
        return dict(sorted(drafts.items(), key=lambda pair: pair[1].published or now))

    async def _store(self, feed: PolledFeed, drafts: Mapping[str, Draft], now: datetime) -> int:
        if feed.full_page:
            drafts = {key: await self._whole(draft) for key, draft in drafts.items()}
        if feed.held:
            return await self._items.hold(feed.id, drafts, now=now)
        added = 0
        for key, draft in drafts.items():
            prepared = await self._newsroom.prepare(draft)
            item = FeedItem(feed_id=feed.id, key=key)
            added += await self._newsroom.publish(prepared, now=now, item=item) is not None
        return added

    async def _whole(self, draft: Draft) -> Draft:
        """The draft with the text of its page, where that can be had and is longer."""
        if not draft.url:
            return draft
        try:
            page = await self._pages.read(draft.url)
        except GazetteError as fault:
            log.info("page.fault", fault=str(fault))
            return draft
        if len(page.text) <= len(draft.text):
            return draft
        return replace(draft, text=page.text, author=draft.author or page.author)
