from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from telegram.ext import CallbackContext, MessageHandler, filters

from bot.sandbox import Sandbox
from bot.sandbox.people import writing
from bot.sandbox.state import ALICE
from bot.settings import Settings
from bot.store import Store
from bot.telegram import webhook as module
from bot.telegram.application import AnyApplication, build
from bot.telegram.calling import as_news_bot
from bot.telegram.intake import Intake
from bot.telegram.polling import poll
from bot.telegram.webhook import receive, webhook
from tests.bot.telegram.posting import PATIENCE, SECRET, listening, said

TOKEN = "42:a-token-for-webhooks"


def replies(sandbox: Sandbox) -> list[str]:
    return [
        entry.params["text"]
        for entry in sandbox.world.traffic.all()
        if entry.method == "sendMessage"
    ]


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what is waited for is plain state; `listening` has a limit
        await asyncio.sleep(0)


async def test_an_answer_goes_back_in_the_response(
    application: AnyApplication, store: Store, sandbox: Sandbox
) -> None:
    async with listening(application, store) as telegram:
        status, call = await telegram.post(said(1))
    assert status == 200
    assert call["method"] == "sendMessage"
    assert (call["chat_id"], call["text"]) == (ALICE, "heard hello")
    assert replies(sandbox) == []


async def test_an_answer_goes_by_a_call_of_its_own_where_that_is_wished_for(
    application: AnyApplication, store: Store, sandbox: Sandbox
) -> None:
    async with listening(application, store, webhook_reply_in_response="no") as telegram:
        assert await telegram.post(said(1)) == (200, None)
    assert replies(sandbox) == ["heard hello"]


async def test_what_takes_long_goes_by_a_call_of_its_own(
    application: AnyApplication, store: Store, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HOLD_SECONDS", 0.0)
    go = asyncio.Event()

    async def slow(*_: object) -> None:
        await go.wait()
        await as_news_bot(application.bot).say(ALICE, "at last", last=True)

    application.add_handler(MessageHandler(filters.Regex("slow"), slow), group=-1)
    async with listening(application, store) as telegram:
        assert await telegram.post(said(1, "slow")) == (200, None)
        go.set()
    assert replies(sandbox) == ["at last", "heard slow"]


async def test_what_came_before_is_answered_once_also_after_a_restart(
    application: AnyApplication, store: Store, sandbox: Sandbox
) -> None:
    async with listening(application, store) as telegram:
        assert (await telegram.post(said(1)))[1] is not None
        assert await telegram.post(said(1)) == (200, None)
    again = build(TOKEN, application.bot.base_url.partition("/bot")[0], CallbackContext)
    async with listening(again, store) as telegram:
        assert await telegram.post(said(1)) == (200, None)
    assert replies(sandbox) == []


async def test_what_is_in_hand_is_finished_before_the_end(
    application: AnyApplication, store: Store
) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow(*_: object) -> None:
        begun.set()
        await go.wait()

    application.add_handler(MessageHandler(filters.Regex("slow"), slow), group=-1)
    async with listening(application, store) as telegram:
        asking = asyncio.create_task(telegram.post(said(1, "slow")))
        await begun.wait()
        asyncio.get_running_loop().call_soon(go.set)
    assert (await asking)[1]["text"] == "heard slow"


async def test_it_can_go_from_polling_to_a_webhook_and_back_and_loses_nothing(
    application: AnyApplication, store: Store, sandbox: Sandbox
) -> None:
    address = application.bot.base_url.partition("/bot")[0]
    writing.say(sandbox.world, ALICE, ALICE, "one")
    async with listening(application, store, webhook_reply_in_response="no"):
        await until(lambda: replies(sandbox) == ["heard one"])
    again = build(TOKEN, address, CallbackContext)
    again.handlers.update(application.handlers)
    stop = asyncio.Event()

    async def ready(_: Intake) -> None:
        writing.say(sandbox.world, ALICE, ALICE, "two")

    polling = asyncio.create_task(poll(again, stop, ready))
    async with asyncio.timeout(PATIENCE):
        await until(lambda: len(replies(sandbox)) == 2 or polling.done())
        stop.set()
        await polling
    methods = [entry.method for entry in sandbox.world.traffic.all()]
    assert methods.index("setWebhook") < methods.index("deleteWebhook")


async def test_stopped_before_it_began_it_does_nothing(
    application: AnyApplication, store: Store, sandbox: Sandbox
) -> None:
    stop = asyncio.Event()
    stop.set()
    settings = Settings.load(webhook_url="http://127.0.0.1:1", web_port=1, webhook_secret=SECRET)

    async def never(_: Intake) -> None:
        raise AssertionError("it is not ready")

    async with webhook(settings, store.meta) as hook:
        await receive(application, stop, never, webhook=hook)
    assert sandbox.world.traffic.all() == []
