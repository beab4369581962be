"""Who and what the webhook lets in."""

from __future__ import annotations

import io

import aiohttp
import pytest
from telegram.ext import CallbackContext

from bot.errors import GazetteError
from bot.settings import Settings
from bot.store import Store
from bot.telegram.application import AnyApplication, build
from bot.telegram.webhook import SECRET_HEADER, webhook
from bot.web import MOST_BYTES, serving
from tests.bot.telegram.posting import SECRET, Caller, listening, said

TOKEN = "42:a-token-for-webhooks"


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


async def test_an_address_in_use_is_a_fault_in_words() -> None:
    async with serving("127.0.0.1", 0, []) as port, aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")
        with pytest.raises(GazetteError, match=r"web\.address"):
            async with serving("127.0.0.1", port, []):
                raise AssertionError("somebody else listens there")
