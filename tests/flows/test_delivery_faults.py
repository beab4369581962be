"""Everybody who can be reached gets the digest, whatever is killed, refused, lost or late."""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import Standing, Subscription
from bot.store import Store, open_store
from bot.store.check import check
from bot.store.contents import Content, Part
from bot.store.letters import Letter
from tests.flows.faulty_server import FaultyServer

_SEED = 20_260_601
_PEOPLE, _GROUPS, _KILLS = 1_990, 10, 20
_DELIVER = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from bot.store import open_store
from bot.telegram import budgets
from bot.telegram.delivery import Delivery, sending_bot
from bot.telegram.limits import ChatLimiter, Limits
from bot.telegram.outcomes import Policy

# Refusals at random do not come from speed: slowing down would only make this long.
budgets.REFUSED_CHATS = 1_000

def now():
    return datetime.now(UTC)

async def main(path, address):
    limits = Limits(per_second=500)
    policy = Policy(answer_within=0.5)
    async with open_store(path) as store, sending_bot("1:a", address) as bot:
        store.outbox.lease = timedelta(seconds=2)
        delivery = Delivery(
            bot=bot, limiter=ChatLimiter(limits), store=store, now=now, policy=policy)
        while (await store.outbox.waiting(now())).letters:
            await delivery.round()
            await asyncio.sleep(0.05)

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


async def _subscribe(store: Store, now: datetime) -> None:
    """Two thousand chats with a digest each in the outbox."""
    content = await store.contents.add(Content(parts=(Part(html="<b>News</b>"),)), now=now)
    chats = [*range(1, _PEOPLE + 1), *range(-_GROUPS, 0)]
    for chat in chats:
        await store.subscriptions.put(
            Subscription(chat_id=chat, minute=420, zone="Europe/Minsk", since=now)
        )
    letters = [
        Letter(slot=f"digest:{chat}:2026-06-01", chat_id=chat, content_id=content, due=now)
        for chat in chats
    ]
    await store.outbox.put_all(None, letters, now)


async def _deliver(path: Path, server: FaultyServer, goal: int) -> bool:
    """Deliver what waits, killed once so many were accepted; whether it came to its end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _DELIVER, str(path), server.address)
    )
    ended = asyncio.ensure_future(process.wait())
    try:
        while server.accepted.total() < goal and not ended.done():
            server.news.clear()
            news = asyncio.ensure_future(server.news.wait())
            await asyncio.wait({ended, news}, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
    finally:
        if not ended.done():
            process.kill()
    return await ended == 0


async def _under_way(path: Path) -> int:
    """Of how many letters a message was on its way when their sender died."""
    async with open_store(path) as store:
        assert await check(store.database) == ()
        row = await store.database.one(
            "SELECT count(*) AS letters FROM outbox WHERE state = 'leased' AND begun"
        )
    return row["letters"] if row else 0


@pytest.mark.timeout(300)
async def test_each_gets_it_once_through_kills_refusals_and_lost_answers(tmp_path: Path) -> None:
    path, chance = tmp_path / "gazette.db", random.Random(_SEED)
    async with open_store(path) as store:
        await _subscribe(store, datetime.now(UTC))
    under_way = 0
    async with FaultyServer(_SEED) as server:
        for goal in sorted(chance.sample(range(1, _PEOPLE), _KILLS)):
            assert not await _deliver(path, server, goal)
            under_way += await _under_way(path)
        assert await _deliver(path, server, sys.maxsize)
    async with open_store(path) as store:
        rows = await store.database.all("SELECT chat_id, state, outcome, doubtful FROM outbox")
        counts = await store.subscriptions.counts()
    got = server.accepted
    reachable = {row["chat_id"] for row in rows if server.fate(row["chat_id"]) != "blocked"}
    assert len(rows) == _PEOPLE + _GROUPS
    assert {chat for chat in reachable if not got[chat]} == set()
    twice = {chat: times for chat, times in got.items() if times > 1}
    doubtful = {row["chat_id"] for row in rows if row["doubtful"]}
    in_doubt = under_way + server.faults["late"] + server.faults["dropped"]
    print(f"{len(rows)} letters, {got.total()} accepted, faults {dict(server.faults)}")
    print(f"{under_way} under way at {_KILLS} kills; {len(twice)} twice, {len(doubtful)} unsure")
    assert set(twice.values()) <= {2}
    assert set(twice) <= doubtful
    assert len(twice) <= len(doubtful) <= in_doubt
    blocked = len(rows) - len(reachable)
    assert counts == {Standing.ACTIVE: len(reachable), Standing.UNREACHABLE: blocked}
