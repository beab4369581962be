from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotFoundError, RoleError
from bot.model import Role
from bot.news.audit import UNDO_WITHIN, Audit, Who
from bot.store import Store, open_store

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVE = Who(id=1, name="Eve")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


class Undoing:
    """An undo that remembers what it was given."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.given: list[dict[str, Any]] = []
        self.fault = fault

    async def __call__(self, data: dict[str, Any], now: datetime) -> None:
        assert now == NOW
        self.given.append(data)
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault


async def test_what_is_undone_is_undone_once_and_recorded(store: Store) -> None:
    undoing = Undoing()
    audit = Audit(trail=store.audit, undo={"delete": undoing})
    number = await audit.record(EVE, "delete", "The river", {"id": 7}, now=NOW)
    outcomes = await asyncio.gather(
        *(audit.take_back(number, who=EVE, role=Role.ADMIN, now=NOW) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, NotFoundError) for outcome in outcomes) == 2
    assert undoing.given == [{"id": 7}]
    undo, deletion = await store.audit.page(0, size=10)
    assert (undo.action, undo.subject, undo.data) == ("undo", "The river", {"entry": number})
    assert deletion.undone == NOW
    assert not audit.can_undo(undo, Role.OWNER, now=NOW)


@pytest.mark.parametrize(
    ("action", "role", "age", "possible"),
    [
        ("delete", Role.ADMIN, timedelta(0), True),
        ("delete", Role.READER, timedelta(0), False),
        ("delete", Role.OWNER, UNDO_WITHIN, False),
        ("delete", Role.OWNER, UNDO_WITHIN - timedelta(seconds=1), True),
        ("promote", Role.ADMIN, timedelta(0), False),
        ("promote", Role.OWNER, timedelta(0), True),
        ("claim", Role.OWNER, timedelta(0), False),
    ],
)
async def test_who_can_undo_what_and_for_how_long(
    store: Store, action: str, role: Role, age: timedelta, *, possible: bool
) -> None:
    undo = {"delete": Undoing(), "promote": Undoing()}
    audit = Audit(trail=store.audit, undo=undo, reserved=frozenset({"promote"}))
    number = await audit.record(EVE, action, "x", {}, now=NOW)
    entry = await store.audit.get(number)
    assert entry is not None
    assert audit.can_undo(entry, role, now=NOW + age) is possible
    if not possible:
        with pytest.raises(NotFoundError, match=r"audit\.too_late"):
            await audit.take_back(number, who=EVE, role=role, now=NOW + age)
        assert await store.audit.count() == 1


async def test_what_was_never_done_cannot_be_undone(store: Store) -> None:
    with pytest.raises(NotFoundError):
        await Audit(trail=store.audit).take_back(9, who=EVE, role=Role.OWNER, now=NOW)


@pytest.mark.parametrize("fault", [RoleError("roles.moved_since", name="x"), RuntimeError("bad")])
async def test_an_undo_that_fails_leaves_the_entry_as_it_was(
    store: Store, fault: Exception
) -> None:
    undoing = Undoing(fault)
    audit = Audit(trail=store.audit, undo={"delete": undoing})
    number = await audit.record(EVE, "delete", "x", {}, now=NOW)
    with pytest.raises(type(fault)):
        await audit.take_back(number, who=EVE, role=Role.ADMIN, now=NOW)
    undoing.fault = None
    await audit.take_back(number, who=EVE, role=Role.ADMIN, now=NOW)
    assert await store.audit.count() == 2
