"""The write path: all that changes the archive goes through here, and its stories stay right."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.errors import NotFoundError
from bot.model import Article, Draft, FeedItem, Story
from bot.news.preparing import Prepared, Preparing
from bot.news.stories import WINDOW, Grouper, Placement
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
            placement = await asyncio.to_thread(grouper.place, _dated(prepared, now))
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
        async with self._turn:
            grouper = await self._warm(now)
            placement = Placement() if apart else await asyncio.to_thread(grouper.place, draft)
            added = await self._store.articles.add(
                draft,
                now=now,
                language=prepared.language,
                gist=prepared.gist,
                topics=prepared.topics,
                story=placement.story,
                copy=placement.copy,
                item=item,
            )
            if added is None:
                return None
            grouper.put(draft, added.story, key=added.id)
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
            self._forget_groups()
        return deleted

    async def restore(self, article_id: int, *, now: datetime) -> bool:
        """Bring a deleted article back; False when it cannot be."""
        async with self._turn:
            restored = await self._store.changes.restore(article_id, now=now)
            self._forget_groups()
        return restored

    async def merge(self, article_id: int, into: int) -> dict[str, Any]:
        """Put the whole story of one article into that of another; returns how to undo it."""
        moved, goal = await self._article(article_id), await self._article(into)
        members = await self._store.changes.members(moved.story_id)
        return await self._move(members, moved.story_id, goal.story_id)

    async def split(self, article_id: int) -> dict[str, Any]:
        """Take an article out of its story, into one of its own; returns how to undo it."""
        article = await self._article(article_id)
        return await self._move((article_id,), article.story_id, None)

    async def regroup(self, data: dict[str, Any]) -> None:
        """Undo what `merge` or `split` returned this for."""
        async with self._turn:
            await self._store.changes.move(data["articles"], data["story"])
            self._forget_groups()

    async def _move(self, articles: tuple[int, ...], left: int, goal: int | None) -> dict[str, Any]:
        async with self._turn:
            await self._store.changes.move(articles, goal)
            self._forget_groups()
        return {"articles": list(articles), "story": left}

    async def _article(self, article_id: int) -> Article:
        article = await self._store.articles.get(article_id)
        if article is None:
            raise NotFoundError("story.gone")
        return article

    def _forget_groups(self) -> None:
        # An editor's change is rare: the next article reads the last days again.
        self._grouper = None

    async def _warm(self, now: datetime) -> Grouper:
        """The grouper, knowing the last days' articles."""
        if self._grouper is None:
            grouper = Grouper()
            for told in await self._store.articles.told_since(now - WINDOW):
                grouper.put(told, told.story_id, key=told.id)
            self._grouper = grouper
        return self._grouper


def _dated(prepared: Prepared, now: datetime) -> Draft:
    """The draft with its language, and an instant that is not to come."""
    published = min(prepared.draft.published or now, now)
    return replace(prepared.draft, published=published, language=prepared.language)
