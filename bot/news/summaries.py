"""Summaries, computed once and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import SummaryError
from bot.store.summaries import Summaries as KeptSummaries
from bot.store.summaries import SummaryKey
from summarizer import Summary
from summarizer.pool import ENGINE, PoolError, SummaryPool, SummaryTimeout

# So many sentences are all of them: what a summary is chosen from, in order.
EVERY = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Summaries:
    """Looks a summary up, else has it made in a worker process and keeps it."""

    kept: KeptSummaries
    pool: SummaryPool
    now: Callable[[], datetime]

    async def of_text(
        self, text: str, *, sentences: int, title: str = "", language: str = ""
    ) -> Summary:
        """Any text's summary. Raises SummaryError when it takes too long."""
        key = SummaryKey.of(text, engine=ENGINE, language=language, length=sentences, title=title)
        if (kept := await self.kept.get(key, text)) is not None:
            return kept
        try:
            summary = await self.pool.summarize(
                text, title=title or None, language=language or None, sentences=sentences
            )
        except SummaryTimeout as error:
            raise SummaryError("summary.too_long") from error
        except PoolError as error:
            raise SummaryError("summary.failed") from error
        await self.kept.put(key, summary, now=self.now())
        return summary
