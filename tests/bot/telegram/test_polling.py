from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import pytest
import structlog
from telegram.error import Conflict
from telegram.ext import CallbackContext, MessageHandler, filters

from bot.errors import GazetteError
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.people import writing
from bot.sandbox.state import ALICE
from bot.telegram import polling, serving
from bot.telegram.application import AnyApplication, build
from bot.telegram.intake import Intake
from bot.telegram.polling import poll
from bot.telegram.serving import UPDATES

TOKEN = "42:a-token-for-polling"
PATIENCE = 20.0
Logged = list[MutableMapping[str, Any]]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def address(sandbox: Sandbox) -> str:
    return await sandbox.start("127.0.0.1", 0)


@pytest.fixture
def application(address: str) -> AnyApplication:
    return build(TOKEN, address, CallbackContext)


@pytest.fixture(autouse=True)
def logged() -> Iterator[Logged]:
    with structlog.testing.capture_logs() as entries:
        yield entries


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits before it tries again does not wait here."""
    monkeypatch.setattr(serving, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(polling, "FIRST_PAUSE_SECONDS", 0.0)


async def served(application: AnyApplication) -> None:
    """Poll until ready, then stop."""
    stop, ready = asyncio.Event(), asyncio.Event()

    async def tell(_: Intake) -> None:
        ready.set()
        stop.set()

    async with asyncio.timeout(PATIENCE):
        await poll(application, stop, tell)
    assert ready.is_set()
    assert not application.running


async def test_it_listens_until_it_is_stopped(application: AnyApplication) -> None:
    await served(application)


async def test_stopped_before_it_began_it_does_nothing(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    stop = asyncio.Event()
    stop.set()
    await poll(application, stop, _never)
    assert sandbox.world.traffic.all() == []


async def test_a_refused_token_is_a_fault_in_words(address: str) -> None:
    with pytest.raises(GazetteError, match=r"telegram\.bad_token"):
        await poll(build("42:another", address, CallbackContext), asyncio.Event(), _never)


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_a_server_out_of_order_is_asked_again(
    application: AnyApplication, sandbox: Sandbox, method: str
) -> None:
    sandbox.world.faults.add(Fault(id=0, kind="bad_gateway", method=method, times=2))
    await served(application)


async def test_it_can_be_stopped_while_nobody_answers(
    logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = asyncio.Event()

    async def paused(_: asyncio.Event, __: float) -> None:
        stop.set()

    monkeypatch.setattr(serving, "pause", paused)
    await poll(build(TOKEN, "http://127.0.0.1:9", CallbackContext), stop, _never)
    (entry,) = logged
    assert entry["event"] == "telegram.unreachable"
    assert TOKEN not in str(entry)


async def test_what_was_begun_is_ended_when_the_start_fails(application: AnyApplication) -> None:
    with pytest.raises(AssertionError, match="it is not ready"):
        await poll(application, asyncio.Event(), _never)
    assert not application.running
    await served(application)


async def test_a_fault_while_polling_is_logged_and_outlived(
    application: AnyApplication, sandbox: Sandbox, logged: Logged
) -> None:
    stop, answered = asyncio.Event(), asyncio.Event()
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="getUpdates", times=1))

    async def answer(*_: object) -> None:
        answered.set()

    async def ready(_: Intake) -> None:
        writing.say(sandbox.world, ALICE, ALICE, "after the fault")

    application.add_handler(MessageHandler(filters.ALL, answer))
    serving = asyncio.create_task(poll(application, stop, ready))
    async with asyncio.timeout(PATIENCE):
        await answered.wait()
        stop.set()
        await serving
    (entry,) = logged
    assert (entry["event"], entry["reason"]) == ("telegram.polling", "Internal Server Error")


async def _never(_: Intake) -> None:
    raise AssertionError("it is not ready")


def test_another_poller_is_named_with_what_to_do(logged: Logged) -> None:
    polling.report(Conflict("terminated by other getUpdates request"))
    (entry,) = logged
    assert entry["event"] == "telegram.conflict"
    assert "stop it" in entry["advice"]


async def test_a_token_that_is_withdrawn_ends_it(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    sandbox.world.faults.add(Fault(id=0, kind="unauthorized", method="getUpdates", times=1))
    with pytest.raises(GazetteError, match=r"telegram\.bad_token"):
        await poll(application, asyncio.Event(), _at_once)


async def _at_once(_: Intake) -> None:
    """Ready for anything."""


async def test_too_many_requests_are_waited_out_as_long_as_told(
    application: AnyApplication, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, waits = asyncio.Event(), []

    async def pause(_: asyncio.Event, seconds: float) -> None:
        waits.append(seconds)
        stop.set()

    monkeypatch.setattr(polling, "pause", pause)
    sandbox.world.faults.add(
        Fault(id=0, kind="retry_after", method="getUpdates", times=1, retry_after=7)
    )
    async with asyncio.timeout(PATIENCE):
        await poll(application, stop, _at_once)
    assert waits == [7.0]


async def test_what_was_taken_is_confirmed_in_the_end(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    stop = asyncio.Event()
    writing.say(sandbox.world, ALICE, ALICE, "the last words")
    handled = []

    async def answer(*_: object) -> None:
        handled.append(1)
        sandbox.world.faults.add(Fault(id=0, kind="server_error", method="getUpdates", times=9))
        stop.set()

    application.add_handler(MessageHandler(filters.ALL, answer))
    async with asyncio.timeout(PATIENCE):
        await poll(application, stop, _at_once)
    assert handled == [1]
    calls = [entry for entry in sandbox.world.traffic.all() if entry.method == "getUpdates"]
    assert json.loads(calls[0].params["allowed_updates"]) == list(UPDATES)
    assert int(calls[-1].params["offset"]) > 0
    assert calls[-1].params["timeout"] == "0"
