"""The command menu: commands by scope and language, and the button beside the text field."""

from __future__ import annotations

import re

from bot.sandbox.methods.arguments import language_code
from bot.sandbox.params import Json, Params
from bot.sandbox.profile import DEFAULT_SCOPE, Scope
from bot.sandbox.refusal import bad_request
from bot.sandbox.text.entities import utf16_length
from bot.sandbox.text.links import LinkError, checked_link
from bot.sandbox.world import World

_MAX_COMMANDS = 100
_MAX_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_WIDE = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_OF_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})


async def set_my_commands(world: World, params: Params) -> bool:
    """SetMyCommands; an empty list deletes them."""
    key = (_scope(world, params), language_code(params))
    given = params.json_array("commands", "commands", "BotCommand")
    if len(given) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[key] = [_command(raw) for raw in given]
    world.events.tell("commands")
    return True


async def get_my_commands(world: World, params: Params) -> list[Json]:
    """GetMyCommands: exactly of that scope and language."""
    return world.profile.commands.get((_scope(world, params), language_code(params)), [])


async def delete_my_commands(world: World, params: Params) -> bool:
    """DeleteMyCommands."""
    world.profile.commands.pop((_scope(world, params), language_code(params)), None)
    world.events.tell("commands")
    return True


async def set_chat_menu_button(world: World, params: Params) -> bool:
    """SetChatMenuButton of a private chat, or of all."""
    chat_id = _private_chat_id(world, params)
    button = params.json_object("menu_button", "menu button") or {"type": "default"}
    world.profile.menu_buttons[chat_id] = _menu_button(button)
    if button["type"] == "default":
        del world.profile.menu_buttons[chat_id]
    world.events.tell("commands")
    return True


async def get_chat_menu_button(world: World, params: Params) -> Json:
    """GetChatMenuButton."""
    return world.profile.menu_button(_private_chat_id(world, params))


def _private_chat_id(world: World, params: Params) -> int:
    if not params.text("chat_id"):
        return 0
    chat = world.find_chat(params.text("chat_id"))
    if chat.type != "private":
        raise bad_request("chat_id must be of a private chat")
    return chat.id


def _menu_button(button: Json) -> Json:
    fault = "Can't parse menu button: "
    if str(button.get("type")) in {"default", "commands"}:
        return {"type": button["type"]}
    if button.get("type") != "web_app":
        raise bad_request(fault + "MenuButton has unsupported type")
    app = button.get("web_app")
    if not button.get("text") or not isinstance(app, dict):
        raise bad_request(fault + "a Web App button needs a text and a URL")
    try:
        url = checked_link(str(app.get("url", "")))
    except LinkError as error:
        raise bad_request(f"Menu button Web App URL is invalid: {error}") from error
    return {"type": "web_app", "text": button["text"], "web_app": {"url": url}}


def _command(raw: object) -> Json:
    fault = "Can't parse BotCommand: "
    if not isinstance(raw, dict):
        raise bad_request(fault + "expected an Object")
    command, description = raw.get("command"), raw.get("description")
    if not isinstance(command, str) or not isinstance(description, str):
        raise bad_request(fault + 'Field "command" and "description" must be of type String')
    command = command.removeprefix("/")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    description = description.strip()
    if not 0 < utf16_length(description) <= _MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(world: World, params: Params) -> Scope:
    scope = params.json_object("scope", "BotCommandScope")
    if scope is None:
        return DEFAULT_SCOPE
    kind = str(scope.get("type"))
    if kind in _WIDE:
        return kind, 0, 0
    if kind not in _OF_CHAT:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    inner = params.within(scope)
    chat = world.find_chat(inner.text("chat_id"))
    if chat.type == "private" and kind != "chat":
        raise bad_request("Can't specify scope for a private chat")
    user_id = inner.integer("user_id") if kind == "chat_member" else 0
    if kind == "chat_member" and user_id <= 0:
        raise bad_request("Can't parse BotCommandScope: Invalid user_id specified")
    return kind, chat.id, user_id


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
