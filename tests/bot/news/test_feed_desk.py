from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.errors import DocumentError, FeedError, NotFoundError
from bot.feeds.opml import read_opml
from bot.feeds.seeds import seeds_folder
from bot.news.feed_desk import Listed
from bot.news.finding import Found
from gazette import command_line
from tests.bot.news.conftest import Polling
from tests.bot.news.feed_writing import NOW

FEEDS = seeds_folder() / "feeds.opml"


async def test_files_are_imported_once(world: Polling) -> None:
    number = len(read_opml(FEEDS.read_bytes()))
    listed = await world.feeding.desk.import_files([FEEDS], now=NOW)
    assert (len(listed.ids), listed.known) == (number, 0)
    assert await world.feeding.desk.import_files([FEEDS], now=NOW) == Listed(known=number)


async def test_what_is_exported_can_be_imported(world: Polling) -> None:
    await world.feeding.desk.import_files([FEEDS], now=NOW)
    before = await world.store.feeds.all()
    document = await world.feeding.desk.list_all(title="Gazette", now=NOW)
    for feed in before:
        await world.feeding.desk.delete(feed)
    await world.feeding.desk.take_list(document, now=NOW)
    after = await world.store.feeds.all()
    assert [(feed.url, feed.title, feed.language) for feed in after] == [
        (feed.url, feed.title, feed.language) for feed in before
    ]


async def test_what_cannot_be_read_is_a_fault(world: Polling, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"document\.unreadable"):
        await world.feeding.desk.import_files([tmp_path], now=NOW)
    (tmp_path / "feeds.opml").write_text("nothing", encoding="utf-8")
    with pytest.raises(FeedError, match=r"feed\.no_list"):
        await world.feeding.desk.import_files([tmp_path / "feeds.opml"], now=NOW)


async def test_what_cannot_be_undone_says_so(world: Polling) -> None:
    desk = world.feeding.desk
    feed = await desk.add("https://example.org/rss", now=NOW)
    deleted = await desk.delete(feed)
    with pytest.raises(NotFoundError, match=r"feed\.unknown"):
        await desk.undo["feed_add"]({"feeds": [feed.id]}, NOW)
    await desk.add("https://example.org/rss", now=NOW)
    with pytest.raises(FeedError, match=r"feed\.is_known"):
        await desk.undo["feed_delete"](deleted, NOW)


async def test_where_nothing_was_found_nothing_comes(world: Polling) -> None:
    assert await world.feeding.desk.coming(Found(), now=NOW) == ()


def test_the_command_line_imports_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_DATABASE_URL", f"sqlite:///{tmp_path / 'gazette.db'}")
    (tmp_path / "article.txt").write_text("The river\n\nIt rose.", encoding="utf-8")
    told = CliRunner().invoke(command_line(), ["import", str(FEEDS), str(tmp_path / "article.txt")])
    first, second = told.stdout.splitlines()[-2:]
    assert first.endswith("feed(s) added, 0 already there.")
    assert second == "1 added, 0 already there, 0 fault(s)."
    told = CliRunner().invoke(command_line(), ["import", str(FEEDS)])
    assert told.exit_code == 0
    assert told.stdout.splitlines()[-1].startswith("0 feed(s) added")
