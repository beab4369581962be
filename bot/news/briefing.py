"""The read path: a reader's wish in, a Brief out. It looks up; the write path did the work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import NotFoundError
from bot.model import Article, Brief, BriefKind, Listing, Story, Topic
from bot.news.topics import Vocabulary
from bot.store.articles import Articles, Listed
from bot.store.query import Query, parse
from bot.store.search import Search

# A list holds at most this many stories: 20 pages of 5, further than anyone pages.
LONGEST_LIST = 100
PAGE_SIZE = 5
DAY = timedelta(hours=24)
RELATED = 3
# More than anybody reads, and enough for a summary of them all.
MOST_SOURCES = 20


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
        listed = await self.articles.latest(LONGEST_LIST, shown=page_size)
        return _brief(BriefKind.LATEST, "", listed, page_size)

    async def today(self, now: datetime) -> Brief:
        """The last 24 hours' stories; the newest ones of all when there are none."""
        listed = await self.articles.since(now - DAY, PAGE_SIZE, shown=PAGE_SIZE)
        if listed.ids:
            return _brief(BriefKind.TODAY, "", listed)
        listed = await self.articles.latest(PAGE_SIZE, shown=PAGE_SIZE)
        return _brief(BriefKind.LATEST, "", listed)

    async def topic(self, words: str) -> TopicAnswer:
        """A topic by any of its names; a word that is none is searched for."""
        match = self.vocabulary.lookup(words)
        if match.topic is not None:
            return TopicAnswer(brief=await self.of_topic(match.topic.key), topic=match.topic)
        found = await self.search(words)
        return TopicAnswer(brief=found.brief, suggestions=match.suggestions)

    async def of_topic(self, key: str) -> Brief:
        """The stories of the topic with that key, the newest first."""
        listed = await self.articles.of_topic(key, LONGEST_LIST, shown=PAGE_SIZE)
        return _brief(BriefKind.TOPIC, key, listed)

    async def search(self, words: str, *, by_rank: bool = False) -> SearchAnswer:
        """Full text search, newest first unless `by_rank`."""
        query = parse(words)
        ids = await self.search_index.ids(query, LONGEST_LIST, by_rank=by_rank)
        stories = await self.articles.stories(ids[:PAGE_SIZE])
        brief = _brief(BriefKind.SEARCH, words, Listed(ids=ids, stories=stories))
        return SearchAnswer(brief=await self._with_snippets(brief, query), problems=query.problems)

    async def page(self, listing: Listing, page: int) -> Brief:
        """A page of a list that was shown before; a page out of range is the nearest one."""
        whole = Listed(ids=listing.story_ids)
        brief = _brief(listing.kind, listing.query, whole, listing.page_size)
        page = min(max(page, 0), brief.pages - 1)
        ids = listing.story_ids[page * listing.page_size :][: listing.page_size]
        brief = replace(brief, page=page, stories=await self.articles.stories(ids))
        if listing.kind is BriefKind.SEARCH:
            return await self._with_snippets(brief, parse(listing.query))
        return brief

    async def story(self, story_id: int) -> Article:
        """One article, whole. Raises NotFoundError when it is gone."""
        article = await self.articles.get(story_id)
        if article is None:
            raise NotFoundError("story.gone")
        return article

    async def coverage(self, story_id: int) -> tuple[Article, ...]:
        """What the sources of a story wrote, copies left out, the leading article first.

        Raises NotFoundError when the story is gone.
        """
        articles = await self.articles.coverage(story_id, MOST_SOURCES)
        if not articles:
            raise NotFoundError("story.gone")
        return articles

    async def related(self, article: Article) -> tuple[Story, ...]:
        """Other stories with text on the article's topics, the newest first."""
        found: dict[int, Story] = {}
        for topic in article.topics:
            listed = await self.articles.of_topic(topic, LONGEST_LIST, shown=LONGEST_LIST)
            found |= {story.story_id: story for story in listed.stories if story.has_text}
        found.pop(article.story_id, None)
        newest = sorted(found.values(), key=lambda story: story.published, reverse=True)
        return tuple(newest[:RELATED])

    async def _with_snippets(self, brief: Brief, query: Query) -> Brief:
        ids = tuple(story.id for story in brief.stories)
        snippets = await self.search_index.snippets(ids, query)
        stories = (replace(story, snippet=snippets.get(story.id)) for story in brief.stories)
        return replace(brief, stories=tuple(stories))


def _brief(kind: BriefKind, query: str, listed: Listed, page_size: int = PAGE_SIZE) -> Brief:
    return Brief(
        kind=kind,
        query=query,
        story_ids=listed.ids,
        stories=listed.stories,
        page_size=page_size,
    )
