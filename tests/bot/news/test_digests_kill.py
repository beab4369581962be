"""A process that is killed at any moment puts each digest into the outbox exactly once."""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import timedelta
from pathlib import Path

from bot.store import Store, open_store
from bot.store.check import check
from tests.bot.news.digest_writing import DAY, NOW, a_list, tell

_PEOPLE = 3_000
_KILLS = 5
_RUN = """
import asyncio, sys
from datetime import datetime, timedelta
from pathlib import Path
from bot.news.digests import Digests
from bot.news.topics import Vocabulary
from bot.store import open_store

async def main(path, now):
    async with open_store(path) as store:
        digests = Digests(store=store, vocabulary=Vocabulary((), ()), patience=timedelta(hours=3))
        print("begun", flush=True)
        await digests.run(now)

asyncio.run(main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
"""


async def _run(path: Path, minute: int, kill_after: float | None) -> bool:
    """Put what is due into the outbox, killed after so many seconds; whether it came to its end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _RUN, str(path), str(NOW + minute * timedelta(minutes=1))),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begun\n"
    try:
        return await asyncio.wait_for(process.wait(), kill_after) == 0
    except TimeoutError:
        process.kill()
        await process.wait()
        return False


async def _slots(store: Store) -> list[str]:
    rows = await store.database.all("SELECT slot FROM outbox")
    return [row["slot"] for row in rows]


async def test_each_digest_goes_once_whatever_is_killed_when(tmp_path: Path) -> None:
    path, chance = tmp_path / "gazette.db", random.Random()
    async with open_store(path) as store:
        await tell(store, "Storm hits coast")
        for chat in range(1, _PEOPLE + 1):
            await store.subscriptions.put(a_list(chat_id=chat))
    for minute in range(_KILLS):
        await _run(path, minute, chance.uniform(0.005, 0.1))
    assert await _run(path, _KILLS, None)
    async with open_store(path) as store:
        assert await check(store.database) == ()
        slots = await _slots(store)
        assert len(slots) == len(set(slots)) == _PEOPLE
        assert await store.subscriptions.next_due() == NOW + DAY
        row = await store.database.one(
            "SELECT count(*) AS contents FROM contents "
            "WHERE id NOT IN (SELECT content_id FROM outbox)"
        )
        assert row is not None
        assert row["contents"] == 0
