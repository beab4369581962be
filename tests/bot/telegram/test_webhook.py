from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Update
from telegram.ext import CallbackContext, MessageHandler, filters

from bot.errors import GazetteError
from bot.sandbox import Sandbox
from bot.sandbox.people import writing
from bot.sandbox.state import ALICE
from bot.settings import Settings
from bot.store import Store, open_store
from bot.telegram import webhook as module
from bot.telegram.application import AnyApplication, build
from bot.telegram.calling import as_news_bot
from bot.telegram.polling import poll
from bot.telegram.webhook import SECRET_HEADER, receive, webhook
from bot.web import MOST_BYTES, serving

TOKEN = "42:a-token-for-webhooks"
SECRET = "a-secret"
PATIENCE = 20.0
Json = dict[str, Any]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def application(sandbox: Sandbox) -> AnyApplication:
    application = build(TOKEN, await sandbox.start("127.0.0.1", 0), CallbackContext)

    async def echo(update: Update, _: object) -> None:
        assert update.message is not None
        bot = as_news_bot(application.bot)
        await bot.say(update.message.chat.id, f"heard {update.message.text}", last=True)

    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as store:
        yield store


class Caller:
    """Posts updates as Telegram does."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session
        self.headers = {SECRET_HEADER: SECRET}

    async def post(self, update: object, **headers: str) -> tuple[int, Any]:
        """The status, and the JSON of the response (None where it is empty)."""
        async with self.session.post(
            self.url, json=update, headers=self.headers | headers
        ) as answer:
            has_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if has_json else None


@asynccontextmanager
async def listening(
    application: AnyApplication, store: Store, **changes: str
) -> AsyncIterator[Caller]:
    """The webhook of an application, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/hook"
    settings = Settings.load(
        **({"webhook_url": url, "web_port": port, "webhook_secret": SECRET} | changes)
    )
    stop, ready = asyncio.Event(), asyncio.Event()

    async def tell() -> None:
        ready.set()

    async with (
        aiohttp.ClientSession() as session,
        webhook(settings, store.meta) as hook,
        serving("127.0.0.1", port, [hook.route]),
    ):
        work = asyncio.create_task(receive(application, stop, tell, webhook=hook))
        async with asyncio.timeout(PATIENCE):
            await ready.wait()
            yield Caller(url, session)
            stop.set()
            await work


def said(number: int, text: str = "hello") -> Json:
    person = {"id": ALICE, "is_bot": False, "first_name": "Alice"}
    chat = {"id": ALICE, "type": "private", "first_name": "Alice"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": person, "text": text}
    return {"update_id": number, "message": message}


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


async def test_only_telegram_is_let_in(application: AnyApplication, store: Store) -> None:
    async with listening(application, store) as telegram:
        assert (await telegram.post(said(1), **{SECRET_HEADER: "another"}))[0] == 403
        assert (await telegram.post(said(1), **{SECRET_HEADER: "\udcff" * 3}))[0] == 403
        telegram.headers = {}
        assert (await telegram.post(said(1)))[0] == 403


@pytest.mark.parametrize(
    ("allowed", "forwarded", "status"),
    [
        ("127.0.0.0/8", "", 200),
        ("149.154.160.0/20", "", 403),
        ("149.154.160.0/20, 91.108.4.0/22", "149.154.167.220", 200),
        ("149.154.160.0/20", "149.154.167.220, 203.0.113.9", 403),
        ("149.154.160.0/20", "203.0.113.9, 149.154.167.220", 200),
        ("149.154.160.0/20", "nowhere", 403),
    ],
)
async def test_only_listed_addresses_are_let_in(
    application: AnyApplication, store: Store, allowed: str, forwarded: str, status: int
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    async with listening(application, store, webhook_addresses=allowed) as telegram:
        assert (await telegram.post(said(1), **headers))[0] == status


@pytest.mark.parametrize("body", [[], {}, {"update_id": "1"}, None, 5])
async def test_what_is_no_update_is_refused(
    application: AnyApplication, store: Store, body: object
) -> None:
    async with listening(application, store) as telegram:
        assert (await telegram.post(body))[0] == 400


async def test_what_is_no_json_or_too_large_is_refused(
    application: AnyApplication, store: Store
) -> None:
    async with listening(application, store) as telegram:
        for data, status in ((b"{", 400), (b"x" * (MOST_BYTES + 1), 413)):
            async with telegram.session.post(
                telegram.url, data=io.BytesIO(data), headers=telegram.headers
            ) as answer:
                assert answer.status == status


async def test_a_full_house_has_telegram_come_again(
    application: AnyApplication, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.intake.MOST_WAITING", 0)
    async with listening(application, store) as telegram:
        assert (await telegram.post(said(1)))[0] == 503
        monkeypatch.setattr("bot.telegram.intake.MOST_WAITING", 1)
        assert (await telegram.post(said(1)))[1] is not None


async def test_before_it_is_open_telegram_is_to_come_again(store: Store) -> None:
    settings = Settings.load(webhook_url="http://127.0.0.1:1", web_port=1, webhook_secret=SECRET)
    async with (
        webhook(settings, store.meta) as hook,
        serving("127.0.0.1", 0, [hook.route]) as port,
        aiohttp.ClientSession() as session,
    ):
        telegram = Caller(f"http://127.0.0.1:{port}/", session)
        assert (await telegram.post(said(1)))[0] == 503


async def test_a_secret_is_made_up_once_and_kept(application: AnyApplication, store: Store) -> None:
    secrets = []
    for _ in range(2):
        async with listening(application, store, webhook_secret="") as telegram:
            secrets.append(await store.meta.get("webhook_secret"))
            assert (await telegram.post(said(1)))[0] == 403
            telegram.headers = {SECRET_HEADER: secrets[0] or ""}
            assert (await telegram.post(said(1)))[0] == 200
        application = build(TOKEN, application.bot.base_url.partition("/bot")[0], CallbackContext)
    assert secrets[0] == secrets[1]
    assert len(secrets[0] or "") >= 32


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

    async def ready() -> None:
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

    async def never() -> None:
        raise AssertionError("it is not ready")

    async with webhook(settings, store.meta) as hook:
        await receive(application, stop, never, webhook=hook)
    assert sandbox.world.traffic.all() == []


async def test_an_address_in_use_is_a_fault_in_words() -> None:
    async with serving("127.0.0.1", 0, []) as port, aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")
        with pytest.raises(GazetteError, match=r"web\.address"):
            async with serving("127.0.0.1", port, []):
                raise AssertionError("somebody else listens there")
