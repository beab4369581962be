from __future__ import annotations

from pathlib import Path

from bot.store import open_store
from bot.telegram.seen import KEPT, REMEMBERED, Seen, keep, recall


def test_an_id_is_new_once_and_the_oldest_are_forgotten() -> None:
    seen = Seen([1])
    assert not seen.note(1)
    assert seen.note(2)
    assert not seen.note(2)
    assert all(seen.note(number) for number in range(3, REMEMBERED + 3))
    assert seen.note(1)
    assert len(seen.newest()) == KEPT
    assert seen.newest()[-1] == 1


async def test_the_newest_outlive_a_restart(tmp_path: Path) -> None:
    async with open_store(tmp_path / "gazette.db") as store:
        seen = await recall(store.meta)
        await keep(seen, store.meta)
        assert await store.meta.get("updates_seen") is None  # nothing new, nothing written
        for number in range(2 * KEPT):
            seen.note(number)
        await keep(seen, store.meta)
        again = await recall(store.meta)
        assert not again.note(2 * KEPT - 1)
        assert again.note(KEPT - 1)
