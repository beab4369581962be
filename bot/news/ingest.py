"""The write path: drafts in, articles with language, topics and gist stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import DocumentError
from bot.feeds.files import documents_in, read_file
from bot.model import Draft
from bot.news.newsroom import Newsroom
from bot.store.articles import Articles
from bot.store.indexing import content_hash

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """How many drafts were new, and how many were there already."""

    added: int = 0
    known: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What an import did; each fault names its file in `arguments["name"]`."""

    added: int = 0
    known: int = 0
    faults: tuple[DocumentError, ...] = ()

    def __add__(self, other: Report) -> Report:
        return Report(
            added=self.added + other.added,
            known=self.known + other.known,
            faults=self.faults + other.faults,
        )


class Ingest:
    """Takes articles in, many at a time, from files and programs."""

    def __init__(self, *, articles: Articles, newsroom: Newsroom) -> None:
        self._articles = articles
        self._newsroom = newsroom

    async def add(self, drafts: Iterable[Draft], *, now: datetime) -> Result:
        """Store those that are new. Of undated ones the first counts as published `now`."""
        added = [await self._add(draft, now=now) for draft in _dated(drafts, now)]
        return Result(added=sum(added), known=len(added) - sum(added))

    async def import_paths(
        self,
        paths: Sequence[Path],
        *,
        now: datetime,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> Report:
        """Import files and folders; what cannot be read is reported, the rest is imported.

        An article without a date gets that of its file's last change. `progress(done, total,
        name)` is called after each file.
        """
        files = await asyncio.to_thread(documents_in, paths)
        report = Report()
        for done, path in enumerate(files, 1):
            report += await self._import(path, now)
            if progress is not None:
                progress(done, len(files), path.name)
        return report

    async def _import(self, path: Path, now: datetime) -> Report:
        try:
            file = await asyncio.to_thread(read_file, path)
        except DocumentError as fault:
            return Report(faults=(fault,))
        drafts = _dated(file.reading.drafts, min(file.modified, now))
        result = await self.add(drafts, now=now)
        return Report(added=result.added, known=result.known, faults=file.reading.faults)

    async def _add(self, draft: Draft, *, now: datetime) -> bool:
        """Whether the draft was new."""
        digest = await asyncio.to_thread(content_hash, draft.title, draft.text)
        # Asked beforehand, as a gist costs far more than the question.
        if await self._articles.find(draft.url, digest) is not None:
            return False
        prepared = await self._newsroom.prepare(draft)
        return await self._newsroom.publish(prepared, now=now) is not None


def _dated(drafts: Iterable[Draft], newest: datetime) -> list[Draft]:
    """The drafts in their order, undated ones a second apart, so that lists keep that order."""
    return [
        replace(draft, published=draft.published or newest - order * _SECOND)
        for order, draft in enumerate(drafts)
    ]
