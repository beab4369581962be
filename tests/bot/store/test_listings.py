from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.errors import StoreError
from bot.model import Brief, BriefKind, Listing
from bot.store import Store, open_store

_BRIEF = Brief(kind=BriefKind.SEARCH, query="«тэст»", story_ids=(3, 1, 2), stories=(), page_size=2)


async def test_a_list_comes_back_as_it_was(store: Store, now: datetime) -> None:
    listing = await store.listings.add(5, _BRIEF, now=now)
    assert listing == Listing(
        id=listing.id,
        chat_id=5,
        kind=BriefKind.SEARCH,
        query="«тэст»",
        story_ids=(3, 1, 2),
        page_size=2,
    )
    assert await store.listings.get(listing.id) == listing
    assert await store.listings.get(999) is None


async def test_the_last_list_is_the_chats_own(store: Store, now: datetime) -> None:
    assert await store.listings.last(5) is None
    listings = [await store.listings.add(chat, _BRIEF, now=now) for chat in (5, 5, 6)]
    assert await store.listings.last(5) == listings[1]


async def test_the_newest_fifty_of_a_chat_are_kept(store: Store, now: datetime) -> None:
    other = await store.listings.add(6, _BRIEF, now=now)
    listings = [await store.listings.add(5, _BRIEF, now=now) for _ in range(53)]
    await store.listings.settle()
    gone = [listing.id for listing in listings if await store.listings.get(listing.id) is None]
    assert gone == [listing.id for listing in listings[:3]]
    assert await store.listings.get(other.id) == other


async def test_numbers_are_never_given_twice(store: Store, now: datetime) -> None:
    first = await store.listings.add(5, _BRIEF, now=now)
    await store.chats.forget(5)
    assert (await store.listings.add(6, _BRIEF, now=now)).id > first.id


async def test_what_a_chat_was_shown_is_gone_when_it_is_forgotten(
    store: Store, now: datetime
) -> None:
    await store.chats.see(5, language="en", now=now)
    shown = await store.listings.add(5, _BRIEF, now=now)
    other = await store.listings.add(6, _BRIEF, now=now)
    await store.chats.forget(5)
    await store.listings.settle()
    assert await store.listings.get(shown.id) is None
    assert await store.listings.get(other.id) == other
    assert await store.chats.get(5) is None


async def test_what_is_shown_is_there_at_once_and_after_a_restart(
    tmp_path: Path, now: datetime
) -> None:
    async with open_store(tmp_path / "gazette.db") as store:
        shown = await store.listings.add(5, _BRIEF, now=now)
        assert await store.listings.get(shown.id) == await store.listings.last(5) == shown
    async with open_store(tmp_path / "gazette.db") as store:
        assert await store.listings.get(shown.id) == await store.listings.last(5) == shown
        # Numbers that a crash may have kept from being written are not given again.
        assert (await store.listings.add(5, _BRIEF, now=now)).id > shown.id + 1


async def test_lists_that_cannot_be_written_are_told_of(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreError("store.full", path="x")

    monkeypatch.setattr(store.database, "atomically", refuse)
    shown = await store.listings.add(5, _BRIEF, now=now)
    with capture_logs() as entries:
        await store.listings.settle()
    assert [entry["event"] for entry in entries] == ["listings.lost"]
    assert await store.listings.get(shown.id) is None
