from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model import Standing
from bot.news.digests import LONGEST_SLEEP, Digests
from bot.news.topics import Vocabulary
from bot.store import Store, open_store
from bot.store.contents import Content
from tests.bot.news.digest_writing import DAY, HOUR, NOW, a_list, last_text, letters, tell


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def digests(store: Store, vocabulary: Vocabulary) -> Digests:
    return Digests(store=store, vocabulary=vocabulary, patience=timedelta(hours=3))


async def contents(store: Store) -> int:
    row = await store.database.one("SELECT count(*) AS contents FROM contents")
    assert row is not None
    return int(row["contents"])


async def test_a_due_list_gets_its_digest_once_and_moves_on(store: Store, digests: Digests) -> None:
    kept = await store.subscriptions.put(a_list())
    await tell(store, "Storm hits coast", "Thousands were left without power.")
    assert await digests.run(NOW) == 1
    assert await digests.run(NOW) == 0
    ((slot, text),) = await letters(store)
    assert slot == f"digest:{kept.id}:2026-06-02"
    assert "Storm hits coast" in text
    assert "Thousands were left without power." in text
    moved = await store.subscriptions.get(kept.id)
    assert moved is not None
    assert (moved.next_digest_at, moved.since) == (NOW + DAY, NOW)


async def test_all_who_want_the_same_share_one_content(store: Store, digests: Digests) -> None:
    for chat in range(1, 8):
        await store.subscriptions.put(a_list(chat_id=chat, since=NOW - DAY + HOUR / (chat + 1)))
    await tell(store, "Storm hits coast")
    assert await digests.run(NOW) == 7
    assert await contents(store) == 1


async def test_a_button_names_the_content_that_it_is_under(store: Store, digests: Digests) -> None:
    for name in ("first", "second"):
        await store.subscriptions.put(a_list(name=name, chat_id=len(name)))
    await tell(store, "Storm hits coast")
    await digests.run(NOW)
    for number in (1, 2):
        content = await store.contents.get(number)
        assert content is not None
        tapped = [button["data"] for row in content.parts[0].keyboard for button in row]
        assert tapped == [
            "open:1:0",
            f"taste:+:{number}",
            f"taste:-:{number}",
            "do:digest",
            "do:mydigests",
        ]


async def test_quiet_hours_hold_a_digest(store: Store, digests: Digests) -> None:
    await store.chats.see(1, language="en", now=NOW)
    await store.chats.set_zone(1, "Europe/Minsk")
    await store.chats.set_quiet(1, (22 * 60, 9 * 60 + 30))
    await store.subscriptions.put(a_list())
    await digests.run(NOW)
    row = await store.database.one("SELECT not_before FROM outbox")
    assert row is not None
    assert datetime.fromtimestamp(row["not_before"], UTC) == NOW + 1.5 * HOUR


async def test_a_late_one_has_a_note_and_a_very_late_one_waits_for_the_next(
    store: Store, digests: Digests
) -> None:
    await store.subscriptions.put(a_list())
    await tell(store, "Storm hits coast")
    assert await digests.run(NOW + 4 * HOUR) == 0
    assert await digests.run(NOW + DAY + 2 * HOUR) == 1
    text = await last_text(store)
    assert "Late today" in text
    assert "Storm hits coast" in text


