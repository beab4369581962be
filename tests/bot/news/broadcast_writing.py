"""Chats and broadcasts for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.broadcast_model import Audience, AudienceKind, Broadcast, Stage, Tally
from bot.model import Subscription
from bot.store import Store
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
    return await store.broadcast_results.tally(await now_is(store, broadcast), now)


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
