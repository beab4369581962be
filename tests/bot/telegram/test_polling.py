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
from bot.telegram import polling
from bot.telegram.application import AnyApplication, build
from bot.telegram.polling import poll

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
    monkeypatch.setattr(polling, "RETRY_SECONDS", 0.0)


async def served(application: AnyApplication) -> None:
    """Poll until ready, then stop."""
    stop, ready = asyncio.Event(), asyncio.Event()

    async def tell() -> None:
        ready.set()
        stop.set()

    async with asyncio.timeout(PATIENCE):
        await poll(application, stop, tell)
    assert ready.is_set()
    assert not application.running


async def test_it_listens_until_it_is_stopped(application: AnyApplication) -> None:
    await served(application)


async def test_it_asks_for_what_it_acts_on(application: AnyApplication, sandbox: Sandbox) -> None:
    writing.say(sandbox.world, ALICE, ALICE, "what waited")
    await served(application)
    calls = {entry.method: entry.params for entry in sandbox.world.traffic.all()}
    asked = json.loads(calls["getUpdates"]["allowed_updates"])
    assert asked == ["message", "edited_message", "channel_post", "callback_query"]


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

    async def paused(_: asyncio.Event) -> None:
        stop.set()

    monkeypatch.setattr(polling, "_pause", paused)
    await poll(build(TOKEN, "http://127.0.0.1:9", CallbackContext), stop, _never)
    (entry,) = logged
    assert entry["event"] == "telegram.unreachable"
    assert TOKEN not in str(entry)


async def test_what_was_begun_is_ended_when_the_start_fails(application: AnyApplication) -> None:
    with pytest.raises(AssertionError, match="it is not ready"):
        await poll(application, asyncio.Event(), _never)
    assert not application.running
    await served(application)


async def test_an_application_must_be_able_to_poll(application: AnyApplication) -> None:
    application.updater = None
    with pytest.raises(RuntimeError, match="without an updater"):
        await poll(application, asyncio.Event(), _never)


async def test_a_fault_while_polling_is_logged_and_outlived(
    application: AnyApplication, sandbox: Sandbox, logged: Logged
) -> None:
    stop, answered = asyncio.Event(), asyncio.Event()
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="getUpdates", times=1))

    async def answer(*_: object) -> None:
        answered.set()

    async def ready() -> None:
        writing.say(sandbox.world, ALICE, ALICE, "after the fault")

    application.add_handler(MessageHandler(filters.ALL, answer))
    serving = asyncio.create_task(poll(application, stop, ready))
    async with asyncio.timeout(PATIENCE):
        await answered.wait()
        stop.set()
        await serving
    (entry,) = logged
    assert (entry["event"], entry["reason"]) == ("telegram.polling", "Internal Server Error")


async def _never() -> None:
    raise AssertionError("it is not ready")


def test_another_poller_is_named_with_what_to_do(logged: Logged) -> None:
    polling._report(Conflict("terminated by other getUpdates request"))
    (entry,) = logged
    assert entry["event"] == "telegram.conflict"
    assert "stop it" in entry["advice"]
