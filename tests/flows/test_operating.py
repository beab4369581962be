"""What befalls a bot at its operator's end while it runs: a message for each, and a known end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import pytest_asyncio
import structlog

from bot.errors import StoreError
from bot.store.sqlite import Database
from bot.telegram.application import build
from bot.telegram.intake import Intake
from bot.telegram.polling import poll
from handlers import Context
from tests.flows.conftest import TOKEN, Person, World, living

PATIENCE = 20.0
# More than one page of the database holds.
PASTE = "Река поднялась ночью.\n" * 150
_FILL = "INSERT INTO meta VALUES ('filling ' || random(), hex(zeroblob(:size)))"
Logged = list[MutableMapping[str, Any]]

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A world of these tests' own: what befalls it befalls everybody in it."""
    async with living(tmp_path_factory.mktemp("operating")) as world:
        yield world


@pytest.fixture(autouse=True)
def logged() -> Iterator[Logged]:
    with structlog.testing.capture_logs() as entries:
        yield entries


@asynccontextmanager
async def full(database: Database) -> AsyncIterator[None]:
    """The disk has no room for one page more."""
    async with database._writing() as writer:
        await writer.all("PRAGMA max_page_count = 1")  # it cannot be less than there are
        for size in (9000, 3000, 500):  # what is free in it is filled up
            with suppress(StoreError):
                while True:
                    await writer.run(_FILL, {"size": size})
    try:
        yield
    finally:
        async with database._writing() as writer:
            await writer.all("PRAGMA max_page_count = 1073741823")
            await writer.run("DELETE FROM meta WHERE key LIKE 'filling %'")


@asynccontextmanager
async def held(database: Database) -> AsyncIterator[None]:
    """Another program holds the file."""
    async with database._writing() as writer:
        await writer.all("PRAGMA busy_timeout = 0")
    async with await Database.open(database.path) as other, other.transaction():
        yield
    async with database._writing() as writer:
        await writer.all("PRAGMA busy_timeout = 5000")


async def test_a_full_disk_stops_what_has_to_be_written_and_nothing_else(
    eve: Person, logged: Logged
) -> None:
    await eve.say("/latest")
    async with full(eve.world.services.store.database):
        sorry = (await eve.say(f"/summary {PASTE}"))["text"]
        assert "went wrong" in sorry
        assert "gazette.db" not in sorry, "the file is the operator's business"
        assert "extractive" in (await eve.say("/about"))["text"]
    (entry,) = logged
    assert (entry["event"], entry["log_level"]) == ("store.fault", "error")
    assert "is full. Make room" in entry["advice"]
    assert entry["error_id"] in sorry
    assert "Река поднялась" in (await eve.say(f"/summary {PASTE}"))["text"]


async def test_a_file_that_another_program_holds_is_waited_for_and_named(
    eve: Person, logged: Logged
) -> None:
    await eve.say("/latest")
    async with held(eve.world.services.store.database):
        assert "went wrong" in (await eve.say(f"/summary {PASTE}"))["text"]
        assert "Topics" in (await eve.say("/topics"))["text"], "reading goes on"
    (entry,) = (each for each in logged if "advice" in each)
    assert "is in use by another program. Stop that one" in entry["advice"]
    assert "Река поднялась" in (await eve.say(f"/summary {PASTE}"))["text"]


async def test_another_instance_is_named_and_when_it_ends_this_one_goes_on(
    eve: Person,
) -> None:
    assert "Latest" in (await eve.say("/latest"))["text"]
    other = build(TOKEN, eve.world.address, Context)
    stop, there, conflicted = asyncio.Event(), asyncio.Event(), asyncio.Event()
    said: Logged = []

    def listen(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        said.append(entry)
        if entry["event"] == "telegram.conflict":
            conflicted.set()
        return entry

    async def ready(_: Intake) -> None:
        there.set()

    with structlog.testing.capture_logs([listen]):
        polling = asyncio.create_task(poll(other, stop, ready))
        async with asyncio.timeout(PATIENCE):
            await there.wait()
            await conflicted.wait()
            stop.set()
            await polling
    conflict = next(entry for entry in said if entry["event"] == "telegram.conflict")
    assert "stop it" in conflict["advice"]
    # What the other one took from Telegram it had to answer; this one answers what comes now.
    assert "extractive" in (await eve.say("/about"))["text"]
