"""What a reader is told of what they know, and what makes a digest theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.digest_model import WishKind
from bot.model import Length
from bot.news.digests import Digests
from bot.news.topics import Vocabulary
from bot.store import Store, open_store
from tests.bot.news.digest_writing import DAY, HOUR, NOW, a_list, last_text, letters, story_of, tell


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def digests(store: Store, vocabulary: Vocabulary) -> Digests:
    return Digests(store=store, vocabulary=vocabulary, patience=timedelta(hours=3))


async def settle_all(store: Store, state: str) -> None:
    await store.database.run("UPDATE outbox SET state = :state", {"state": state})


async def test_what_was_told_is_not_told_again(store: Store, digests: Digests) -> None:
    await store.subscriptions.put(a_list())
    await tell(store, "Storm hits coast")
    await digests.run(NOW)
    await tell(store, "Markets rise", at=NOW + HOUR)
    await digests.run(NOW + DAY)
    text = await last_text(store)
    assert "Markets rise" in text
    assert "Storm" not in text


@pytest.mark.parametrize(("state", "again"), [("sent", False), ("failed", True)])
async def test_only_what_did_not_arrive_is_told_again(
    store: Store, digests: Digests, state: str, *, again: bool
) -> None:
    kept = await store.subscriptions.put(a_list())
    await tell(store, "Storm hits coast")
    await digests.run(NOW)
    await settle_all(store, state)
    asked = await digests.for_chat(kept, NOW + HOUR)
    assert (asked is not None) == again


async def test_a_story_that_goes_on_is_told_as_an_update(store: Store, digests: Digests) -> None:
    await store.subscriptions.put(a_list())
    first = await tell(store, "Storm hits coast", "Thousands were left without power.")
    await digests.run(NOW)
    story = await story_of(store, first)
    await tell(
        store, "Storm: thousands without power", "Thousands left without power on coast.",
        at=NOW + HOUR, story=story, source="AP",
    )  # fmt: skip
    await digests.run(NOW + DAY)
    assert "Nothing new" in await last_text(store)
    await tell(
        store, "Governor declares emergency", "Soldiers will rebuild bridges this weekend.",
        at=NOW + DAY + HOUR, story=story, source="BBC",
    )  # fmt: skip
    await digests.run(NOW + 2 * DAY)
    text = await last_text(store)
    assert "Update" in text
    assert "Soldiers will rebuild" in text
    assert "power" not in text


async def test_what_a_reader_opened_is_known(store: Store, digests: Digests) -> None:
    await store.subscriptions.put(a_list())
    await store.subscriptions.put(a_list(chat_id=2))
    article = await tell(store, "Storm hits coast")
    await store.openings.note([article], 1, now=NOW - HOUR / 2)
    await digests.run(NOW)
    texts = dict(await letters(store))
    assert "Nothing new" in texts["digest:1:2026-06-02"]
    assert "Storm" in texts["digest:2:2026-06-02"]


async def test_a_merged_story_is_known_by_its_article(store: Store, digests: Digests) -> None:
    await store.subscriptions.put(a_list())
    first = await tell(store, "Storm hits coast")
    await digests.run(NOW)
    other = await tell(store, "Coast storm", at=NOW + HOUR)
    await store.database.run(
        "UPDATE articles SET story_id = :story, lead = 0 WHERE id = :id",
        {"id": first, "story": await story_of(store, other)},
    )
    await digests.run(NOW + DAY)
    assert "Nothing new" in await last_text(store)


async def test_two_lists_of_a_chat_do_not_repeat_each_other(store: Store, digests: Digests) -> None:
    for name in ("one", "two"):
        await store.subscriptions.put(a_list(name=name))
    await store.subscriptions.put(a_list(name="three", thread_id=9))
    await tell(store, "Storm hits coast")
    assert await digests.run(NOW) == 3
    told = {slot.split(":")[1]: "Storm" in text for slot, text in await letters(store)}
    assert told == {"1": True, "2": False, "3": True}


async def test_a_silent_list_says_nothing_when_there_is_nothing(
    store: Store, digests: Digests
) -> None:
    await store.subscriptions.put(a_list(silent=True))
    await store.subscriptions.put(a_list(chat_id=2))
    assert await digests.run(NOW) == 1
    ((slot, text),) = await letters(store)
    assert slot.startswith("digest:2:")
    assert "Nothing new since the last one." in text
    assert await digests.run(NOW) == 0


async def test_mutes_follows_and_tastes_make_it_personal(store: Store, digests: Digests) -> None:
    for chat in (1, 2, 3, 4):
        await store.subscriptions.put(a_list(chat_id=chat, length=Length.HEADLINES))
    await tell(store, "Football final tonight", topics=("sport",))
    await tell(store, "Storm hits coast", at=NOW - 2 * HOUR, topics=("weather",), source="AP")
    await store.wishes.add(1, WishKind.MUTE, "footballs")
    await store.wishes.add(2, WishKind.FOLLOW, "storms")
    await store.wishes.add(2, WishKind.MUTE, "!!!")
    await store.tastes.add(3, "topic:sport", -2, NOW)
    await digests.run(NOW)
    texts = [text for _, text in await letters(store)]
    assert "Football" not in texts[0]
    assert [text.index("Storm") < text.index("Football") for text in texts[1:]] == [
        True,
        True,
        False,
    ]


async def test_pins_come_first(store: Store, digests: Digests) -> None:
    await store.subscriptions.put(a_list())
    old = await tell(store, "Anniversary of the bot", at=NOW - 20 * HOUR)
    await tell(store, "Storm hits coast")
    await store.pins.pin(old, NOW + DAY)
    await digests.run(NOW)
    text = await last_text(store)
    assert text.index("Anniversary") < text.index("Storm")


async def test_topics_are_headings_in_the_readers_language(store: Store, digests: Digests) -> None:
    await store.chats.see(1, language="be", now=NOW)
    await store.subscriptions.put(a_list(topics=("belarus", "poland")))
    await tell(store, "In Minsk", topics=("belarus",))
    await tell(store, "In Warsaw", topics=("poland",))
    await tell(store, "In Paris", topics=("france",))
    await digests.run(NOW)
    text = await last_text(store)
    assert "Беларусь" in text
    assert "Польшча" in text
    assert "Paris" not in text
    assert "аўторак, 2 чэрвеня" in text
