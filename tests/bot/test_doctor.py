from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web

from bot import doctor
from bot.doctor import Finding, examine
from bot.sandbox import Sandbox
from bot.store.upkeep import migrate_file

TOKEN = "424242:a-token-for-the-doctor-only"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GAZETTE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
async def address() -> AsyncIterator[str]:
    sandbox = Sandbox(TOKEN, bot_username="DoctorsBot")
    yield await sandbox.start("127.0.0.1", 0)
    await sandbox.stop()


async def found(name: str) -> Finding:
    (finding,) = (finding for finding in await examine() if finding.name == name)
    assert finding.well is not bool(finding.mend)
    return finding


async def test_with_nothing_set_all_is_well() -> None:
    findings = await examine()
    assert [finding.name for finding in findings] == [
        "settings",
        "database",
        "disk",
        "topics",
        "language data",
        "Bot API",
    ]
    assert all(finding.well and not finding.mend for finding in findings)


async def test_wrong_settings_are_all_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_PORT", "many")
    (finding,) = await examine()
    assert not finding.well
    assert "GAZETTE_PORT" in finding.words
    assert ".env" in finding.mend


async def test_a_sound_database_and_a_broken_one(tmp_path: Path) -> None:
    path = tmp_path / "data" / "gazette.db"
    await migrate_file(path)
    assert "is sound" in (await found("database")).words
    path.write_bytes(b"not a database " * 100)
    broken = await found("database")
    assert not broken.well
    assert "gazette db restore" in broken.mend


async def test_a_database_that_cannot_be_looked_at_needs_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "data" / "gazette.db"
    await migrate_file(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 999")
    newer = await found("database")
    assert "upgrade Gazette" in newer.words
    assert "restore" not in newer.mend


async def test_a_disk_without_room_for_an_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_file(tmp_path / "data" / "gazette.db")
    assert "MB free in" in (await found("disk")).words
    monkeypatch.setattr(doctor, "LEAST_ROOM", 10**18)
    full = await found("disk")
    assert not full.well
    assert full.mend.startswith("make room: an upgrade needs")


@pytest.mark.parametrize("content", [None, "[topics", "topics = 5"])
async def test_topics_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    monkeypatch.setenv("GAZETTE_SEEDS", str(tmp_path))
    if content is not None:
        (tmp_path / "topics.toml").write_text(content)
    finding = await found("topics")
    assert not finding.well
    assert "topics.toml" in finding.words
    assert "topics.invalid" not in finding.words


async def test_language_data_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise LookupError("no punkt here")

    monkeypatch.setattr(doctor, "summarize", gone)
    finding = await found("language data")
    assert (finding.well, finding.words) == (False, "no punkt here")


async def test_a_bot_api_that_is_reached(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_API_URL", address)
    monkeypatch.setenv("GAZETTE_TOKEN", TOKEN)
    assert (await found("Bot API")).words == "reached; the bot is @DoctorsBot"
    monkeypatch.setenv("GAZETTE_TOKEN", "1:wrong")
    refused = await found("Bot API")
    assert refused.words == "refused the token (401)"
    assert "@BotFather" in refused.mend


async def test_a_bot_api_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("GAZETTE_TOKEN", TOKEN)
    finding = await found("Bot API")
    assert finding.words.startswith("cannot be reached: ")
    assert "GAZETTE_API_URL=http://127.0.0.1:9" in finding.mend
    assert TOKEN not in str(finding)


@pytest.mark.parametrize(
    ("status", "text", "words"),
    [
        (200, "[]", "answers, but not as a Bot API server does (200)"),
        (200, '{"result": 5}', "answers, but not as a Bot API server does (200)"),
        (200, "<html>", "cannot be reached: "),
        (502, "<html>", "answers, but not as a Bot API server does (502)"),
    ],
)
async def test_a_server_that_is_no_bot_api(
    monkeypatch: pytest.MonkeyPatch, status: int, text: str, words: str
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text, content_type="application/json")

    app = web.Application()
    app.router.add_get("/{anything:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("GAZETTE_API_URL", f"http://127.0.0.1:{runner.addresses[0][1]}")
    monkeypatch.setenv("GAZETTE_TOKEN", TOKEN)
    try:
        finding = await found("Bot API")
    finally:
        await runner.cleanup()
    assert not finding.well
    assert finding.words.startswith(words)
    assert "GAZETTE_API_URL" in finding.mend
