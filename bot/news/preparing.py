"""What is found out about a draft before it is stored: language, topics, its gist."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.errors import SummaryError
from bot.model import Draft
from bot.news.topics import Vocabulary
from bot.store.indexing import IndexEntry, index_entry
from bot.store.urls import is_web_address
from summarizer import Summary
from summarizer.language import detect
from summarizer.pool import PoolError

# In characters. A teaser of two or three sentences is too little to rank by: the first one tells.
_TEASER = 400

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A draft with all that is kept of it."""

    draft: Draft
    language: str
    topics: tuple[str, ...]
    gist: str
    entry: IndexEntry

    @property
    def digest(self) -> str:
        """The same for the same content."""
        return self.entry.hash


@dataclass(frozen=True, kw_only=True, slots=True)
class Preparing:
    """Reads drafts.

    `summarise(text, title=, language=, sentences=, method=)` makes the gist; a text that it fails
    on (SummaryError, PoolError) goes without one.
    """

    vocabulary: Vocabulary
    summarise: Callable[..., Awaitable[Summary]]

    async def prepare(self, draft: Draft) -> Prepared:
        """Find out everything. An address that is none is left out."""
        if draft.url and not is_web_address(draft.url):
            draft = replace(draft, url="")
        language, topics, entry = await asyncio.to_thread(self._read, draft)
        gist = await self._gist(draft, language)
        return Prepared(draft=draft, language=language, topics=topics, gist=gist, entry=entry)

    def _read(self, draft: Draft) -> tuple[str, tuple[str, ...], IndexEntry]:
        language = draft.language or detect(f"{draft.title}\n{draft.text}")
        return language, self._topics(draft, language), index_entry(draft, language)

    def _topics(self, draft: Draft, language: str) -> tuple[str, ...]:
        """Those that the source gives, as far as they are ours, and those found in the words."""
        given = map(self.vocabulary.named, draft.topics)
        found = self.vocabulary.find(draft.text, language, draft.title)
        return tuple(dict.fromkeys((*(topic.key for topic in given if topic), *found)))

    async def _gist(self, draft: Draft, language: str) -> str:
        if not draft.text:
            return ""
        try:
            summary = await self.summarise(
                draft.text,
                title=draft.title,
                language=language,
                sentences=1,
                method="lead" if len(draft.text) <= _TEASER else "news",
            )
        except (SummaryError, PoolError) as fault:
            log.warning("gist.failed", title=draft.title, reason=str(fault))
            return ""
        return " ".join(" ".join(sentence.text for sentence in summary.sentences).split())
