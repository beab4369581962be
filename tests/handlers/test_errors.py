from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.errors import StoreError
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import MARIA, VASIL
from bot.telegram.application import AnyApplication
from handlers.context import Context, Services
from handlers.errors import report, tell_owners
from tests.handlers.conftest import NOW, Logged

OWNER = MARIA


@pytest.fixture
def update(application: AnyApplication) -> Update:
    """Vasil, whose Telegram is Russian, says something."""
    user = {"id": VASIL, "is_bot": False, "first_name": "Васіль", "language_code": "ru"}
    chat = {"id": VASIL, "type": "private"}
    message = {"message_id": 5, "date": 1, "chat": chat, "from": user, "text": "x"}
    return Update.de_json({"update_id": 1, "message": message}, application.bot)


@pytest.fixture(autouse=True)
def wired(application: AnyApplication, services: Services) -> None:
    application.bot_data["services"] = services


def context(application: AnyApplication, update: object, error: Exception) -> Context:
    return Context.from_error(update, error, application)


def told(sandbox: Sandbox, who: int = VASIL) -> list[str]:
    return [message["text"] for message in sandbox.world.chats[who].messages.values()]


def broken() -> Exception:
    """An exception that came through functions, as real ones do, and repeats what was said."""
    try:
        return ValueError(int("what a reader said"))
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (Forbidden("bot was blocked by the user"), "telegram.blocked"),
        (NetworkError("no route"), "telegram.unreachable"),
        (ZeroDivisionError(), "update.failed"),
    ],
)
async def test_what_concerns_no_update_is_logged(
    application: AnyApplication, sandbox: Sandbox, logged: Logged, error: Exception, event: str
) -> None:
    await report(None, context(application, None, error))
    (entry,) = logged
    assert entry["event"] == event
    assert told(sandbox) == []


async def test_a_person_is_told_the_number_in_their_language(
    application: AnyApplication, sandbox: Sandbox, logged: Logged, update: Update
) -> None:
    await report(update, context(application, update, ZeroDivisionError()))
    (entry,) = logged
    (text,) = told(sandbox)
    assert str(entry["error_id"]) in text
    assert "пошло не так" in text


async def test_the_chosen_language_comes_before_telegrams(
    application: AnyApplication, sandbox: Sandbox, services: Services, update: Update
) -> None:
    await services.store.chats.see(VASIL, language="ru", now=services.now())
    await services.store.chats.set_language(VASIL, "en")
    await report(update, context(application, update, ZeroDivisionError()))
    assert "Something went wrong" in told(sandbox)[0]


async def test_a_person_is_told_even_when_the_store_is_what_failed(
    application: AnyApplication, sandbox: Sandbox, services: Services, update: Update
) -> None:
    await services.store.database.close()
    await report(update, context(application, update, ZeroDivisionError()))
    assert "пошло не так" in told(sandbox)[0]


async def test_an_update_of_no_chat_is_logged(application: AnyApplication, logged: Logged) -> None:
    await report(Update(1), context(application, Update(1), ZeroDivisionError()))
    assert [entry["event"] for entry in logged] == ["update.failed"]


async def test_where_the_apology_fails_that_is_logged_too(
    application: AnyApplication, sandbox: Sandbox, logged: Logged, update: Update
) -> None:
    sandbox.world.faults.add(Fault(id=0, kind="blocked", method="sendMessage"))
    await report(update, context(application, update, ZeroDivisionError()))
    assert [entry["event"] for entry in logged][:2] == ["update.failed", "error.not_told"]
    assert logged[0]["error_id"] == logged[1]["error_id"]


async def test_no_words_of_a_reader_are_logged(
    application: AnyApplication, logged: Logged, update: Update
) -> None:
    await report(update, context(application, update, broken()))
    (entry,) = logged
    assert "invalid literal" not in repr(entry)
    assert "in broken" in entry["exception"]
    assert entry["exception"].endswith("ValueError")


async def test_what_telegram_says_is_logged(
    application: AnyApplication, logged: Logged, update: Update
) -> None:
    await report(update, context(application, update, BadRequest("Chat not found")))
    assert logged[0]["reason"] == "Chat not found"


async def test_the_owner_hears_of_a_fault_once_an_hour_with_how_often(
    application: AnyApplication, sandbox: Sandbox, services: Services
) -> None:
    now = NOW
    services = replace(services, now=lambda: now)
    for minutes in (0, 1, 59, 61):
        now = NOW + timedelta(minutes=minutes)
        await tell_owners(application.bot, services, broken())
    first, second = told(sandbox, OWNER)
    assert "ValueError" in first
    assert "tests.handlers.test_errors.broken" in first
    assert "3 times" in second
    assert first.split(":")[0] == second.split(",")[0]


async def test_the_owner_and_the_reader_see_the_same_id(
    application: AnyApplication, sandbox: Sandbox, update: Update
) -> None:
    await report(update, context(application, update, broken()))
    (notice,) = told(sandbox, OWNER)
    error_id = notice.split(":")[0]
    assert error_id.startswith("E-")
    assert error_id in told(sandbox)[0]


async def test_the_owner_reads_in_their_language_what_is_to_be_done(
    application: AnyApplication, sandbox: Sandbox, services: Services
) -> None:
    await services.store.chats.see(OWNER, language="ru", now=NOW)
    fault = StoreError("store.full", path="gazette.db")
    await tell_owners(application.bot, services, fault)
    (notice,) = told(sandbox, OWNER)
    assert "gazette.db" in notice
    assert "Журнал" in notice


async def test_no_error_is_no_report(application: AnyApplication, logged: Logged) -> None:
    await report(None, Context(application))
    assert logged == []
