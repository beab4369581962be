from __future__ import annotations

import re

import pytest

from bot.render.texts import LANGUAGES, texts_in
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.telegram.application import AnyApplication
from handlers.context import Where
from handlers.menu import COMMANDS, TAPS
from handlers.telegram_menu import tell_chat, tell_telegram
from tests.handlers.conftest import NOW, OWNER, Asking, Logged

EVERY = {entry.name for entry in COMMANDS}
READERS = EVERY - {"stats"}


def known(sandbox: Sandbox, chat_id: int, language: str = "en") -> set[str]:
    world = sandbox.world
    commands = world.profile.commands_for(world.chats[chat_id], abs(chat_id), language)
    return {command["command"] for command in commands}


async def test_who_may_say_what_is_told_by_scope(
    application: AnyApplication, sandbox: Sandbox
) -> None:
    await tell_telegram(application.bot, [OWNER])
    assert known(sandbox, 1001) == READERS
    assert known(sandbox, OWNER) == EVERY
    private = {entry.name for entry in COMMANDS if entry.where is Where.PRIVATE}
    assert known(sandbox, -1001) == READERS - private


async def test_a_chat_that_telegram_does_not_know_is_passed_over(
    application: AnyApplication, sandbox: Sandbox, logged: Logged
) -> None:
    await tell_telegram(application.bot, [424242, OWNER])
    assert known(sandbox, OWNER) == EVERY
    (entry,) = logged
    assert (entry["event"], entry["owner"]) == ("telegram.owner_unknown", 424242)


async def test_a_menu_that_cannot_be_set_stops_nothing(
    application: AnyApplication, sandbox: Sandbox, logged: Logged, ask: Asking
) -> None:
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="setMyCommands"))
    await tell_telegram(application.bot, [OWNER])
    await tell_chat(application.bot, ask(chat_id=1001, user_id=1001))
    assert [entry["event"] for entry in logged] == ["telegram.menu_not_set"] * 2


async def test_a_chat_has_its_menu_in_the_language_that_it_chose(
    application: AnyApplication, sandbox: Sandbox, ask: Asking
) -> None:
    asked = ask(chat_id=1001, user_id=1001)
    await asked.services.store.chats.see(1001, language="ru", now=NOW)
    await tell_chat(application.bot, asked)
    commands = sandbox.world.profile.commands_for(sandbox.world.chats[1001], 1001, "en")
    latest = next(each["description"] for each in commands if each["command"] == "latest")
    assert latest == texts_in("ru").plain("menu.latest")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_menu_is_one_that_telegram_takes(language: str) -> None:
    texts = texts_in(language)
    for entry in COMMANDS:
        assert re.fullmatch("[a-z0-9_]{1,32}", entry.name)
        assert 1 <= len(texts.plain(f"menu.{entry.name}")) <= 256
        assert f"/{entry.name}" in texts(f"help.{entry.name}")
        assert texts(f"help.group.{entry.group}") != f"help.group.{entry.group}"
    assert len(texts.plain("bot.description")) <= 512
    assert len(texts.plain("bot.short")) <= 120


def test_every_name_stands_in_the_menu_once() -> None:
    for names in ([entry.name for entry in COMMANDS], [entry.name for entry in TAPS]):
        assert len(names) == len(set(names))