async def test_a_crash_before_the_commit_repeats_the_batch(
    store: Store, digests: Digests, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.subscriptions.put(a_list())

    async def broken(*_: object) -> frozenset[str]:
        raise ValueError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(store.outbox, "put_all", broken)
        with pytest.raises(ValueError, match="killed"):
            await digests.run(NOW)
    assert await contents(store) == 0
    assert await digests.run(NOW) == 1


async def test_a_slot_takes_one_digest_only(store: Store, digests: Digests) -> None:
    kept = await store.subscriptions.put(a_list())
    await digests.run(NOW)
    await store.subscriptions.change(kept)
    assert await digests.run(NOW) == 0
    assert len(await letters(store)) == 1


async def test_what_a_second_digest_of_a_date_held_is_still_news(
    store: Store, digests: Digests
) -> None:
    kept = await store.subscriptions.put(a_list())
    await digests.run(NOW)
    moved = await store.subscriptions.get(kept.id)
    assert moved is not None
    await tell(store, "Storm hits coast")
    # A traveller meets the same date again.
    await store.subscriptions.change(replace(moved, next_digest_at=NOW + HOUR))
    assert await digests.run(NOW + HOUR) == 0
    again = await store.subscriptions.get(kept.id)
    assert again is not None
    assert again.since == moved.since


async def test_who_leaves_meanwhile_is_sent_nothing(
    store: Store, digests: Digests, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.subscriptions.put(a_list())
    await store.subscriptions.put(a_list(chat_id=2))
    await store.subscriptions.put(a_list(chat_id=3))
    post = store.digests.post

    async def after_changes(*arguments: object) -> object:
        await store.chats.forget(1)
        await store.subscriptions.change(a_list(id=2, chat_id=2, next_digest_at=NOW + HOUR))
        return await post(*arguments)  # type: ignore[arg-type]  # handed on as they came

    with monkeypatch.context() as patch:
        patch.setattr(type(store.digests), "post", lambda _, *given: after_changes(*given))
        assert await digests.run(NOW) == 1
    ((slot, _),) = await letters(store)
    assert slot.startswith("digest:3:")
    moved = await store.subscriptions.get(2)
    assert moved is not None
    assert moved.next_digest_at == NOW + HOUR


async def test_a_chat_that_was_forgotten_has_no_digest(store: Store, digests: Digests) -> None:
    await tell(store, "Storm hits coast")
    assert await digests.for_chat(a_list(chat_id=77), NOW) is None


async def test_asked_for_it_tells_what_is_new_and_remembers_it(
    store: Store, digests: Digests
) -> None:
    kept = await store.subscriptions.put(a_list(next_digest_at=NOW + HOUR))
    await tell(store, "Storm hits coast")
    content = await digests.for_chat(kept, NOW)
    assert isinstance(content, Content)
    assert "Storm hits coast" in content.parts[0].html
    assert any(
        "taste:+:1" in button.values() for row in content.parts[0].keyboard for button in row
    )
    assert await digests.for_chat(kept, NOW) is None
    assert await store.outbox.claim(5, NOW + DAY) == ()
    await digests.run(NOW + HOUR)
    assert "Nothing new" in await last_text(store)


async def test_who_asks_hears_of_what_came_in_a_moment_ago(store: Store, digests: Digests) -> None:
    kept = await store.subscriptions.put(a_list())
    assert await digests.for_chat(kept, NOW) is None
    for title in ("Storm hits coast", "Markets rise"):
        await tell(store, title)
        content = await digests.for_chat(kept, NOW)
        assert content is not None
        assert title in content.parts[0].html
        assert len(content.stories) == 1
    assert await digests.for_chat(kept, NOW) is None


async def test_a_preview_writes_nothing(store: Store, digests: Digests) -> None:
    kept = await store.subscriptions.put(a_list())
    await tell(store, "Storm hits coast")
    (preview,) = await digests.preview([kept], NOW)
    assert preview.content is not None
    assert "Storm" in preview.content.parts[0].html
    assert await contents(store) == 0
    assert await store.subscriptions.get(kept.id) == kept


async def test_an_unknown_zone_stops_nobody_else(store: Store, digests: Digests) -> None:
    await store.subscriptions.put(a_list(zone="Mars/Olympus"))
    await store.subscriptions.put(a_list(chat_id=2))
    assert await digests.run(NOW) == 2


async def test_new_rules_of_zones_move_what_is_to_come(store: Store, digests: Digests) -> None:
    wrong = await store.subscriptions.put(a_list(next_digest_at=NOW + 2 * HOUR))
    due = await store.subscriptions.put(a_list(chat_id=2))
    paused = await store.subscriptions.put(
        a_list(chat_id=3, standing=Standing.PAUSED, resumes=NOW + 3 * DAY, next_digest_at=NOW + DAY)
    )
    lost = await store.subscriptions.put(
        a_list(chat_id=4, zone="Mars/Olympus", next_digest_at=NOW + HOUR)
    )
    assert await digests.recompute(NOW) == 2
    assert await digests.recompute(NOW) == 0
    assert await store.subscriptions.get(lost.id) == lost
    instants = [await store.subscriptions.get(each.id) for each in (wrong, due, paused)]
    assert [each.next_digest_at for each in instants if each] == [NOW + DAY, NOW, NOW + 3 * DAY]


async def test_a_tick_says_when_to_come_again(store: Store, digests: Digests) -> None:
    assert await digests.tick(lambda: NOW) == LONGEST_SLEEP
    await store.subscriptions.put(a_list())
    assert await digests.tick(lambda: NOW - timedelta(seconds=9)) == timedelta(seconds=9)
    assert await digests.tick(lambda: NOW - HOUR) == LONGEST_SLEEP
    assert await digests.tick(lambda: NOW) == LONGEST_SLEEP
    assert len(await letters(store)) == 1


async def test_memory_of_editions_is_bounded(
    store: Store, digests: Digests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.news.digests._REMEMBERED", 0)
    monkeypatch.setattr("bot.news.digests._BATCH", 1)
    for chat in (1, 2, 3):
        await store.subscriptions.put(a_list(chat_id=chat))
    await tell(store, "Storm hits coast")
    assert await digests.run(NOW) == 3
    assert await contents(store) == 3
