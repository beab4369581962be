from __future__ import annotations

from functools import partial

import pytest

from bot.feeds.document_workers import read_apart, readable
from bot.feeds.documents import title_and_text
from bot.model import Draft, Fault
from summarizer.process import WorkTimeout
from summarizer.workers import WorkerPool

LINES = b'{"title": "Rain"}\n{"broken\n'


async def test_a_document_is_read_in_another_process() -> None:
    warm = partial(title_and_text, b"warm", "a.txt")
    async with WorkerPool(workers=1, limit=30, warm=warm) as pool:
        reading = await read_apart(pool, LINES, "a.jsonl")
        nothing = await read_apart(pool, b"MZ", "a.exe")
    assert reading.drafts == (Draft(title="Rain"),)
    assert [(fault.key, fault.arguments["line"]) for fault in reading.faults] == [
        ("document.json", 2)
    ]
    assert [fault.key for fault in nothing.faults] == ["document.unknown_type"]


class Stuck(WorkerPool):
    """A pool whose worker never answers in time."""

    def __init__(self) -> None:
        super().__init__(workers=0, limit=1, warm=dict)

    async def call(self, *_: object, **__: object) -> object:  # type: ignore[override]  # a fake
        raise WorkTimeout


async def test_what_takes_too_long_is_a_fault_in_words() -> None:
    reading = await read_apart(Stuck(), b"x", "a.pdf")
    assert reading.drafts == ()
    assert [(fault.key, fault.arguments) for fault in reading.faults] == [
        ("document.too_hard", {"name": "a.pdf"})
    ]


@pytest.mark.parametrize(("data", "key"), [(b" ", "document.no_article"), (b"PK", "")])
def test_faults_are_values(data: bytes, key: str) -> None:
    drafts, faults = readable(data, "a.txt")
    assert bool(drafts) is not bool(key)
    assert faults == ((Fault(key=key, arguments={"name": "a.txt"}),) if key else ())
