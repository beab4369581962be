from __future__ import annotations

import asyncio
from itertools import count
from unittest.mock import patch

from bot.steps import in_steps


async def test_everything_is_done_in_order_while_others_run() -> None:
    ran = 0

    async def other() -> None:
        nonlocal ran
        while True:
            ran += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    # Each look at the clock is a second later: every item has taken too long.
    with patch("bot.steps.perf_counter", count().__next__):
        assert await in_steps(range(5)) == [0, 1, 2, 3, 4]
    task.cancel()
    assert ran >= 5


async def test_quick_work_is_not_held_up() -> None:
    with patch("bot.steps.perf_counter", lambda: 0.0):
        assert await in_steps(iter("abc")) == ["a", "b", "c"]
