"""The program's side of one worker process: start it, ask it, end it."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import Any

from summarizer.worker import HEADER, pack

# A machine under load takes seconds to start Python and load the libraries.
_START_SECONDS = 60.0
_COMMAND = (sys.executable, "-P", "-m", "summarizer.worker")
_PACKAGES = str(Path(__file__).parents[1])


class PoolError(Exception):
    """A call could not be answered: the workers die over it, or the pool is closed."""


class WorkTimeout(PoolError):  # noqa: N818  # named as the time limit that it is, like Timeout
    """A call took longer than the pool allows."""


class WorkerDiedError(PoolError):
    """The process ended, or did not start, instead of answering."""


class WorkerProcess:
    """One worker, whose process is started when it is needed and not there.

    For one user at a time. Whatever interrupts a call ends the process, which may be amid a
    message: the next call starts another.

    Args:
        warm: called in the process before anything else: it loads what the first call would
            wait for.
    """

    def __init__(self, warm: Callable[[], object]) -> None:
        self._warm = pack((warm, (), {}))
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the process and wait until it is ready, unless there is one that runs.

        Raises:
            WorkerDiedError: if it does not get ready.
        """
        if self._process and self._process.returncode is None:
            return
        await self.stop()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *_COMMAND, stdin=PIPE, stdout=PIPE, env=_environment(), start_new_session=True
            )
        except OSError as fault:
            raise WorkerDiedError("cannot be started") from fault
        try:
            await self._exchange(self._process, self._warm, _START_SECONDS)
        except TimeoutError:
            raise WorkerDiedError(f"not ready within {_START_SECONDS:g} s") from None

    async def ask(self, call: bytes, limit: float) -> Any:
        """Have a packed call answered within `limit` seconds, starting the process if need be.

        Raises:
            WorkTimeout: if it takes longer.
            WorkerDiedError: if the process ends over it.
        """
        await self.start()
        assert self._process  # noqa: S101  # start() has just seen to it
        try:
            return await self._exchange(self._process, call, limit)
        except TimeoutError:
            raise WorkTimeout(f"{len(call)} bytes took more than {limit:g} s") from None

    async def stop(self) -> None:
        """Kill the process, if there is one, and wait for its end: it holds nothing to lose."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.communicate()

    async def _exchange(self, process: Process, call: bytes, limit: float) -> Any:
        try:
            async with asyncio.timeout(limit):
                await _send(process, call)
                return await _receive(process)
        except BaseException:
            await self.stop()
            raise


async def _send(process: Process, call: bytes) -> None:
    assert process.stdin  # noqa: S101  # a pipe, as asked for
    process.stdin.write(call)
    try:
        await process.stdin.drain()
    except ConnectionError as fault:
        raise WorkerDiedError("ended before it took the call") from fault


async def _receive(process: Process) -> Any:
    assert process.stdout  # noqa: S101  # a pipe, as asked for
    try:
        (length,) = HEADER.unpack(await process.stdout.readexactly(HEADER.size))
        body = await process.stdout.readexactly(length)
    except asyncio.IncompleteReadError as fault:
        raise WorkerDiedError("ended before it answered") from fault
    return pickle.loads(body)  # noqa: S301  # our own child wrote it


def _environment() -> dict[str, str]:
    """Return the environment with this package on the path, and one thread for each worker."""
    path = os.pathsep.join(filter(None, (_PACKAGES, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
