"""Broadcasts over a real store: whom they reach, and how the outbox follows their stage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.broadcast_model import Audience, Stage, Tally
from bot.model import Standing
from bot.news import broadcasting
from bot.news.broadcasting import Broadcasting
from bot.store import Store, broadcast_letters, open_store
from bot.store.letters import State
from tests.bot.news.broadcast_writing import (
    BELARUS,
    HOUR,
    LONG_AGO,
    NIGHT,
    NOW,
    RUSSIAN,
    drafted,
    end,
    end_all,
    now_is,
    see,
    started,
    subscribe,
    tally,
    to,
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Broadcasting:
    return Broadcasting(store=store)


async def test_everybody_is_who_spoke_lately_or_has_a_list(
    store: Store, desk: Broadcasting
) -> None:
    await see(store, 1, 2, -3)
    await see(store, 4, 5, ago=LONG_AGO)
    await subscribe(store, 5)
    broadcast = await started(store)
    assert await desk.size(Audience(), broadcast, NOW) == 4
    await desk.round(NOW)
    assert await end_all(store) == [-3, 1, 2, 5]


@pytest.mark.parametrize(
    ("standings", "gets"),
    [
        ([Standing.ENDED], False),
        ([Standing.UNREACHABLE], False),
        ([Standing.ACTIVE, Standing.UNREACHABLE], False),
        ([Standing.ENDED, Standing.PAUSED], True),
        ([Standing.ACTIVE, Standing.ENDED], True),
        ([], True),
    ],
)
async def test_who_left_or_cannot_be_reached_is_left_alone(
    store: Store, desk: Broadcasting, standings: list[Standing], gets: bool
) -> None:
    await see(store, 1)
    for number, standing in enumerate(standings):
        await subscribe(store, 1, name=f"{number}", standing=standing)
    assert await desk.size(Audience(), await drafted(store), NOW) == int(gets)


async def test_who_is_banned_or_blocked_the_bot_is_left_alone(
    store: Store, desk: Broadcasting
) -> None:
    await see(store, 1, 2, 3)
    await store.database.run(
        "INSERT INTO people (id, role, name, since) VALUES (1, 'banned', 'Eve', 0)"
    )
    first = await started(store)
    await desk.round(NOW)
    two, three = await store.outbox.claim(9, NOW)
    await end(store, two, State.DROPPED, "unreachable")
    await end(store, three, State.SENT, "sent")
    await desk.round(NOW)
    assert (await now_is(store, first)).stage is Stage.DONE
    second = await started(store)
    assert await desk.size(Audience(), second, NOW) == 1
    # They came back: what was known is older than that.
    await store.chats.see(2, language="", now=NOW + 2 * HOUR)
    assert await desk.size(Audience(), second, NOW) == 2


async def test_a_topics_subscribers_and_a_languages_readers(
    store: Store, desk: Broadcasting
) -> None:
    await see(store, 1, 2, 3)
    await see(store, 4, 5, language="ru")
    await subscribe(store, 1, topics=("economy", "belarus"))
    await subscribe(store, 2, topics=("economy",))
    await subscribe(store, 3, topics=("belarus",), standing=Standing.PAUSED)
    draft = await drafted(store)
    assert await desk.size(BELARUS, draft, NOW) == 1
    assert await desk.size(RUSSIAN, draft, NOW) == 2
    await started(store, BELARUS)
    await desk.round(NOW)
    assert await end_all(store) == [1]


async def test_letters_are_put_bit_by_bit(
    store: Store, desk: Broadcasting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_letters, "STEP", 2)
    monkeypatch.setattr(broadcasting, "WINDOW", 3)
    await see(store, *range(1, 10))
    broadcast = await started(store)
    await desk.round(NOW)
    assert (await tally(store, broadcast)).open == 4
    await desk.round(NOW)
    assert (await now_is(store, broadcast)).put == 4
    got = await end_all(store)
    while (await now_is(store, broadcast)).stage is Stage.RUNNING:
        await desk.round(NOW)
        got += await end_all(store)
    assert got == [*range(1, 10)]
    assert (await tally(store, broadcast)).sent == 9
    assert (await now_is(store, broadcast)).put == 9
    # The result was not told yet.
    assert [each.id for each in await desk.round(NOW)] == [broadcast.id]
    await store.broadcasts.end(await now_is(store, broadcast), NOW)
    assert await desk.round(NOW) == ()


async def test_two_that_feed_at_once_put_each_letter_once(store: Store, desk: Broadcasting) -> None:
    await see(store, 1, 2)
    broadcast = await started(store)
    letters = store.broadcast_letters
    assert await letters.put(broadcast, {}, NOW) is not None
    assert await letters.put(broadcast, {}, NOW) is None
    assert await letters.put(await now_is(store, broadcast), {}, NOW) is None
    await desk.follow(broadcast, NOW)
    assert (await tally(store, broadcast)).open == (await now_is(store, broadcast)).put == 2


async def test_pausing_holds_and_going_on_releases(store: Store, desk: Broadcasting) -> None:
    await see(store, 1, 2, 3)
    broadcast = await started(store)
    await desk.round(NOW)
    (on_its_way,) = await store.outbox.claim(1, NOW)
    await to(store, broadcast, Stage.PAUSED, Stage.RUNNING)
    await desk.round(NOW)
    assert await store.outbox.claim(9, NOW + LONG_AGO) == ()
    # Nobody is to think that delivery is stuck.
    assert (await store.outbox.waiting(NOW + LONG_AGO)).letters == 1
    await end(store, on_its_way, State.SENT, "sent")
    assert (await tally(store, broadcast)).later == 2
    await to(store, broadcast, Stage.RUNNING, Stage.PAUSED)
    later = NOW + LONG_AGO
    await desk.round(later)
    (letter, _) = await store.outbox.claim(9, later)
    assert letter.due == later


async def test_a_round_that_is_behind_undoes_no_pause(store: Store, desk: Broadcasting) -> None:
    await see(store, 1, 2)
    running = await started(store)
    await desk.round(NOW)
    await to(store, running, Stage.PAUSED, Stage.RUNNING)
    await desk.round(NOW)
    await desk.follow(running, NOW)
    assert await store.outbox.claim(9, NOW) == ()


async def test_stopping_takes_back_what_waits(store: Store, desk: Broadcasting) -> None:
    await see(store, 1, 2, 3)
    broadcast = await started(store)
    await desk.round(NOW)
    (on_its_way,) = await store.outbox.claim(1, NOW)
    await to(store, broadcast, Stage.STOPPED, Stage.RUNNING, Stage.PAUSED)
    await desk.round(NOW)
    await end(store, on_its_way, State.SENT, "sent")
    assert await store.outbox.claim(9, NOW + LONG_AGO) == ()
    assert await tally(store, broadcast) == Tally(sent=1)
    assert not await store.broadcasts.move(broadcast.id, Stage.RUNNING, [Stage.PAUSED])


@pytest.mark.parametrize("said", [True, False])
async def test_quiet_hours_are_waited_for(store: Store, desk: Broadcasting, said: bool) -> None:
    await see(store, 1, 2, 3, 4)
    await store.chats.set_quiet(1, NIGHT)
    if said:
        await store.chats.set_zone(1, "Europe/Minsk")
    else:
        await subscribe(store, 1)
    await store.chats.set_quiet(2, (0, 60))
    # Nobody knows where: by UTC.
    await store.chats.set_quiet(3, (11 * 60, 13 * 60))
    broadcast = await started(store)
    await desk.round(NOW)
    assert [letter.chat_id for letter in await store.outbox.claim(9, NOW)] == [2, 4]
    assert (await tally(store, broadcast)).later == 2
    early, late = NOW + HOUR, datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert [letter.chat_id for letter in await store.outbox.claim(9, early)] == [3]
    assert await store.outbox.claim(9, late - timedelta(seconds=1)) == ()
    (letter,) = await store.outbox.claim(9, late)
    assert (letter.chat_id, letter.due) == (1, late)


async def test_a_zone_that_is_gone_counts_as_utc(store: Store, desk: Broadcasting) -> None:
    await see(store, 1)
    await store.chats.set_quiet(1, (11 * 60, 13 * 60))
    await store.chats.set_zone(1, "Mars/Olympus")
    await started(store)
    await desk.round(NOW)
    assert await store.outbox.claim(9, NOW) == ()
    assert len(await store.outbox.claim(9, NOW + HOUR)) == 1


async def test_quiet_hours_that_began_during_a_pause_hold(store: Store, desk: Broadcasting) -> None:
    await see(store, 1, 2)
    broadcast = await started(store)
    await desk.round(NOW)
    await to(store, broadcast, Stage.PAUSED, Stage.RUNNING)
    await desk.round(NOW)
    await store.chats.set_quiet(1, NIGHT)
    await store.chats.set_zone(1, "Europe/Minsk")
    await to(store, broadcast, Stage.RUNNING, Stage.PAUSED)
    await desk.round(NOW)
    assert [letter.chat_id for letter in await store.outbox.claim(9, NOW)] == [2]
    assert len(await store.outbox.claim(9, NOW + 2 * HOUR)) == 1
