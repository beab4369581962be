"""The write path: drafts in, articles with language, topics and gist stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import DocumentError
from bot.model import Draft
from bot.news.topics import Vocabulary
from bot.store.articles import Articles
from summarizer import Summary



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


class Ingest:
    """Takes articles in. `summarise(text, title=, language=, sentences=)` makes the gist."""

    def __init__(
        self,
        *,
        articles: Articles,
        vocabulary: Vocabulary,
        summarise: Callable[..., Awaitable[Summary]],
    ) -> None:
        self._articles = articles
        self._vocabulary = vocabulary
        self._summarise = summarise

    async def add(self, drafts: Iterable[Draft], *, now: datetime) -> Result:
        """Store those that are new."""
        raise NotImplementedError

    async def import_paths(
        self,
        paths: Sequence[Path],
        *,
        now: datetime,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> Report:
        """Import files and folders. `progress(done, total, name)` is called after each file."""
        raise NotImplementedError
