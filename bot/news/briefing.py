"""The read path: a reader's wish in, a Brief out. It looks up; the write path did the work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import NotFoundError
from bot.model import Article, Brief, BriefKind, Listing, Story, Topic
from bot.news.topics import Vocabulary
from bot.store.articles import Articles
from bot.store.query import Query, parse
from bot.store.search import Search

# A list holds at most this many stories: 20 pages of 5, further than anyone pages.
LONGEST_LIST = 100
PAGE_SIZE = 5
DAY = timedelta(hours=24)
RELATED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicAnswer:
    """What `/topic` found: a topic's brief, else what a search found, else topics alike."""

    brief: Brief
    topic: Topic | None = None
    suggestions: tuple[Topic, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchAnswer:
    """What a search found, and what of the query was not understood (keys of messages)."""

    brief: Brief
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefing:
    """Every list that a reader can ask for."""

    articles: Articles
    search_index: Search
    vocabulary: Vocabulary

    async def latest(self, page_size: int = PAGE_SIZE) -> Brief:
        """The newest stories."""
        ids = await self.articles.latest_ids(LONGEST_LIST)
        return await self._brief(BriefKind.LATEST, "", ids, page_size)

    async def today(self, now: datetime) -> Brief:
        """The last 24 hours' stories; the newest ones of all when there are none."""
        ids = await self.articles.since_ids(now - DAY, PAGE_SIZE)
        if ids:
            return await self._brief(BriefKind.TODAY, "", ids)
        return await self._brief(BriefKind.LATEST, "", await self.articles.latest_ids(PAGE_SIZE))

    async def topic(self, words: str) -> TopicAnswer:
        """A topic by any of its names; a word that is none is searched for."""
        match = self.vocabulary.lookup(words)
        if match.topic is not None:
            return TopicAnswer(brief=await self.of_topic(match.topic.key), topic=match.topic)
        found = await self.search(words)
        return TopicAnswer(brief=found.brief, suggestions=match.suggestions)

    async def of_topic(self, key: str) -> Brief:
        """The stories of the topic with that key, the newest first."""
        ids = await self.articles.topic_ids(key, LONGEST_LIST)
        return await self._brief(BriefKind.TOPIC, key, ids)

    async def search(self, words: str, *, by_rank: bool = False) -> SearchAnswer:
        """Full text search, newest first unless `by_rank`."""
        query = parse(words)
        ids = await self.search_index.ids(query, LONGEST_LIST, by_rank=by_rank)
        brief = await self._brief(BriefKind.SEARCH, words, ids)
        return SearchAnswer(brief=await self._with_snippets(brief, query), problems=query.problems)

    async def page(self, listing: Listing, page: int) -> Brief:
        """A page of a list that was shown before; a page out of range is the nearest one."""
        brief = Brief(
            kind=listing.kind,
            query=listing.query,
            story_ids=listing.story_ids,
            stories=(),
            page_size=listing.page_size,
        )
        brief = await self._turned(brief, min(max(page, 0), brief.pages - 1))
        if listing.kind is BriefKind.SEARCH:
            return await self._with_snippets(brief, parse(listing.query))
        return brief

    async def story(self, story_id: int) -> Article:
        """One article, whole. Raises NotFoundError when it is gone."""
        article = await self.articles.get(story_id)
        if article is None:
            raise NotFoundError("story.gone")
        return article

    async def related(self, article: Article) -> tuple[Story, ...]:
        """Other stories with text on the article's topics, the newest first."""
        found: dict[int, None] = {}
        for topic in article.topics:
            found |= dict.fromkeys(await self.articles.topic_ids(topic, LONGEST_LIST))
        found.pop(article.id, None)
        stories = await self.articles.stories(tuple(sorted(found, reverse=True)))
        return tuple(story for story in stories if story.has_text)[:RELATED]

    async def _brief(
        self, kind: BriefKind, query: str, ids: tuple[int, ...], page_size: int = PAGE_SIZE
    ) -> Brief:
        empty = Brief(kind=kind, query=query, story_ids=ids, stories=(), page_size=page_size)
        return await self._turned(empty, 0)

    async def _turned(self, brief: Brief, page: int) -> Brief:
        first = page * brief.page_size
        ids = brief.story_ids[first : first + brief.page_size]
        return replace(brief, page=page, stories=await self.articles.stories(ids))

    async def _with_snippets(self, brief: Brief, query: Query) -> Brief:
        ids = tuple(story.id for story in brief.stories)
        snippets = await self.search_index.snippets(ids, query)
        stories = (replace(story, snippet=snippets.get(story.id)) for story in brief.stories)
        return replace(brief, stories=tuple(stories))
