"""Who the bot is, and what it says about itself in each language."""

from __future__ import annotations

from bot.sandbox.methods.arguments import language_code
from bot.sandbox.params import Json, Params
from bot.sandbox.profile import in_language
from bot.sandbox.refusal import bad_request
from bot.sandbox.text.entities import utf16_length
from bot.sandbox.world import World

_MAX_NAME = 64
_MAX_DESCRIPTION = 512
_MAX_SHORT_DESCRIPTION = 120


async def get_me(world: World, _params: Params) -> Json:
    """GetMe."""
    name = in_language(world.profile.names, "") or world.bot.first_name
    return world.bot.json() | {
        "first_name": name,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def log_out(_world: World, _params: Params) -> bool:
    """LogOut: nothing to leave in a sandbox."""
    return True


async def close(_world: World, _params: Params) -> bool:
    """Close: nothing to close in a sandbox."""
    return True


async def set_my_name(world: World, params: Params) -> bool:
    """SetMyName."""
    return _set(world, params, world.profile.names, "name", _MAX_NAME)


async def get_my_name(world: World, params: Params) -> Json:
    """GetMyName."""
    name = in_language(world.profile.names, language_code(params))
    return {"name": name or world.bot.first_name}


async def set_my_description(world: World, params: Params) -> bool:
    """SetMyDescription."""
    return _set(world, params, world.profile.descriptions, "description", _MAX_DESCRIPTION)


async def get_my_description(world: World, params: Params) -> Json:
    """GetMyDescription."""
    return {"description": in_language(world.profile.descriptions, language_code(params))}


async def set_my_short_description(world: World, params: Params) -> bool:
    """SetMyShortDescription."""
    texts = world.profile.short_descriptions
    return _set(world, params, texts, "short_description", _MAX_SHORT_DESCRIPTION)


async def get_my_short_description(world: World, params: Params) -> Json:
    """GetMyShortDescription."""
    texts = world.profile.short_descriptions
    return {"short_description": in_language(texts, language_code(params))}


def _set(world: World, params: Params, texts: dict[str, str], name: str, most: int) -> bool:
    text = params.text(name).strip()
    if utf16_length(text) > most:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    texts[language_code(params)] = text
    world.tell_bot()
    return True


METHODS = {
    "getMe": get_me,
    "logOut": log_out,
    "close": close,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
}
