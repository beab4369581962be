from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SummaryError
from bot.news.summaries import EVERY, Summaries
from bot.store import Store, open_store
from summarizer import Summary, summarize
from summarizer.pool import PoolError, SummaryPool, SummaryTimeout

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXT = "It rained on Monday. It rained on Tuesday too. On Friday the river rose. The town slept."


class Pool(SummaryPool):
    """Summarises in this process, counts what it is asked, and fails on demand."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.fault: Exception | None = None

    async def summarize(self, text: str, **options: Any) -> Summary:
        self.asked.append(text)
        if self.fault is not None:
            raise self.fault
        return summarize(text, **options)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def summaries(store: Store, pool: Pool) -> Summaries:
    return Summaries(kept=store.summaries, pool=pool, now=lambda: NOW)


async def test_a_summary_is_computed_once_and_kept(summaries: Summaries, pool: Pool) -> None:
    first = await summaries.of_text(TEXT, sentences=2)
    assert len(first.sentences) == 2
    assert await summaries.of_text(TEXT, sentences=2) == first
    assert pool.asked == [TEXT]


async def test_whatever_it_depends_on_makes_another_one(summaries: Summaries, pool: Pool) -> None:
    await summaries.of_text(TEXT, sentences=2)
    await summaries.of_text(TEXT, sentences=3)
    await summaries.of_text(TEXT, sentences=2, title="Rain")
    await summaries.of_text(TEXT, sentences=2, language="en")
    await summaries.of_text(f"{TEXT} It stopped.", sentences=2)
    assert len(pool.asked) == 5


async def test_every_sentence_can_be_had(summaries: Summaries) -> None:
    whole = await summaries.of_text(TEXT, sentences=EVERY)
    assert " ".join(sentence.text for sentence in whole.sentences) == TEXT


@pytest.mark.parametrize(
    ("fault", "key"),
    [(SummaryTimeout("slow"), "summary.too_long"), (PoolError("died"), "summary.failed")],
)
async def test_a_failure_is_a_fault_in_words_and_is_not_kept(
    summaries: Summaries, pool: Pool, fault: Exception, key: str
) -> None:
    pool.fault = fault
    with pytest.raises(SummaryError) as caught:
        await summaries.of_text(TEXT, sentences=2)
    assert caught.value.key == key
    pool.fault = None
    assert (await summaries.of_text(TEXT, sentences=2)).sentences


async def test_two_who_ask_at_once_share_one_computation(store: Store) -> None:
    async with SummaryPool() as pool:
        summaries = Summaries(kept=store.summaries, pool=pool, now=lambda: NOW)
        one, other = await asyncio.gather(
            summaries.of_text(TEXT, sentences=2), summaries.of_text(TEXT, sentences=2)
        )
    assert one is other
