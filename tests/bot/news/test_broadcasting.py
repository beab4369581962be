"""Broadcasts over a real store: whom they reach, and how the outbox follows their stage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.broadcast_model import Audience, AudienceKind, Broadcast, Stage, Tally
from bot.errors import NotFoundError
from bot.model import Standing, Subscription
from bot.news import broadcasting
from bot.news.broadcasting import Broadcasting
from bot.store import Store, broadcast_letters, open_store
from bot.store.contents import Content, Part
from bot.store.letters import Letter, State

# 15:00 in Minsk.
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR, LONG_AGO = timedelta(hours=1), timedelta(days=100)
OWNER = 99
EVERYBODY = Audience()
BELARUS = Audience(kind=AudienceKind.TOPIC, value="belarus")
RUSSIAN = Audience(kind=AudienceKind.LANGUAGE, value="ru")
NIGHT = (13 * 60, 17 * 60)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Broadcasting:
    return Broadcasting(store=store)


async def see(store: Store, *chats: int, language: str = "en", ago: timedelta = HOUR) -> None:
    for chat in chats:
        await store.chats.see(chat, language=language, now=NOW - ago)


async def subscribe(store: Store, chat: int, **fields: Any) -> None:
    usual = Subscription(chat_id=chat, minute=480, zone="Europe/Minsk", since=NOW)
    await store.subscriptions.put(replace(usual, **fields))


async def drafted(store: Store) -> Broadcast:
    return await store.broadcasts.add(OWNER, Content(parts=(Part(html="<b>News</b>"),)), NOW)


async def started(store: Store, audience: Audience = EVERYBODY) -> Broadcast:
    draft = await drafted(store)
    assert await store.broadcasts.address(draft.id, audience, 1)
    assert await store.broadcasts.start(draft.id, NOW)
    return await now_is(store, draft)


async def now_is(store: Store, broadcast: Broadcast) -> Broadcast:
    found = await store.broadcasts.get(broadcast.id)
    assert found is not None
    return found


async def tally(store: Store, broadcast: Broadcast, now: datetime = NOW) -> Tally:
    return await store.broadcast_letters.tally(await now_is(store, broadcast), now)


async def to(store: Store, broadcast: Broadcast, stage: Stage, *of: Stage) -> None:
    assert await store.broadcasts.move(broadcast.id, stage, of)


async def end_all(
    store: Store, state: State = State.SENT, outcome: str = "sent", now: datetime = NOW
) -> list[int]:
    """Whoever gets a letter now; each ends in that way."""
    chats = []
    while letters := await store.outbox.claim(64, now):
        for letter in letters:
            chats.append(letter.chat_id)
            await end(store, letter, state, outcome, now)
    return chats


async def end(
    store: Store, letter: Letter, state: State, outcome: str, now: datetime = NOW
) -> None:
    messages = (letter.id,) if state is State.SENT else ()
    ended = replace(letter, state=state, outcome=outcome, settled=now, messages=messages)
    assert await store.outbox.keep(ended, now)


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


async def test_every_end_is_counted_and_deleted_accounts_too(
    store: Store, desk: Broadcasting
) -> None:
    await see(store, *range(1, 7))
    broadcast = await started(store)
    await desk.round(NOW)
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


async def test_what_is_recalled_is_kept(store: Store, desk: Broadcasting) -> None:
    await see(store, 1, 2, 3, 4)
    broadcast = await started(store)
    await desk.round(NOW)
    (old, *_) = letters = await store.outbox.claim(9, NOW)
    for letter in letters:
        await end(store, letter, State.SENT, "sent", NOW - (LONG_AGO if letter is old else HOUR))
    some = await store.broadcast_letters.recallable(broadcast, 2, NOW)
    assert [letter.chat_id for letter in some] == [2, 3]
    await store.broadcast_letters.recalled({some[0].id: True, some[1].id: False})
    assert await tally(store, broadcast) == Tally(sent=1, recalled=1, kept=2)


def test_an_audience_is_read_as_it_is_written() -> None:
    for audience in (Audience(), BELARUS, RUSSIAN):
        assert Audience.read(str(audience)) == audience
    with pytest.raises(NotFoundError):
        Audience.read("nobody:x")
