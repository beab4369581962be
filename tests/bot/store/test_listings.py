from __future__ import annotations

from datetime import datetime

from bot.model import Brief, BriefKind, Listing
from bot.store import Store

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
