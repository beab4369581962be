"""Summaries, computed once and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import SummaryError
from bot.metrics import Metrics
from bot.model import Article
from bot.store.summaries import Summaries as KeptSummaries
from bot.store.summaries import SummaryKey
from summarizer import Document, JointSummary, Summary
from summarizer.pool import ENGINE, PoolError, SummaryPool, SummaryTimeout

# Joint summaries remembered; each holds a few sentences.
REMEMBERED = 200
# So many sentences are all of them: what a summary is chosen from, in order.
EVERY = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Summaries:
    """Looks a summary up, else has it made in a worker process and keeps it."""

    kept: KeptSummaries
    pool: SummaryPool
    now: Callable[[], datetime]
    metrics: Metrics = field(default_factory=Metrics)
    _joint: OrderedDict[tuple[tuple[str, ...], int], JointSummary] = field(
        default_factory=OrderedDict
    )

    async def of_text(
        self, text: str, *, sentences: int, title: str = "", language: str = ""
    ) -> Summary:
        """Any text's summary. Raises SummaryError when it takes too long."""
        key = SummaryKey.of(text, engine=ENGINE, language=language, length=sentences, title=title)
        if (kept := await self.kept.get(key, text)) is not None:
            self.metrics.summary_kept.inc()
            return kept
        with self._made():
            summary = await self.pool.summarize(
                text, title=title or None, language=language or None, sentences=sentences
            )
        await self.kept.put(key, summary, now=self.now())
        return summary

    async def of_coverage(self, articles: Sequence[Article], *, words: int) -> JointSummary:
        """What the articles of a story tell together, each sentence with the number of its own.

        The newest are remembered in memory. Raises SummaryError when it takes too long.
        """
        key = (tuple(article.hash for article in articles), words)
        if key in self._joint:
            self.metrics.summary_kept.inc()
        else:
            with self._made():
                self._joint[key] = await self.pool.summarize_many(
                    [_document(article) for article in articles], words=words
                )
            if len(self._joint) > REMEMBERED:
                self._joint.popitem(last=False)
        return self._joint[key]

    @contextmanager
    def _made(self) -> Iterator[None]:
        """Measure what is made in the block; the pool's faults become ours."""
        self.metrics.summary_made.inc()
        try:
            with self.metrics.summary_seconds.time():
                yield
        except SummaryTimeout as error:
            raise SummaryError("summary.too_long") from error
        except PoolError as error:
            raise SummaryError("summary.failed") from error


def _document(article: Article) -> Document:
    return Document(
        text=article.text,
        title=article.title,
        source=article.source,
        language=article.language,
        published=article.published,
    )
