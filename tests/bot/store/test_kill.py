"""A process that dies at any moment loses nothing that it confirmed."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from bot.store import open_store
from bot.store.check import check

_KILLS = 20
_WRITE = """
import asyncio, pathlib, sys
from datetime import UTC, datetime
from bot.model import Draft
from bot.store import open_store

async def main(path, name):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    async with open_store(path) as store:
        for number in range(100_000):
            draft = Draft(title=f"{name} {number}", text=f"Text {name}. " * 100)
            added = await store.articles.add(
                draft, now=now, language="en", gist="", topics=("a", "b"))
            print(added.id, flush=True)

asyncio.run(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
"""


def _killed_while_writing(path: Path, name: str, confirmations: int) -> set[int]:
    """The ids that a writer confirmed until it was killed, some time after so many of them."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITE, str(path), name], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        confirmed = [process.stdout.readline() for _ in range(confirmations)]
        process.kill()
        confirmed += process.stdout.readlines()
    # The last line may be cut off in the middle of its number.
    return {int(line) for line in confirmed if line.endswith("\n")}


async def test_killed_twenty_times_under_writes(path: Path) -> None:
    chance = random.Random()
    confirmed: set[int] = set()
    for kill in range(_KILLS):
        confirmed |= _killed_while_writing(path, f"run {kill}", chance.randrange(1, 40))
        async with open_store(path) as store:
            assert await check(store.database) == ()
            assert confirmed <= set((await store.articles.latest(100_000, shown=1)).ids)
            topics = await store.articles.topic_counts()
            assert set(topics.values()) == {await store.articles.count()}
    assert len(confirmed) >= _KILLS
