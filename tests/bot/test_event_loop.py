from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path

import pytest

from bot.event_loop import run, settle_memory


def test_work_runs_on_the_quick_loop(tmp_path: Path) -> None:
    told = tmp_path / "loop"

    async def work() -> None:
        told.write_text(type(asyncio.get_running_loop()).__module__)

    run(work())
    assert told.read_text() == ("asyncio" if sys.platform == "win32" else "uvloop")


def test_where_there_is_none_asyncios_own_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    ran = []

    async def work() -> None:
        ran.append(type(asyncio.get_running_loop()).__module__)

    run(work())
    assert ran[0].startswith("asyncio")


def test_what_is_there_for_good_is_frozen_and_all_is_looked_through_more_rarely() -> None:
    before, usual = gc.get_freeze_count(), gc.get_threshold()
    try:
        settle_memory()
        assert gc.get_freeze_count() > before
        assert gc.get_threshold()[2] > usual[2]
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
