"""Summaries in worker processes, so that no text, however long, holds up the event loop."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.extractive import check_method
from summarizer.joint import Document, JointSummary
from summarizer.length import USUAL_WORDS, Length, check_budget
from summarizer.model import ENGINE, Summary
from summarizer.process import PoolError
from summarizer.process import WorkTimeout as SummaryTimeout
from summarizer.workers import WorkerPool

__all__ = ["ENGINE", "PoolError", "SummaryPool", "SummaryTimeout"]

# One text through all of it loads what the first reader would wait for.
_WARMING = "One sentence to warm the ranker. Another one to warm it. The last of the three is here."


class SummaryPool(WorkerPool):
    """The entries of the package, called in workers.

    Args:
        workers: how many processes; each holds some 150 MB.
        limit: seconds that one summary may take; its worker is then replaced.
        delay: see `WorkerPool`.
    """

    def __init__(self, *, workers: int = 1, limit: float = 30.0, delay: float = 0.0) -> None:
        super().__init__(workers=workers, limit=limit, warm=warm_up, delay=delay)

    async def summarize(  # noqa: PLR0913  # those of `summarizer.summarize`
        self,
        text: str,
        *,
        title: str | None = None,
        language: str | None = None,
        sentences: int = 3,
        words: int | None = None,
        seconds: float | None = None,
        method: str = "news",
    ) -> Summary:
        """Summarise as `summarizer.summarize` does.

        Raises:
            ValueError: as `summarizer.summarize` does.
            SummaryTimeout: if the text takes too long.
            PoolError: if the workers die over it, or the pool is closed.
        """
        Length.of(sentences, words, seconds)
        check_method(method)
        # Here and below: only workers call it, so a program loads it with its first call.
        from summarizer.summary import summarize

        return await self.call(
            summarize,
            text,
            title=title,
            language=language,
            sentences=sentences,
            words=words,
            seconds=seconds,
            method=method,
        )

    async def summarize_many(
        self,
        documents: Sequence[Document],
        *,
        words: int = USUAL_WORDS,
        language: str | None = None,
    ) -> JointSummary:
        """Summarise several documents as `summarizer.summarize_many` does.

        Raises:
            ValueError: if `words` is below 1.
            SummaryTimeout: if the documents take too long.
            PoolError: if the workers die over them, or the pool is closed.
        """
        check_budget(words)
        from summarizer.many import summarize_many

        return await self.call(summarize_many, tuple(documents), words=words, language=language)


def warm_up() -> None:
    """Called first in each worker: loads what a summary needs."""
    from summarizer.summary import summarize

    summarize(_WARMING)
