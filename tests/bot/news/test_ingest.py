from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SummaryError
from bot.feeds.seeds import seeds_folder
from bot.model import Draft
from bot.news.ingest import Ingest, Report, Result
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.vocabulary import load_vocabulary
from bot.store import Store, open_store
from summarizer import Summary, summarize
from summarizer.pool import PoolError

_NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
_TEXT = "The minister came to Minsk on Monday. He met officials of Belarus. He left on Tuesday."


class Summarising:
    """The real summariser in this process, with a count of its calls and faults on demand."""

    def __init__(self) -> None:
        self.calls = 0
        self.fault: Exception | None = None

    async def __call__(self, text: str, **options: Any) -> Summary:
        self.calls += 1
        if self.fault is not None:
            raise self.fault
        return await asyncio.to_thread(summarize, text, **options)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def summarise() -> Summarising:
    return Summarising()


@pytest.fixture
def ingest(store: Store, summarise: Summarising) -> Ingest:
    preparing = Preparing(vocabulary=load_vocabulary(), summarise=summarise)
    return Ingest(articles=store.articles, newsroom=Newsroom(store=store, preparing=preparing))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "documents"
    path.mkdir()
    return path


async def _titles(store: Store) -> list[str]:
    ids = (await store.articles.latest(100, shown=1)).ids
    return [story.title for story in await store.articles.stories(ids)]


async def test_the_seeds_come_in_once(ingest: Ingest, store: Store, summarise: Summarising) -> None:
    assert await ingest.import_paths([seeds_folder()], now=_NOW) == Report(added=18)
    assert await ingest.import_paths([seeds_folder()], now=_NOW) == Report(known=18)
    assert summarise.calls == 1
    assert await store.articles.count() == 18
    titles = await _titles(store)
    assert titles[0].startswith("U.S. Announces Additional $6 Million")
    assert titles[-1] == "U.S. Envoy Keith Kellogg Reportedly Preparing to Visit Belarus"
    assert len((await store.articles.of_topic("belarus", 10, shown=1)).ids) == 1


async def test_an_article_gets_its_language_topics_and_gist(ingest: Ingest, store: Store) -> None:
    draft = Draft(title="Visit to Minsk", text=_TEXT, topics=("Diplomacy", "no topic of ours"))
    assert await ingest.add([draft], now=_NOW) == Result(added=1)
    article = await store.articles.get(1)
    assert article is not None
    assert article.language == "en"
    assert article.topics == ("belarus", "diplomacy")
    assert article.gist in _TEXT
    assert article.gist.endswith(".")
    assert article.published == article.added == _NOW


async def test_the_language_that_a_draft_gives_is_kept(ingest: Ingest, store: Store) -> None:
    await ingest.add([Draft(title="Minsk", language="be")], now=_NOW)
    article = await store.articles.get(1)
    assert article is not None
    assert (article.language, article.gist) == ("be", "")


async def test_known_drafts_are_counted(ingest: Ingest) -> None:
    drafts = [
        Draft(title="One", url="https://example.org/1"),
        Draft(title="One, told again", url="https://example.org/1?utm_source=x"),
        Draft(title="ONE!"),
    ]
    assert await ingest.add(drafts, now=_NOW) == Result(added=1, known=2)


@pytest.mark.parametrize("fault", [SummaryError("summary.too_long"), PoolError("died")])
async def test_an_article_without_gist_is_stored_all_the_same(
    ingest: Ingest, store: Store, summarise: Summarising, fault: Exception
) -> None:
    summarise.fault = fault
    assert await ingest.add([Draft(title="Visit", text=_TEXT)], now=_NOW) == Result(added=1)
    article = await store.articles.get(1)
    assert article is not None
    assert article.gist == ""


async def test_lists_show_the_order_of_the_file(ingest: Ingest, store: Store, folder: Path) -> None:
    path = folder / "headlines.txt"
    path.write_text("First thing\nSecond thing\nThird thing\n", encoding="utf-8")
    changed = _NOW - timedelta(days=1)
    os.utime(path, (changed.timestamp(), changed.timestamp()))
    await ingest.import_paths([path], now=_NOW)
    assert await _titles(store) == ["First thing", "Second thing", "Third thing"]
    first = await store.articles.get(1)
    assert first is not None
    assert first.published == changed


async def test_a_file_from_the_future_is_of_now(ingest: Ingest, store: Store, folder: Path) -> None:
    path = folder / "headlines.txt"
    path.write_text("First thing\nSecond thing\n", encoding="utf-8")
    late = (_NOW + timedelta(days=9)).timestamp()
    os.utime(path, (late, late))
    await ingest.import_paths([path], now=_NOW)
    assert await _titles(store) == ["First thing", "Second thing"]


async def test_a_bad_file_gets_one_fault_and_the_rest_comes_in(
    ingest: Ingest, folder: Path
) -> None:
    (folder / "a.json").write_text("[", encoding="utf-8")
    (folder / "b.jsonl").write_text('{"title": "Good"}\n?\n', encoding="utf-8")
    (folder / "c.txt").write_text("Good as well", encoding="utf-8")
    (folder / "d.xyz").write_text("?", encoding="utf-8")
    steps: list[tuple[int, int, str]] = []
    report = await ingest.import_paths(
        [folder, folder / "d.xyz", folder / "none"],
        now=_NOW,
        progress=lambda *step: steps.append(step),
    )
    assert (report.added, report.known) == (2, 0)
    assert [(fault.key, fault.arguments["name"]) for fault in report.faults] == [
        ("document.json", "a.json"),
        ("document.json", "b.jsonl"),
        ("document.unknown_type", "d.xyz"),
        ("document.missing", str(folder / "none")),
    ]
    assert steps[0] == (1, 5, "a.json")
    assert steps[-1] == (5, 5, "none")


async def test_what_is_no_web_address_is_not_kept_as_one(ingest: Ingest, store: Store) -> None:
    drafts = [Draft(title="A title", text="A text.", url="javascript:alert(1)")]
    assert (await ingest.add(drafts, now=_NOW)).added == 1
    (story,) = (await store.articles.latest(1, shown=1)).stories
    assert story.url == ""
