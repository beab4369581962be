"""What editors do to feeds: add, change, delete, bring in whole lists; and how it is undone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import DocumentError, FeedError, NotFoundError
from bot.feeds.links import web_link
from bot.feeds.opml import Outline, read_opml, write_opml
from bot.model import Draft, PolledFeed
from bot.news.audit import Undo
from bot.news.finding import Found
from bot.news.items import drafts_of, wanted
from bot.news.topics import Vocabulary
from bot.store.feeds import Feeds
from bot.store.urls import normalise_url

# What an editor sets of a feed, and a change's undoing sets back.
_CHOICES = ("language", "topics", "full_page", "held", "paused", "gone")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What a list of feeds brought: the ids of the new ones, and how many were known."""

    ids: tuple[int, ...] = ()
    known: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedDesk:
    """Feeds in the hands of editors."""

    feeds: Feeds
    vocabulary: Vocabulary

    async def named(self, words: str) -> PolledFeed:
        """The feed of that number or address. Raises NotFoundError (`feed.unknown`)."""
        number = int(words) if words.isdecimal() and len(words) < 18 else 0  # noqa: PLR2004 - 64 bits
        feed = await self.feeds.get(number or await self.known(words))
        if feed is None:
            raise NotFoundError("feed.unknown", words=words)
        return feed

    async def known(self, url: str) -> int:
        """The id of the feed at an address in any spelling, 0 for none."""
        address = url if "://" in url else f"https://{url}"
        return (await self.feeds.addresses()).get(normalise_url(address), 0)

    async def coming(self, found: Found, *, now: datetime) -> tuple[Draft, ...]:
        """What would come in from a feed that was found, the newest first."""
        if found.feed is None:
            return ()
        stranger = PolledFeed(id=0, url=found.url, added=now, next_poll=now, interval=now - now)
        entries = wanted(found.feed.entries, first=True, now=now)
        drafts = await asyncio.to_thread(drafts_of, entries, stranger, found.feed, now=now)
        made = [draft for draft in drafts if draft]
        return tuple(sorted(made, key=lambda draft: draft.published or now, reverse=True))

    async def add(self, url: str, *, held: bool = False, now: datetime) -> PolledFeed:
        """Poll a feed from now on. Raises FeedError (`feed.is_known`) when we do already."""
        number = None if await self.known(url) else await self.feeds.add(url, held=held, now=now)
        if number is None:
            raise FeedError("feed.is_known")
        return await self.named(str(number))

    async def change(self, feed: PolledFeed, **choices: Any) -> dict[str, Any]:
        """Change what editors set of a feed; what the undoing needs."""
        if not await self.feeds.change(replace(feed, **choices)):
            raise NotFoundError("feed.unknown", words=feed.name)
        before = {name: getattr(feed, name) for name in _CHOICES}
        return {"feed": feed.id, "before": before}

    async def delete(self, feed: PolledFeed) -> dict[str, Any]:
        """Stop polling a feed and forget it; what the undoing needs."""
        deleted = await self.feeds.delete(feed.id)
        if deleted is None:
            raise NotFoundError("feed.unknown", words=feed.name)
        return deleted

    async def take_list(self, data: bytes, *, now: datetime) -> Listed:
        """Add the feeds of an OPML document. Raises FeedError when it is none."""
        outlines = await asyncio.to_thread(read_opml, data)
        known = set(await self.feeds.addresses())
        ids = []
        for outline in outlines:
            key = normalise_url(outline.url)
            if key not in known:
                known.add(key)
                ids.append(await self._add(outline, now))
        return Listed(ids=tuple(filter(None, ids)), known=len(outlines) - len(ids))

    async def import_files(self, paths: Iterable[Path], *, now: datetime) -> Listed:
        """Add the feeds of OPML files. Raises FeedError, and DocumentError for a file."""
        total = Listed()
        for path in paths:
            listed = await self.take_list(await asyncio.to_thread(_read, path), now=now)
            total = Listed(ids=total.ids + listed.ids, known=total.known + listed.known)
        return total

    async def list_all(self, *, title: str, now: datetime) -> bytes:
        """All feeds as an OPML document, their topics as its folders."""
        outlines = [self._outline(feed) for feed in await self.feeds.all()]
        return await asyncio.to_thread(write_opml, outlines, title=title, now=now)

    @property
    def undo(self) -> Mapping[str, Undo]:
        """How each action is undone, for the audit trail."""
        return {
            "feed_add": self._remove,
            "feed_delete": self._restore,
            "feed_change": self._change_back,
            "feed_pause": self._change_back,
            "feed_resume": self._change_back,
        }

    async def _add(self, outline: Outline, now: datetime) -> int | None:
        return await self.feeds.add(
            outline.url,
            title=outline.title,
            site=outline.site,
            language=outline.language,
            topics=self._topics(outline.topics),
            now=now,
        )

    def _topics(self, names: Sequence[str]) -> tuple[str, ...]:
        """Folders are topics where they have the name of one."""
        found = map(self.vocabulary.named, names)
        return tuple(dict.fromkeys(topic.key for topic in found if topic))

    def _outline(self, feed: PolledFeed) -> Outline:
        known = self.vocabulary.topics
        return Outline(
            url=feed.url,
            title=feed.name,
            site=web_link(feed.site, feed.url),
            language=feed.language,
            topics=tuple(known[key].name("en") for key in feed.topics if key in known),
        )

    async def _remove(self, data: dict[str, Any], now: datetime) -> None:
        del now
        deleted = [await self.feeds.delete(number) for number in data["feeds"]]
        if not any(deleted):
            raise NotFoundError("feed.unknown", words="")

    async def _restore(self, data: dict[str, Any], now: datetime) -> None:
        del now
        if not await self.feeds.restore(data):
            raise FeedError("feed.is_known")

    async def _change_back(self, data: dict[str, Any], now: datetime) -> None:
        del now
        feed = await self.named(str(data["feed"]))
        before = data["before"] | {"topics": tuple(data["before"]["topics"])}
        await self.feeds.change(replace(feed, **before))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DocumentError("document.unreadable", name=str(path), reason=reason) from error
