from __future__ import annotations

import pytest
from telegram import Update
from telegram.error import Forbidden, NetworkError

from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import MARIA
from bot.telegram.application import AnyApplication
from handlers.context import Context, Services
from handlers.errors import report
from tests.handlers.conftest import Logged


@pytest.fixture
def update(application: AnyApplication) -> Update:
    """Maria, who reads Russian, says something."""
    user = {"id": MARIA, "is_bot": False, "first_name": "Мария", "language_code": "ru"}
    chat = {"id": MARIA, "type": "private"}
    message = {"message_id": 5, "date": 1, "chat": chat, "from": user, "text": "x"}
    return Update.de_json({"update_id": 1, "message": message}, application.bot)


@pytest.fixture(autouse=True)
def wired(application: AnyApplication, services: Services) -> None:
    application.bot_data["services"] = services


def context(application: AnyApplication, update: object, error: Exception) -> Context:
    return Context.from_error(update, error, application)


def told(sandbox: Sandbox) -> list[str]:
    return [message["text"] for message in sandbox.world.chats[MARIA].messages.values()]


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
    await services.store.chats.see(MARIA, language="ru", now=services.now())
    await services.store.chats.set_language(MARIA, "en")
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
    assert [entry["event"] for entry in logged] == ["update.failed", "error.not_told"]
    assert logged[0]["error_id"] == logged[1]["error_id"]
