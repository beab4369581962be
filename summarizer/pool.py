"""Summaries in worker processes, so that no text, however long, holds up the event loop.

The workers are processes of this package's own (`summarizer.worker`), each behind its own pipes:
unlike those of concurrent.futures, one that hangs can be killed without touching the others, and
nothing of the program is forked or imported into them.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from summarizer.model import Summary
from summarizer.process import PoolError, SummaryTimeout, WorkerDiedError, WorkerProcess
from summarizer.summary import ENGINE, check_length
from summarizer.worker import Job

__all__ = ["ENGINE", "PoolError", "SummaryPool", "SummaryTimeout"]

# The second one is for a worker that was killed from outside; a text that kills two is at fault.
_ATTEMPTS = 2


class SummaryPool:
    """A few workers, started in the background as the pool opens.

    Args:
        workers: how many processes; each holds some 150 MB.
        limit: seconds that one text may take; its worker is then replaced.
    """

    def __init__(self, *, workers: int = 1, limit: float = 30.0) -> None:
        self._limit = limit
        self._workers = [WorkerProcess() for _ in range(workers)]
        self._idle: asyncio.LifoQueue[WorkerProcess] = asyncio.LifoQueue()
        self._flights: dict[Job, asyncio.Task[Summary]] = {}
        self._warming: list[asyncio.Task[None]] = []
        self._open = False

    async def __aenter__(self) -> Self:
        self._open = True
        self._warming = [asyncio.create_task(self._warm(worker)) for worker in self._workers]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the workers at once; who still waits for a summary gets PoolError."""
        self._open = False
        tasks = [*self._warming, *self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def summarize(
        self,
        text: str,
        *,
        title: str | None = None,
        language: str | None = None,
        sentences: int = 3,
        words: int | None = None,
    ) -> Summary:
        """Summarise as `summarizer.summarize` does, in a worker.

        Equal calls at the same time share one computation; cancelling one of them leaves it to
        the others.

        Raises:
            ValueError: if `sentences` or `words` is below 1.
            SummaryTimeout: if the text takes too long.
            PoolError: if the workers die over it, or the pool is closed.
        """
        check_length(sentences, words)
        if not self._open:
            raise PoolError("the pool is closed")
        job = Job(text=text, title=title, language=language, sentences=sentences, words=words)
        flight = self._flights.get(job) or self._start(job)
        try:
            return await asyncio.shield(flight)
        except asyncio.CancelledError:
            asker = asyncio.current_task()
            if flight.cancelled() and not (asker and asker.cancelling()):
                raise PoolError("the pool was closed") from None
            raise

    def _start(self, job: Job) -> asyncio.Task[Summary]:
        flight = asyncio.create_task(self._compute(job))
        self._flights[job] = flight
        flight.add_done_callback(lambda done: self._land(job, done))
        return flight

    def _land(self, job: Job, flight: asyncio.Task[Summary]) -> None:
        del self._flights[job]
        # Its askers may all be gone: nobody else would take the exception.
        if not flight.cancelled():
            flight.exception()

    async def _warm(self, worker: WorkerProcess) -> None:
        # A worker that does not start says so to the first who needs it.
        with suppress(PoolError):
            await worker.start()
        self._idle.put_nowait(worker)

    async def _compute(self, job: Job) -> Summary:
        worker = await self._idle.get()
        try:
            for _ in range(_ATTEMPTS):
                with suppress(WorkerDiedError):
                    return await worker.ask(job, self._limit)
            raise PoolError(f"{_ATTEMPTS} workers died over a text of {len(job.text)} characters")
        finally:
            self._idle.put_nowait(worker)
