"""How long the event loop is held up while a text of 1,000 sentences is summarised beside it.

Run by `make bench`. A ticker asks for the loop every millisecond and notes the longest wait,
first idle, then during summaries. The bar: 20 ms.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time

from summarizer.pool import SummaryPool

SENTENCES = 1_000
ROUNDS = 5
BAR_MS = 20.0
WORDS = (
    "council minister border talks river price strike court train harvest winter election energy "
    "school doctor island budget treaty storm museum"
).split()


def text(seed: int) -> str:
    dice = random.Random(seed)
    return " ".join(
        " ".join(dice.choices(WORDS, k=dice.randint(8, 24))).capitalize() + "."
        for _ in range(SENTENCES)
    )


async def longest_wait(work: asyncio.Task[None]) -> float:
    """Milliseconds beyond the millisecond asked for, at worst, until the work is done."""
    worst = 0.0
    while not work.done():
        asked = time.perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, 1000 * (time.perf_counter() - asked) - 1)
    await work
    return worst


async def summaries(pool: SummaryPool) -> None:
    for seed in range(ROUNDS):
        await pool.summarize(text(seed), language="en", sentences=3)


async def main() -> int:
    async with SummaryPool(workers=1) as pool:
        await pool.summarize(text(-1), language="en", sentences=3)  # the worker is warm
        idle = await longest_wait(asyncio.create_task(asyncio.sleep(2)))
        began = time.perf_counter()
        busy = await longest_wait(asyncio.create_task(summaries(pool)))
        took = (time.perf_counter() - began) / ROUNDS
    print(f"longest wait of the loop: idle {idle:.1f} ms, during summaries {busy:.1f} ms")
    print(f"one summary of {SENTENCES} sentences: {1000 * took:.0f} ms")
    return int(busy > BAR_MS)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
