from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.model import Draft
from bot.store import Store, open_store
from bot.store.backup import restore
from bot.store.backups import Backups
from bot.store.check import check

DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made" / "backups"


@pytest.fixture
def backups(store: Store, path: Path, folder: Path) -> Backups:
    assert store.database.path == path
    return Backups(path, folder)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


async def test_a_backup_is_made_when_the_last_is_old_enough(
    backups: Backups, folder: Path, now: datetime
) -> None:
    made = await backups.make_due(every=DAY, keep=9, now=now)
    assert made == folder / "gazette-20260601T120000Z.db"
    assert await backups.make_due(every=DAY, keep=9, now=now + DAY / 2) is None
    assert await backups.make_due(every=DAY, keep=9, now=now + DAY) is not None
    assert names(folder) == ["gazette-20260601T120000Z.db", "gazette-20260602T120000Z.db"]


async def test_only_the_newest_are_kept(backups: Backups, folder: Path, now: datetime) -> None:
    put(folder / "notes.txt", "not ours")
    put(folder / "other-20260101T000000Z.db", "another bot's")
    for day in range(5):
        await backups.make_due(every=DAY, keep=2, now=now + day * DAY)
    assert names(folder) == [
        "gazette-20260604T120000Z.db",
        "gazette-20260605T120000Z.db",
        "notes.txt",
        "other-20260101T000000Z.db",
    ]


async def test_what_a_killed_process_left_is_cleared(
    backups: Backups, folder: Path, now: datetime
) -> None:
    put(folder / "gazette-20260501T120000Z.db.part", "half a backup")
    await backups.make_due(every=DAY, keep=1, now=now)
    assert names(folder) == ["gazette-20260601T120000Z.db"]


async def test_a_clock_that_was_set_back_stops_no_backups(
    backups: Backups, folder: Path, now: datetime
) -> None:
    await backups.make_due(every=DAY, keep=1, now=now + 300 * DAY)
    made = await backups.make_due(every=DAY, keep=1, now=now)
    assert made is not None
    assert made.name in names(folder)
    assert await backups.make_due(every=DAY, keep=1, now=now + DAY / 2) is None


async def test_a_damaged_database_costs_no_sound_backup(
    tmp_path: Path, folder: Path, now: datetime
) -> None:
    path = tmp_path / "large.db"
    async with open_store(path) as store:
        for number in range(40):
            draft = Draft(title=f"title {number}", text="Some words. " * 400)
            await store.articles.add(draft, now=now, language="en", gist="", topics=())
    backups = Backups(path, folder)
    await backups.make_due(every=DAY, keep=1, now=now)
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096, 3):
        data[4096 * page : 4096 * page + 8] = b"rubbish!"
    path.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        await backups.make_due(every=DAY, keep=1, now=now + DAY)
    assert (caught.value.key, caught.value.arguments) == ("store.damaged", {"path": str(path)})
    assert names(folder) == ["large-20260601T120000Z.db"]


async def test_a_folder_that_cannot_be_made(path: Path, store: Store, now: datetime) -> None:
    with pytest.raises(StoreError) as caught:
        await Backups(path, path / "inside a file").make_due(every=DAY, keep=1, now=now)
    assert caught.value.key == "store.missing"
    assert await store.articles.count() == 0


async def test_a_backup_under_load_has_all_that_was_confirmed_before_it_began(
    store: Store, backups: Backups, tmp_path: Path, now: datetime
) -> None:
    confirmed: list[int] = []
    enough, over = asyncio.Event(), asyncio.Event()

    async def write(writer: int) -> None:
        while not over.is_set():
            title = f"writer {writer}, article {len(confirmed)}"
            draft = Draft(title=title, text=f"{title}. " * 200)
            added = await store.articles.add(draft, now=now, language="en", gist="", topics=("a",))
            assert added is not None
            confirmed.append(added.id)
            if len(confirmed) >= 60:
                enough.set()

    writers = [asyncio.create_task(write(number)) for number in range(4)]
    await enough.wait()
    before = {number: await store.articles.get(number) for number in tuple(confirmed)}
    made = await backups.make_due(every=DAY, keep=1, now=now)
    over.set()
    await asyncio.gather(*writers)
    assert made is not None
    await restore(made, tmp_path / "restored.db")
    async with open_store(tmp_path / "restored.db") as restored:
        assert await check(restored.database) == ()
        assert {number: await restored.articles.get(number) for number in before} == before
        assert await restored.articles.topic_counts() == {"a": await restored.articles.count()}
