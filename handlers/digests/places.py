"""Where a chat is: guessed by its language, typed, chosen from a list or sent as a location."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.errors import NotFoundError
from bot.news.places import gazetteer, zone_at
from bot.news.schedule import zone_of
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from handlers.context import Ask
from handlers.digests.standing import replanned

# So that nearly everybody finds their own time among them.
_WORLD: Final = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Africa/Lagos",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Vilnius",
    "Europe/Kyiv",
    "Europe/Minsk",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Asia/Tbilisi",
    "Asia/Dubai",
    "Asia/Yekaterinburg",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Novosibirsk",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)
_IN_A_ROW: Final = 3
_NAME_UNITS: Final = 60


async def zone_here(ask: Ask, chat_id: int) -> tuple[str, bool]:
    """The chat's zone, and whether it was said; else that of who asks, else a guess."""
    for known_id in (chat_id, ask.chat_id):
        known = await ask.services.store.chats.get(known_id)
        if known is not None and known.zone:
            return known.zone, known_id == chat_id
    return gazetteer().suggested(ask.texts.language)[0].zone, False


def time_at(ask: Ask, zone: str) -> str:
    """What the clocks show there now."""
    return ask.now.astimezone(zone_of(zone)).strftime("%H:%M")


def city(ask: Ask, zone: str) -> str:
    """What the reader's language calls the zone."""
    return gazetteer().name(zone, ask.texts.language)


def typed_zones(ask: Ask, words: str) -> tuple[str, ...]:
    """The zones that a typed place may mean, the likeliest first.

    Raises:
        NotFoundError: "place.unknown" where there is none.
    """
    found = tuple(place.zone for place in gazetteer().find(words, ask.texts.language, ask.now))
    if not found:
        raise NotFoundError("place.unknown", words=shorten(words, _NAME_UNITS))
    return found


def zone_of_location(location: tuple[float, float]) -> str:
    """The zone of a latitude and longitude.

    Raises:
        NotFoundError: "place.sea" where no zone is known.
    """
    zone = zone_at(*location)
    if zone is None:
        raise NotFoundError("place.sea")
    return zone


def zone_buttons(ask: Ask, *tap: str, zones: Iterable[str] = ()) -> Keyboard:
    """A button for each zone with its time now; its callback data is `tap` and the zone.

    Without zones: those of the reader's language among the world's, from west to east.
    """
    near = (place.zone for place in gazetteer().suggested(ask.texts.language))
    listed = tuple(zones) or sorted({*near, *_WORLD}, key=lambda zone: (_offset(ask, zone), zone))
    buttons = [
        Button(
            text=f"{time_at(ask, zone)} {city(ask, zone).partition(',')[0]}",
            data=callback(*tap, zone),
        )
        for zone in listed
    ]
    return tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))


def _offset(ask: Ask, zone: str) -> timedelta:
    """How far its clocks are ahead of UTC now."""
    return ask.now.astimezone(zone_of(zone)).utcoffset() or timedelta()


async def move_chat(ask: Ask, chat_id: int, zone: str) -> None:
    """Keep where a chat is; its lists come along, each at its own hour there."""
    store = ask.services.store
    await store.chats.set_zone(chat_id, zone)
    for each in await store.subscriptions.of_chat(chat_id):
        if each.zone != zone:
            moved = replanned(each, replace(each, zone=zone), ask.now)
            await store.subscriptions.change(moved)
