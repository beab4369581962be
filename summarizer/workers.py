"""Functions called in worker processes, so that no input, however bad, holds up the event loop.

The workers are processes of this package's own (`summarizer.worker`), each behind its own pipes:
unlike those of concurrent.futures, one that hangs can be killed without touching the others, and
nothing of the program is forked or imported into them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from summarizer.process import PoolError, WorkerDiedError, WorkerProcess
from summarizer.worker import pack

P = ParamSpec("P")
R = TypeVar("R")

# The second one is for a worker that was killed from outside; a call that kills two is at fault.
_ATTEMPTS = 2


class WorkerPool:
    """A few workers, started in the background once the pool is open.

    Args:
        workers: how many processes.
        limit: seconds that one call may take; its worker is then killed and replaced.
        warm: a function that can be imported, or a partial of one: called first in each worker, it
            loads the libraries.
        delay: seconds that a worker is left unstarted while nobody calls it.
    """

    def __init__(
        self, *, workers: int, limit: float, warm: Callable[[], object], delay: float = 0.0
    ) -> None:
        self._limit, self._delay = limit, delay
        self._workers = [WorkerProcess(warm) for _ in range(workers)]
        self._idle: asyncio.LifoQueue[WorkerProcess] = asyncio.LifoQueue()
        self._flights: dict[bytes, asyncio.Task[Any]] = {}
        self._starting: asyncio.Task[None] | None = None
        self._open = False

    async def __aenter__(self) -> Self:
        self._open = True
        for worker in self._workers:
            self._idle.put_nowait(worker)
        self._starting = asyncio.create_task(self._start_idle())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the workers at once; who still waits for an answer gets PoolError."""
        self._open = False
        tasks = [*filter(None, (self._starting,)), *self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def call(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function in a worker and return what it returns.

        Equal calls at the same time share one computation; cancelling one of them leaves it to
        the others.

        Args:
            work: a pure function that can be imported in another process. It should return its
                expected faults: what it raises ends the worker.
            *args: its arguments, which can be pickled.
            **kwargs: likewise.

        Raises:
            WorkTimeout: if it takes too long.
            PoolError: if the workers die over it, or the pool is closed.
        """
        if not self._open:
            raise PoolError("the pool is closed")
        packed = pack((work, args, kwargs))
        flight: asyncio.Task[R] = self._flights.get(packed) or self._take_off(packed)
        try:
            return await asyncio.shield(flight)
        except asyncio.CancelledError:
            asker = asyncio.current_task()
            if flight.cancelled() and not (asker and asker.cancelling()):
                raise PoolError("the pool was closed") from None
            raise

    def _take_off(self, call: bytes) -> asyncio.Task[Any]:
        flight = asyncio.create_task(self._answer(call))
        self._flights[call] = flight
        flight.add_done_callback(lambda done: self._land(call, done))
        return flight

    def _land(self, call: bytes, flight: asyncio.Task[Any]) -> None:
        del self._flights[call]
        # Its askers may all be gone: nobody else would take the exception.
        if not flight.cancelled():
            flight.exception()

    async def _start_idle(self) -> None:
        await asyncio.sleep(self._delay)
        idle = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        await asyncio.gather(*map(self._start, idle))

    async def _start(self, worker: WorkerProcess) -> None:
        # A worker that does not start says so to the first who needs it.
        with suppress(PoolError):
            await worker.start()
        self._idle.put_nowait(worker)

    async def _answer(self, call: bytes) -> Any:
        worker = await self._idle.get()
        try:
            for _ in range(_ATTEMPTS):
                with suppress(WorkerDiedError):
                    return await worker.ask(call, self._limit)
            raise PoolError(f"{_ATTEMPTS} workers died over a call of {len(call)} bytes")
        finally:
            self._idle.put_nowait(worker)
