from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from summarizer import Document, process, summarize, summarize_many
from summarizer.pool import ENGINE, PoolError, SummaryPool, SummaryTimeout

TEXT = "The talks were held in Minsk. Nobody knows what the talks were about. Minsk was quiet."


@pytest.fixture
async def pool() -> AsyncIterator[SummaryPool]:
    async with SummaryPool(workers=1) as opened:
        yield opened


async def ready_pid(pool: SummaryPool) -> int:
    await pool.summarize(TEXT, sentences=1)
    pid = pool._workers[0].pid
    assert pid is not None
    return pid


async def test_a_worker_answers_as_the_function_does(pool: SummaryPool) -> None:
    for text in (TEXT, "", "日本の首相。", "\ud800\x00", TEXT * 2_000):
        assert await pool.summarize(text, title="Talks", sentences=2) == summarize(
            text, title="Talks", sentences=2
        )
    assert await pool.summarize(TEXT, language="en", words=6) == summarize(
        TEXT, language="en", words=6
    )


async def test_a_worker_reads_seconds_and_method(pool: SummaryPool) -> None:
    asked: dict[str, Any] = {"seconds": 3.5, "method": "lead", "language": "en"}
    summary = await pool.summarize(TEXT * 2, **asked)
    assert summary == summarize(TEXT * 2, **asked)
    assert summary.method == "lead"


async def test_a_worker_joins_documents(pool: SummaryPool) -> None:
    documents = [
        Document(text=TEXT, title="Talks in Minsk"),
        Document(text="Talks were held in Minsk on Monday. Three ministers came to the talks."),
    ]
    joint = await pool.summarize_many(documents, words=20, language="en")
    assert joint == summarize_many(documents, words=20, language="en")
    assert joint.sentences


async def test_equal_calls_at_once_compute_once(pool: SummaryPool) -> None:
    one, other, shorter = await asyncio.gather(
        pool.summarize(TEXT), pool.summarize(TEXT), pool.summarize(TEXT, sentences=1)
    )
    assert one is other
    assert shorter != one
    assert not pool._flights


async def test_a_cancelled_asker_leaves_the_summary_to_the_other(pool: SummaryPool) -> None:
    first, second = (asyncio.create_task(pool.summarize(TEXT)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await second == summarize(TEXT)


async def test_a_worker_killed_between_texts_is_replaced(pool: SummaryPool) -> None:
    pid = await ready_pid(pool)
    os.kill(pid, signal.SIGKILL)
    assert await pool.summarize(TEXT) == summarize(TEXT)
    assert pool._workers[0].pid != pid


async def test_a_worker_killed_over_a_text_is_replaced(pool: SummaryPool) -> None:
    pid = await ready_pid(pool)
    # Stopped, it takes the text and cannot answer: the kill finds it amid the work.
    os.kill(pid, signal.SIGSTOP)
    asking = asyncio.create_task(pool.summarize(TEXT * 50_000))
    await asyncio.sleep(0)
    os.kill(pid, signal.SIGKILL)
    assert (await asking).sentences
    assert pool._workers[0].pid != pid


async def test_a_worker_that_hangs_is_killed(pool: SummaryPool) -> None:
    pid = await ready_pid(pool)
    os.kill(pid, signal.SIGSTOP)
    pool._limit = 0.05
    with pytest.raises(SummaryTimeout, match=r"more than 0\.05 s"):
        await pool.summarize(TEXT)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    pool._limit = 60
    assert await pool.summarize(TEXT) == summarize(TEXT)


async def test_ctrl_c_is_for_the_program(pool: SummaryPool) -> None:
    pid = await ready_pid(pool)
    os.kill(pid, signal.SIGINT)
    assert await pool.summarize(TEXT) == summarize(TEXT)
    assert pool._workers[0].pid == pid


async def test_a_worker_gives_way_to_the_program(pool: SummaryPool) -> None:
    pid = await ready_pid(pool)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, own + 10)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"sentences": 0}, "at least 1"),
        ({"words": 0}, "at least 1"),
        ({"seconds": 0}, "some time"),
        ({"method": "magic"}, "magic"),
    ],
)
async def test_what_no_summary_can_be_is_refused_here(
    pool: SummaryPool, asked: dict[str, Any], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        await pool.summarize(TEXT, **asked)
    with pytest.raises(ValueError, match="at least 1"):
        await pool.summarize_many([], words=0)
    assert not pool._flights


async def test_closing_ends_the_workers_and_tells_who_waits() -> None:
    async with SummaryPool(workers=2) as pool:
        await pool.summarize(TEXT)
        pids = [worker.pid for worker in pool._workers if worker.pid]
        waiting = [
            asyncio.create_task(pool.summarize(TEXT * 20_000, sentences=count))
            for count in range(1, 6)
        ]
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [PoolError] * 5
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    with pytest.raises(PoolError, match="closed"):
        await pool.summarize(TEXT)


async def test_closing_before_the_workers_are_ready() -> None:
    async with SummaryPool(workers=2):
        await asyncio.sleep(0)


async def test_a_pool_is_closed_until_it_is_opened() -> None:
    with pytest.raises(PoolError, match="closed"):
        await SummaryPool().summarize(TEXT)


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-c", "raise SystemExit"),
        (sys.executable, "-c", "import sys; sys.stdout.write('x'); sys.exit(3)"),
        ("no-such-program",),
    ],
)
async def test_workers_that_die_give_an_error(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(process, "_COMMAND", command)
    async with SummaryPool() as pool:
        with pytest.raises(PoolError, match="2 workers died"):
            await pool.summarize(TEXT)


async def test_a_worker_that_takes_no_text_has_died(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "deaf.py"
    script.write_text("import os; os.close(0); os.write(1, b'\\0\\0\\0\\4\\x80\\4N.'); os.close(1)")
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, str(script)))
    async with SummaryPool() as pool:
        with pytest.raises(PoolError, match="2 workers died"):
            await pool.summarize(TEXT * 20_000)


async def test_a_worker_that_never_gets_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", "input()"))
    monkeypatch.setattr(process, "_START_SECONDS", 0.05)
    async with SummaryPool() as pool:
        with pytest.raises(PoolError, match="2 workers died"):
            await pool.summarize(TEXT)


def test_the_engine_has_a_name() -> None:
    assert ENGINE == "news-3"
