"""The write path: all that changes the archive goes through here, and its stories stay right."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.errors import NotFoundError
from bot.model import Article, Draft, FeedItem, Story, Told
from bot.news.preparing import Prepared, Preparing
from bot.news.stories import ALONE, WINDOW, Grouper, read
from bot.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Foresight:
    """Where an article would go: the story it would join (its lead) and whose words it copies."""

    story: Story | None = None
    likeness: float = 0.0
    twin: Story | None = None


class Newsroom:
    """Takes articles in and changes them, one at a time: each sees those before it.

    What the stories of the last days are about is held in memory, read from the store when it is
    first asked for.
    """

    def __init__(self, *, store: Store, preparing: Preparing) -> None:
        self._store = store
        self._preparing = preparing
        self._turn = asyncio.Lock()
        self._grouper: Grouper | None = None

    async def prepare(self, draft: Draft) -> Prepared:
        """Find out language, topics and gist; nothing is stored."""
        return await self._preparing.prepare(draft)

    async def known(self, prepared: Prepared) -> Story | None:
        """The stored article with this address or content."""
        found = await self._store.articles.find(prepared.draft.url, prepared.digest)
        stories = await self._store.articles.stories([found] if found else [])
        return stories[0] if stories else None

    async def foresee(self, prepared: Prepared, *, now: datetime) -> Foresight:
        """Where the article would go if it were published now."""
        async with self._turn:
            grouper = await self._warm(now)
            placement = grouper.place(_dated(prepared, now))
        if placement.story is None:
            return Foresight()
        told = await self._store.articles.told(placement.story)
        story = told[0] if told else None
        twin = story if placement.copy else None
        return Foresight(story=story, likeness=placement.likeness, twin=twin)

    async def publish(
        self,
        prepared: Prepared,
        *,
        now: datetime,
        apart: bool = False,
        item: FeedItem | None = None,
    ) -> int | None:
        """Store an article in its story, or `apart` in one of its own; None when it is known.

        A feed's `item` is noted in the same transaction; one that was noted before is known.
        """
        draft = _dated(prepared, now)
        reading = read(draft)
        async with self._turn:
            grouper = await self._warm(now)
            placement = ALONE if apart else grouper.place_read(reading)
            added = await self._store.articles.add(
                draft,
                now=now,
                language=prepared.language,
                gist=prepared.gist,
                topics=prepared.topics,
                story=placement.story,
                copy=placement.copy,
                item=item,
                entry=prepared.entry,
            )
            if added is None:
                return None
            grouper.put_read(added.id, reading, added.story)
            grouper.sweep()
        return added.id

    async def change(
        self, article_id: int, draft: Draft, topics: tuple[str, ...] | None = None
    ) -> Article:
        """Give an article other words; it keeps its story. Returns it as it was before.

        Topics are found anew unless given. Raises NotFoundError: it is gone ("story.gone"), or
        another article says the same ("edit.known").
        """
        before = await self._article(article_id)
        prepared = await self.prepare(replace(draft, published=before.published))
        changed = await self._store.changes.change(
            article_id,
            prepared.draft,
            language=prepared.language,
            gist=prepared.gist,
            topics=prepared.topics if topics is None else topics,
        )
        if not changed:
            raise NotFoundError("edit.known")
        return before

    async def delete(self, article_id: int, *, now: datetime) -> bool:
        """Delete an article; for a day it can be restored. False when it is gone."""
        async with self._turn:
            deleted = await self._store.changes.delete(article_id, now=now)
            if self._grouper is not None:
                self._grouper.remove(article_id)
        return deleted

    async def restore(self, article_id: int, *, now: datetime) -> bool:
        """Bring a deleted article back; False when it cannot be."""
        async with self._turn:
            restored = await self._store.changes.restore(article_id, now=now)
            if restored and self._grouper is not None:
                article = await self._article(article_id)
                self._grouper.put(article_id, article, article.story_id)
        return restored

    async def merge(self, article_id: int, into: int) -> dict[str, Any]:
        """Put the whole story of one article into that of another; returns how to undo it."""
        moved, goal = await self._article(article_id), await self._article(into)
        members = await self._store.changes.members(moved.story_id)
        await self._move(members, goal.story_id)
        return {"articles": list(members), "story": moved.story_id}

    async def split(self, article_id: int) -> dict[str, Any]:
        """Take an article out of its story, into one of its own; returns how to undo it."""
        article = await self._article(article_id)
        await self._move((article_id,), None)
        return {"articles": [article_id], "story": article.story_id}

    async def regroup(self, data: dict[str, Any]) -> None:
        """Undo what `merge` or `split` returned this for."""
        await self._move(data["articles"], data["story"])

    async def _move(self, articles: Collection[int], goal: int | None) -> None:
        async with self._turn:
            story = await self._store.changes.move(articles, goal)
            if story is not None and self._grouper is not None:
                self._grouper.move(articles, story)

    async def _article(self, article_id: int) -> Article:
        article = await self._store.articles.get(article_id)
        if article is None:
            raise NotFoundError("story.gone")
        return article

    async def _warm(self, now: datetime) -> Grouper:
        """The grouper, knowing the last days' articles."""
        if self._grouper is None:
            recent = await self._store.articles.told_since(now - WINDOW)
            # In a thread: a busy week is thousands of articles.
            self._grouper = await asyncio.to_thread(_filled, recent)
        return self._grouper


def _filled(recent: tuple[Told, ...]) -> Grouper:
    grouper = Grouper()
    for told in recent:
        grouper.put(told.id, told, told.story_id)
    return grouper


def _dated(prepared: Prepared, now: datetime) -> Draft:
    """The draft with its language, and an instant that is not to come."""
    published = min(prepared.draft.published or now, now)
    return replace(prepared.draft, published=published, language=prepared.language)
