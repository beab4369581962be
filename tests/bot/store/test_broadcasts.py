"""Drafts, stages, and what became of letters."""

from __future__ import annotations

import pytest

from bot.broadcast_model import Audience, Stage, Tally
from bot.errors import NotFoundError
from bot.store import Store
from bot.store.letters import State
from tests.bot.news.broadcast_writing import (
    BELARUS,
    HOUR,
    LONG_AGO,
    NOW,
    RUSSIAN,
    drafted,
    end,
    now_is,
    see,
    started,
    tally,
    to,
)


async def test_one_at_a_time(store: Store) -> None:
    await see(store, 1)
    first = await started(store)
    second = await drafted(store)
    assert not await store.broadcasts.start(second.id, NOW)
    await to(store, first, Stage.PAUSED, Stage.RUNNING)
    assert not await store.broadcasts.start(second.id, NOW)
    await to(store, first, Stage.STOPPED, Stage.PAUSED)
    assert await store.broadcasts.start(second.id, NOW)
    assert not await store.broadcasts.start(second.id, NOW)


async def test_a_new_draft_takes_the_place_of_the_last(store: Store) -> None:
    first = await drafted(store)
    second = await drafted(store)
    assert await store.broadcasts.get(first.id) is None
    assert not await store.broadcasts.discard(first.id)
    assert not await store.broadcasts.address(first.id, BELARUS, 1)
    assert await store.broadcasts.address(second.id, BELARUS, 7)
    kept = await now_is(store, second)
    assert (kept.audience, kept.expected, kept.stage) == (BELARUS, 7, Stage.PREVIEW)
    assert await store.broadcasts.discard(second.id)


async def test_every_end_is_counted_and_deleted_accounts_too(store: Store) -> None:
    await see(store, *range(1, 7))
    broadcast = await started(store)
    await store.broadcast_letters.put(broadcast, {}, NOW)
    ends = [
        (State.SENT, "sent"),
        (State.DROPPED, "unreachable"),
        (State.UNSURE, "unsure"),
        (State.FAILED, "refused"),
    ]
    gone, *rest, _ = await store.outbox.claim(9, NOW)
    for letter, (state, outcome) in zip(rest, ends, strict=True):
        await end(store, letter, state, outcome)
    await store.chats.forget(gone.chat_id)
    counted = await tally(store, broadcast)
    assert counted == Tally(open=1, sent=1, dropped=2, unsure=1, failed=1)
    assert (counted.settled, counted.reached) == (5, 1)


async def test_what_is_recalled_is_kept(store: Store) -> None:
    await see(store, 1, 2, 3, 4)
    broadcast = await started(store)
    await store.broadcast_letters.put(broadcast, {}, NOW)
    (old, *_) = letters = await store.outbox.claim(9, NOW)
    for letter in letters:
        await end(store, letter, State.SENT, "sent", NOW - (LONG_AGO if letter is old else HOUR))
    some = await store.broadcast_results.recallable(broadcast, 2, NOW)
    assert [letter.chat_id for letter in some] == [2, 3]
    await store.broadcast_results.recalled({some[0].id: True, some[1].id: False})
    assert await tally(store, broadcast) == Tally(sent=1, recalled=1, kept=2)


def test_an_audience_is_read_as_it_is_written() -> None:
    for audience in (Audience(), BELARUS, RUSSIAN):
        assert Audience.read(str(audience)) == audience
    with pytest.raises(NotFoundError):
        Audience.read("nobody:x")
