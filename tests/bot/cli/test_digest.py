from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import gazette
from bot.errors import StoreError
from bot.model import Standing
from bot.store import open_store
from tests.bot.news.digest_writing import DAY, HOUR, NOW, a_list, tell


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "gazette.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAZETTE_DATABASE_URL", f"sqlite:///{file}")
    return file


@pytest.fixture
def filled(path: Path) -> Path:
    async def fill() -> None:
        async with open_store(path) as store:
            await tell(store, "Storm & flood hit coast", "Thousands left home.")
            await store.subscriptions.put(a_list(name="Work", next_digest_at=NOW + DAY))
            await store.subscriptions.put(a_list(chat_id=2))
            await store.subscriptions.put(
                a_list(chat_id=3, standing=Standing.ENDED, next_digest_at=None)
            )

    asyncio.run(fill())
    return path


def ran(*arguments: str) -> Result:
    return CliRunner().invoke(gazette.command_line(), ["digest", *arguments])


@pytest.mark.usefixtures("filled")
def test_all_that_is_to_come_is_told_in_its_order() -> None:
    told = ran("--dry-run")
    assert told.exit_code == 0
    heads = [line for line in told.output.splitlines() if line.startswith("==")]
    assert heads == [
        "== 2026-06-02 08:00 Europe/Minsk, chat 2",
        "== 2026-06-03 08:00 Europe/Minsk, chat 1, “Work”",
    ]
    assert told.output.endswith("2 digest(s)\n")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("arguments", "chats"),
    [
        (("--at", "2026-06-02T05:00"), [2]),
        (("--at", "2026-06-02 08:00+03:00"), [2]),
        (("--at", "2026-06-02T04:59"), []),
        (("--at", "2026-06-03T05:00", "--chat", "1"), [1]),
        (("--chat", "3"), []),
    ],
)
def test_only_those_asked_for(arguments: tuple[str, ...], chats: list[int]) -> None:
    told = ran("--dry-run", *arguments)
    assert [chat for chat in (1, 2, 3) if f"chat {chat}" in told.output] == chats


def test_the_text_is_as_it_would_be_and_nothing_is_written(filled: Path) -> None:
    told = ran("--dry-run", "--at", "2026-06-02T05:00")
    assert "1. Storm & flood hit coast\nReuters · 1 hr. ago\nThousands left home." in told.output

    async def written() -> list[int]:
        async with open_store(filled) as store:
            rows = await store.database.all(
                "SELECT count(*) AS n FROM contents UNION ALL SELECT count(*) FROM outbox"
            )
            assert await store.subscriptions.due(NOW + HOUR, 9) == (a_list(id=2, chat_id=2),)
            return [row["n"] for row in rows]

    assert asyncio.run(written()) == [0, 0]


def test_without_dry_run_it_says_who_sends_them() -> None:
    told = ran()
    assert told.exit_code == 2
    assert "gazette run" in told.output


def test_a_missing_database_is_a_fault(path: Path) -> None:
    told = ran("--dry-run")
    assert isinstance(told.exception, StoreError)
    assert not path.exists()
