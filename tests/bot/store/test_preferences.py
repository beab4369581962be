"""Wishes, tastes, pins, and what a chat says of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.digest_model import Taste, Wish, WishKind
from bot.model import Draft
from bot.store import Store

MONTH = timedelta(days=30)


async def test_the_later_wish_about_a_phrase_counts(store: Store, now: datetime) -> None:
    await store.chats.see(1, language="en", now=now)
    await store.wishes.add(1, WishKind.MUTE, "football")
    await store.wishes.add(1, WishKind.FOLLOW, "chess")
    await store.wishes.add(1, WishKind.FOLLOW, "football")
    assert await store.wishes.of_chat(1) == (
        Wish(kind=WishKind.FOLLOW, phrase="chess"),
        Wish(kind=WishKind.FOLLOW, phrase="football"),
    )
    assert await store.wishes.remove(1, "chess")
    assert not await store.wishes.remove(1, "chess")


async def test_nothing_is_kept_of_a_chat_that_was_forgotten(store: Store, now: datetime) -> None:
    await store.wishes.add(1, WishKind.MUTE, "football")
    await store.tastes.add(1, "topic:art", 1, now)
    assert await store.wishes.of_chat(1) == ()
    assert await store.tastes.of_chat(1) == ()


async def test_tastes_add_to_what_is_left(store: Store, now: datetime) -> None:
    await store.chats.see(1, language="en", now=now)
    await store.tastes.add(1, "topic:art", 1, now)
    await store.tastes.add(1, "topic:art", -2, now + MONTH)
    await store.tastes.add(1, "source:AP", 1, now)
    assert await store.tastes.of_chat(1) == (
        Taste(subject="source:AP", weight=1, updated=now),
        Taste(subject="topic:art", weight=-1.5, updated=now + MONTH),
    )
    assert await store.tastes.forget(1)
    assert not await store.tastes.forget(1)


async def test_pins_last_until_their_time(store: Store, now: datetime) -> None:
    added = await store.articles.add(
        Draft(title="Title"), now=now, language="en", gist="", topics=()
    )
    assert added is not None
    assert await store.pins.pin(added.id, now)
    assert await store.pins.current(now) == frozenset()
    assert await store.pins.pin(added.id, now + MONTH)
    assert not await store.pins.pin(added.id + 1, now + MONTH)
    assert await store.pins.current(now) == {added.id}
    assert await store.pins.purge(now=now) == 0
    assert await store.pins.unpin(added.id)
    assert not await store.pins.unpin(added.id)
    await store.pins.pin(added.id, now)
    assert await store.pins.purge(now=now) == 1


@pytest.mark.parametrize("quiet", [None, (0, 0), (1320, 420)])
async def test_a_chat_has_a_zone_and_quiet_hours(
    store: Store, now: datetime, quiet: tuple[int, int] | None
) -> None:
    seen = await store.chats.see(1, language="en", now=now)
    assert (seen.zone, seen.quiet) == ("", None)
    await store.chats.set_zone(1, "Europe/Minsk")
    await store.chats.set_quiet(1, quiet)
    chat = await store.chats.see(1, language="en", now=now)
    assert (chat.zone, chat.quiet) == ("Europe/Minsk", quiet)
