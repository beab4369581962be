from __future__ import annotations

import re

import pytest

from bot.model import Role
from bot.render.texts import LANGUAGES, texts_in
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import ALICE, GROUP, VASIL
from bot.telegram.application import AnyApplication
from handlers import Services
from handlers.context import Where
from handlers.menu import COMMANDS, DIALOGS, TAPS
from handlers.telegram_menu import tell_chat, tell_person, tell_telegram
from tests.handlers.conftest import NOW, OWNER, Asking, Logged

EVERY = {entry.name for entry in COMMANDS if not entry.hidden}
PRIVATE = {entry.name for entry in COMMANDS if entry.where is Where.PRIVATE}
MENUS = {
    role: {entry.name for entry in COMMANDS if entry.name in EVERY and role.may(entry.role)}
    for role in Role
}


def known(sandbox: Sandbox, chat_id: int, language: str = "en") -> set[str]:
    world = sandbox.world
    commands = world.profile.commands_for(world.chats[chat_id], abs(chat_id), language)
    return {command["command"] for command in commands}


async def test_who_may_say_what_is_told_by_scope(
    application: AnyApplication, sandbox: Sandbox, services: Services
) -> None:
    await services.roles.promote(VASIL, "Васіль", by=OWNER, now=NOW)
    await tell_telegram(application.bot, services)
    assert known(sandbox, ALICE) == MENUS[Role.READER]
    assert known(sandbox, VASIL) == MENUS[Role.ADMIN]
    assert known(sandbox, OWNER) == MENUS[Role.OWNER] == EVERY
    assert known(sandbox, GROUP) == MENUS[Role.READER] - PRIVATE


async def test_a_chat_that_telegram_does_not_know_is_passed_over(
    application: AnyApplication, sandbox: Sandbox, services: Services, logged: Logged
) -> None:
    await services.roles.promote(424242, "Nobody", by=OWNER, now=NOW)
    await tell_telegram(application.bot, services)
    assert known(sandbox, OWNER) == EVERY
    (entry,) = logged
    assert (entry["event"], entry["chat"]) == ("telegram.menu_not_set", 424242)


async def test_a_menu_that_cannot_be_set_stops_nothing(
    application: AnyApplication, sandbox: Sandbox, logged: Logged, ask: Asking, services: Services
) -> None:
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="setMyCommands"))
    await tell_telegram(application.bot, services)
    await tell_chat(application.bot, ask(chat_id=ALICE, user_id=ALICE))
    # The menus of all, the owner's, Alice's.
    assert [entry["event"] for entry in logged] == ["telegram.menu_not_set"] * 3


async def test_a_chat_has_its_menu_in_the_language_that_it_chose(
    application: AnyApplication, sandbox: Sandbox, ask: Asking
) -> None:
    asked = ask(chat_id=ALICE, user_id=ALICE)
    await asked.services.store.chats.see(ALICE, language="ru", now=NOW)
    await tell_chat(application.bot, asked)
    commands = sandbox.world.profile.commands_for(sandbox.world.chats[ALICE], ALICE, "en")
    latest = next(each["description"] for each in commands if each["command"] == "latest")
    assert latest == texts_in("ru").plain("menu.latest")


async def test_a_group_sees_nothing_of_what_its_owner_has_more(
    application: AnyApplication, sandbox: Sandbox, ask: Asking
) -> None:
    await tell_chat(
        application.bot, ask(chat_id=GROUP, user_id=OWNER, role=Role.OWNER, private=False)
    )
    assert known(sandbox, GROUP) == MENUS[Role.READER] - PRIVATE


async def test_who_is_banned_has_no_menu_of_their_own(
    application: AnyApplication, sandbox: Sandbox, services: Services
) -> None:
    await tell_person(application.bot, services, ALICE)
    await services.roles.ban(ALICE, "Alice", by=OWNER, now=NOW)
    await tell_person(application.bot, services, ALICE)
    assert known(sandbox, ALICE) == set()


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
    for table in (COMMANDS, TAPS, DIALOGS):
        names = [entry.name for entry in table]
        assert len(names) == len(set(names))
