"""What is found out about a draft before it is stored: language, topics, its gist."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

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
SHORT = 10_000
"""In characters: read in some milliseconds, and so at once. To hand it over to a thread would take
as long again, and a busy thread holds up the loop for longer (see sys.getswitchinterval)."""

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


class Preparing:
    """Reads drafts.

    `summarise(text, title=, language=, sentences=, method=)` makes the gist; a text that it fails
    on (SummaryError, PoolError) goes without one.
    """

    def __init__(
        self, *, vocabulary: Vocabulary, summarise: Callable[..., Awaitable[Summary]]
    ) -> None:
        self._vocabulary = vocabulary
        self._summarise = summarise
        self._detects = False
        self._loading = asyncio.Lock()
        self._met: set[tuple[str, str]] = set()

    async def prepare(self, draft: Draft) -> Prepared:
        """Find out everything. An address that is none is left out."""
        if draft.url and not is_web_address(draft.url):
            draft = replace(draft, url="")
        language = draft.language or await self._language(draft)
        topics, entry = await self._words(draft, language)
        gist = await self._gist(draft, language)
        return Prepared(draft=draft, language=language, topics=topics, gist=gist, entry=entry)

    async def _language(self, draft: Draft) -> str:
        """Only the beginning counts, which takes no time; but the model takes some to load."""
        async with self._loading:
            if not self._detects:
                await asyncio.to_thread(detect, "a")
                self._detects = True
        return detect(f"{draft.title}\n{draft.text}")

    async def _words(self, draft: Draft, language: str) -> tuple[tuple[str, ...], IndexEntry]:
        """The topics, and the entry in the index."""
        # The first text of a language has its phrases put in order.
        phrases = self._vocabulary.version, language
        is_short = phrases in self._met and len(draft.title) + len(draft.text) <= SHORT
        read = partial(self._read, draft, language)
        found = read() if is_short else await asyncio.to_thread(read)
        self._met.add(phrases)
        return found

    def _read(self, draft: Draft, language: str) -> tuple[tuple[str, ...], IndexEntry]:
        return self._topics(draft, language), index_entry(draft, language)

    def _topics(self, draft: Draft, language: str) -> tuple[str, ...]:
        """Those that the source gives, as far as they are ours, and those found in the words."""
        given = map(self._vocabulary.named, draft.topics)
        found = self._vocabulary.find(draft.text, language, draft.title)
        return tuple(dict.fromkeys((*(topic.key for topic in given if topic), *found)))

    async def _gist(self, draft: Draft, language: str) -> str:
        if not draft.text:
            return ""
        try:
            summary = await self._summarise(
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
