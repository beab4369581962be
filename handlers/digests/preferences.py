"""/settings: all that a chat has chosen, on one page, each with the way to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from bot.digest_model import Taste, WishKind
from bot.news.schedule import zone_of
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from handlers.context import Ask, Reply
from handlers.digests.places import (
    city,
    move_chat,
    time_at,
    zone_buttons,
    zone_here,
    zone_of_location,
)
from handlers.digests.quiet import span
from handlers.digests.subscribing import located as answered_by_location
from handlers.digests.targets import check_here

_SHOWN: Final = 10
_PHRASES_UNITS: Final = 400
# Less than this is as good as forgotten.
_FAINT: Final = 0.1


async def settings(ask: Ask) -> Reply:
    """The page."""
    return await _page(ask)


async def settings_tapped(ask: Ask) -> Reply:
    """The way back to it; "settings:forget" drops what was liked and disliked."""
    if ask.data == ("forget",):
        await check_here(ask)
        await ask.services.store.tastes.forget(ask.chat_id)
    return await _page(ask, edit=True)


async def zone_tapped(ask: Ask) -> Reply:
    """The list of zones; "zone:send" asks for a location, "zone:NAME" is that one."""
    await check_here(ask)
    if not ask.data:
        own = Button(text=ask.texts.plain("button.subs.locate"), data=callback("zone", "send"))
        back = Button(text=ask.texts.plain("button.settings"), data=callback("settings"))
        rows = (*zone_buttons(ask, "zone"), (own, back) if ask.private else (back,))
        return Reply(text=ask.texts("zone.which"), keyboard=rows, edit=True)
    if ask.data == ("send",):
        button = ask.texts.plain("button.place.send")
        return Reply(text=ask.texts("place.send"), asks_location=button)
    await move_chat(ask, ask.chat_id, zone_of(ask.data[0]).key)
    return await _page(ask, edit=True)


async def located(ask: Ask) -> Reply:
    """A location: the answer to a dialog's question, else where this person is from now on."""
    if ask.location is None:
        return Reply(text=ask.texts("other.message"))
    zone = zone_of_location(ask.location)
    if (reply := await answered_by_location(ask, zone)) is not None:
        return reply
    await move_chat(ask, ask.chat_id, zone)
    text = ask.texts("zone.done", time=time_at(ask, zone), city=city(ask, zone))
    back = Button(text=ask.texts.plain("button.settings"), data=callback("settings"))
    return Reply(text=text, keyboard=((back,),))


async def _page(ask: Ask, *, edit: bool = False) -> Reply:
    tastes = await ask.services.store.tastes.of_chat(ask.chat_id)
    lists = await ask.services.store.subscriptions.of_chat(ask.chat_id)
    blocks = [
        ask.texts("settings.head"),
        ask.texts("settings.language", language=ask.texts.plain("language.name")),
        await _place(ask),
        ask.texts.plural("settings.lists", len(lists)),
        *await _wishes(ask),
        *_likes(ask, tastes),
    ]
    return Reply(
        text=Markup("\n").join(blocks), keyboard=_buttons(ask, forgettable=bool(tastes)), edit=edit
    )


async def _place(ask: Ask) -> Markup:
    zone, sure = await zone_here(ask, ask.chat_id)
    where = ask.texts(
        "settings.zone" if sure else "settings.zone_guessed",
        time=time_at(ask, zone),
        city=city(ask, zone),
    )
    known = await ask.services.store.chats.get(ask.chat_id)
    hours = known.quiet if known else None
    still = ask.texts("settings.quiet", hours=span(hours)) if hours else ask.texts("quiet.none")
    return Markup("{}\n{}").format(where, still)


async def _wishes(ask: Ask) -> list[Markup]:
    wishes = await ask.services.store.wishes.of_chat(ask.chat_id)
    lines = []
    for kind in WishKind:
        phrases = ", ".join(wish.phrase for wish in wishes if wish.kind is kind)
        if phrases:
            text = shorten(phrases, _PHRASES_UNITS)
            lines.append(ask.texts(f"wish.list.{kind}", phrases=text))
    return lines


def _likes(ask: Ask, tastes: Sequence[Taste]) -> list[Markup]:
    """What "more like this" and "less like this" came to, the strongest first."""
    lines = []
    for key, sign in (("settings.more", 1), ("settings.less", -1)):
        ranked = sorted(tastes, key=lambda taste: -sign * taste.at(ask.now))
        names = [_subject(ask, each.subject) for each in ranked if sign * each.at(ask.now) > _FAINT]
        if names:
            lines.append(ask.texts(key, subjects=", ".join(names[:_SHOWN])))
    return lines


def _subject(ask: Ask, subject: str) -> str:
    """A topic by its name, a source by its own."""
    kind, _, name = subject.partition(":")
    topic = ask.services.vocabulary.topics.get(name) if kind == "topic" else None
    return topic.name(ask.texts.language) if topic else name


def _buttons(ask: Ask, *, forgettable: bool) -> Keyboard:
    def button(key: str, *data: str) -> Button:
        return Button(text=ask.texts.plain(f"button.settings.{key}"), data=callback(*data))

    rows: Keyboard = (
        (button("lists", "do", "mydigests"), button("language", "do", "language")),
        (button("zone", "zone"), button("quiet", "quiet")),
        (button("mute", "do", "mute"), button("follow", "do", "follow")),
    )
    return (*rows, (button("forget", "settings", "forget"),)) if forgettable else rows
