from __future__ import annotations

import asyncio
import os
import time
from functools import partial

import pytest

from summarizer.process import PoolError, WorkTimeout
from summarizer.workers import WorkerPool


def workers(limit: float = 60) -> WorkerPool:
    return WorkerPool(workers=1, limit=limit, warm=partial(int, "1"))


async def test_a_worker_calls_any_function_that_can_be_imported() -> None:
    async with workers() as pool:
        assert await pool.call(divmod, 7, 2) == (3, 1)
        assert await pool.call(sorted, [2, 1], reverse=True) == [2, 1]
        first, second = await asyncio.gather(pool.call(os.getpid), pool.call(os.getpid))
        assert first == second == pool._workers[0].pid


async def test_a_call_that_takes_too_long_costs_its_worker_alone() -> None:
    async with workers(limit=0.1) as pool:
        with pytest.raises(WorkTimeout, match=r"more than 0\.1 s"):
            await pool.call(time.sleep, 600)
        assert pool._workers[0].pid is None
        pool._limit = 60
        assert await pool.call(len, "four") == 4


async def test_a_call_that_ends_the_process_is_tried_twice() -> None:
    async with workers() as pool:
        with pytest.raises(PoolError, match="2 workers died"):
            await pool.call(os._exit, 1)
        assert await pool.call(len, "four") == 4


async def test_a_worker_that_is_to_start_later_starts_when_it_is_called() -> None:
    async with WorkerPool(workers=1, limit=60, warm=partial(int, "1"), delay=600) as pool:
        await asyncio.sleep(0)
        assert pool._workers[0].pid is None
        assert await pool.call(len, "four") == 4
        assert pool._workers[0].pid is not None


async def test_a_worker_starts_though_nobody_calls_it() -> None:
    async with workers() as pool:
        assert pool._starting is not None
        await pool._starting
        assert pool._workers[0].pid is not None
