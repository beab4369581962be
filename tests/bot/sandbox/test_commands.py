from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram.types import BotCommand as Command
from aiogram.types import BotCommandScopeAllPrivateChats
from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    MenuButtonCommands,
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)

from tests.bot.sandbox.conftest import ALICE, GROUP, MARIA, VASIL, Server


async def menu(server: Server, chat_id: int, user_id: int, language: str = "") -> list[str]:
    query = f"commands?chat_id={chat_id}&user_id={user_id}&language={language}"
    answer = await server.page(query, "GET")
    return [command["command"] for command in answer["commands"]]


async def test_commands_are_set_read_and_deleted(aiogram: AiogramBot, server: Server) -> None:
    events = server.sandbox.world.events.listen()
    scope = BotCommandScopeAllPrivateChats()
    commands = [Command(command="latest", description=" News ")]
    assert await aiogram.set_my_commands(commands, scope=scope, language_code="be")
    assert events.get_nowait() == {"type": "commands"}
    known = await aiogram.get_my_commands(scope=scope, language_code="be")
    assert [(command.command, command.description) for command in known] == [("latest", "News")]
    assert await aiogram.get_my_commands(scope=scope) == []
    assert await menu(server, ALICE, ALICE, "be") == ["latest"]
    assert await menu(server, ALICE, ALICE, "en") == []
    assert await aiogram.delete_my_commands(scope=scope, language_code="be")
    assert await menu(server, ALICE, ALICE, "be") == []


async def test_the_narrowest_scope_wins(ptb: Bot, server: Server) -> None:
    await ptb.set_my_commands([("default", "d")])
    await ptb.set_my_commands([("groups", "d")], scope=BotCommandScopeAllGroupChats())
    assert await menu(server, GROUP, ALICE) == ["groups"]
    await ptb.set_my_commands([("admins", "d")], scope=BotCommandScopeAllChatAdministrators())
    assert await menu(server, GROUP, ALICE) == ["groups"]
    assert await menu(server, GROUP, MARIA) == ["admins"]
    await ptb.set_my_commands([("chat", "d")], scope=BotCommandScopeChat(GROUP))
    assert await menu(server, GROUP, MARIA) == ["chat"]
    await ptb.set_my_commands([("here", "d")], scope=BotCommandScopeChatAdministrators(GROUP))
    assert await menu(server, GROUP, MARIA) == ["here"]
    await ptb.set_my_commands([("one", "d")], scope=BotCommandScopeChatMember(GROUP, VASIL))
    assert await menu(server, GROUP, VASIL) == ["one"]
    assert await menu(server, VASIL, VASIL) == ["default"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": [{"command": "Bad", "description": "d"}]}, "BOT_COMMAND_INVALID"),
        (
            {"commands": [{"command": "a", "description": " "}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ({"commands": [1]}, "can't parse BotCommand: expected an Object"),
        (
            {"commands": [{"command": "a"}]},
            'can\'t parse BotCommand: Field "command" and "description" must be of type String',
        ),
        ({"commands": [{"command": "a", "description": "d"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"scope": {"type": "x"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"scope": {"type": "chat"}}, "chat_id is empty"),
        ({"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            {"scope": {"type": "chat_member", "chat_id": GROUP}},
            "can't parse BotCommandScope: Invalid user_id specified",
        ),
        (
            {"scope": {"type": "chat_administrators", "chat_id": ALICE}},
            "can't specify scope for a private chat",
        ),
        ({"language_code": "eng"}, "invalid language code specified"),
    ],
)
async def test_refused_commands(server: Server, params: dict[str, Any], words: str) -> None:
    assert await server.refusal("setMyCommands", **params) == f"Bad Request: {words}"


async def test_menu_buttons(ptb: Bot, server: Server) -> None:
    assert isinstance(await ptb.get_chat_menu_button(ALICE), MenuButtonCommands)
    app = MenuButtonWebApp("Open", WebAppInfo("https://example.org/app"))
    await ptb.set_chat_menu_button(ALICE, app)
    assert await ptb.get_chat_menu_button(ALICE) == app
    assert isinstance(await ptb.get_chat_menu_button(VASIL), MenuButtonCommands)
    shown = await server.page(f"commands?chat_id={ALICE}&user_id={ALICE}", "GET")
    assert shown["menu_button"]["text"] == "Open"
    await ptb.set_chat_menu_button(ALICE, MenuButtonDefault())
    assert isinstance(await ptb.get_chat_menu_button(ALICE), MenuButtonCommands)
    assert await ptb.set_chat_menu_button()


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"chat_id": GROUP}, "chat_id must be of a private chat"),
        (
            {"menu_button": {"type": "x"}},
            "can't parse menu button: MenuButton has unsupported type",
        ),
        (
            {"menu_button": {"type": "web_app"}},
            "can't parse menu button: a Web App button needs a text and a URL",
        ),
        (
            {"menu_button": {"type": "web_app", "text": "a", "web_app": {"url": "x"}}},
            "menu button Web App URL is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_refused_menu_buttons(server: Server, params: dict[str, Any], words: str) -> None:
    assert await server.refusal("setChatMenuButton", **params) == f"Bad Request: {words}"
