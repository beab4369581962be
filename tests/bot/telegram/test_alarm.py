from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Store, open_store
from bot.store.contents import Content, Part
from bot.store.letters import Letter, State
from bot.store.outbox import Queue, Tally
from bot.telegram.alarm import MANY_FAILED, STUCK_AFTER, trouble_of, watch

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NOTHING = Queue(letters=0, since=None)
LONG = Queue(letters=3, since=NOW - STUCK_AFTER)


def of(letters: int) -> Tally:
    return Tally(letters=letters, doubtful=0)


@pytest.mark.parametrize(
    ("queue", "lately", "hour", "trouble"),
    [
        (NOTHING, {}, {}, None),
        (LONG, {}, {}, ("delivery.stuck", 3)),
        (LONG, {"refused": of(1)}, {"refused": of(1)}, ("delivery.stuck", 3)),
        (LONG, {"sent": of(1)}, {"sent": of(1)}, None),
        (Queue(letters=9, since=NOW), {}, {}, None),
        (NOTHING, {}, {"gave up": of(1), "sent": of(900)}, ("delivery.failing", 1)),
        (NOTHING, {}, {"refused": of(MANY_FAILED - 1)}, None),
        (NOTHING, {}, {"refused": of(6), "unsure": of(4)}, ("delivery.failing", 10)),
        (NOTHING, {}, {"refused": of(10), "sent": of(91)}, None),
        (NOTHING, {}, {"unreachable": of(500)}, None),
    ],
)
def test_what_is_trouble(
    queue: Queue,
    lately: dict[str, Tally],
    hour: dict[str, Tally],
    trouble: tuple[str, int] | None,
) -> None:
    assert trouble_of(queue, lately, hour, NOW) == trouble


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


async def test_a_trouble_is_told_once_and_again_only_after_all_was_well(store: Store) -> None:
    told: list[tuple[str, int]] = []

    async def tell(key: str, letters: int) -> None:
        told.append((key, letters))

    async def put(slot: str, now: datetime) -> None:
        letter = Letter(slot=slot, chat_id=1, content_id=number, due=now)
        await store.outbox.put_all(None, [letter], now)

    await store.chats.see(1, language="", now=NOW)
    number = await store.contents.add(Content(parts=(Part(html="x"),)), now=NOW)
    await put("one", NOW)
    await watch(store, tell, NOW)
    assert told == []
    now = NOW + STUCK_AFTER
    for _ in range(3):
        await watch(store, tell, now)
    assert told == [("delivery.stuck", 1)]
    (letter,) = await store.outbox.claim(1, now)
    await store.outbox.keep(replace(letter, state=State.SENT, outcome="sent", settled=now), now)
    await watch(store, tell, now)
    now += timedelta(hours=1)
    await put("two", now - STUCK_AFTER)
    await watch(store, tell, now)
    assert told == [("delivery.stuck", 1)] * 2
