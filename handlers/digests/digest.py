"""/digest: at once what is new since the last one."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.model import Standing, Subscription
from bot.news.hours import MORNING
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.render.subscriptions import list_name
from bot.store.contents import Content, Part
from handlers.context import Ask, Reply, Sheet
from handlers.digests.places import zone_here

_NAME_UNITS = 40
# Who has no list gets what happened since the day before.
_SINCE = timedelta(days=1)


async def digest(ask: Ask) -> Reply:
    """/digest, with the name of a list where there are several; also without any list."""
    lists = await _lists(ask)
    if ask.words:
        wanted = ask.words.strip("\"“”„«»' ").casefold()
        lists = [each for each in lists if list_name(ask.texts, each).casefold() == wanted]
        if not lists:
            raise NotFoundError("digest.no_list", name=shorten(ask.words, _NAME_UNITS))
    if len(lists) > 1:
        return Reply(text=ask.texts("digest.which"), keyboard=_which(ask, lists))
    return await _told(ask, lists[0] if lists else await _usual(ask))


async def digest_tapped(ask: Ask) -> Reply:
    """The button of a list: "digest:ID". A forged or foreign one raises NotFoundError."""
    for each in await _lists(ask):
        if each.id == ask.number(0):
            return await _told(ask, each)
    raise NotFoundError("sub.gone")


async def _lists(ask: Ask) -> list[Subscription]:
    lists = await ask.services.store.subscriptions.of_chat(ask.chat_id)
    here = [each for each in lists if each.thread_id == ask.thread_id]
    return [each for each in here if each.standing is not Standing.ENDED]


async def _told(ask: Ask, subscription: Subscription) -> Reply:
    content = await ask.services.digests.for_chat(subscription, ask.now)
    if content is None:
        name = list_name(ask.texts, subscription)
        return Reply(text=ask.texts("digest.none_new", name=name))
    first, *more = _sheets(content)
    return Reply(text=first.text, keyboard=first.keyboard, more=tuple(more))


async def _usual(ask: Ask) -> Subscription:
    zone, _ = await zone_here(ask, ask.chat_id)
    return Subscription(
        chat_id=ask.chat_id,
        thread_id=ask.thread_id,
        minute=MORNING,
        zone=zone,
        since=ask.now - _SINCE,
    )


def _which(ask: Ask, lists: list[Subscription]) -> Keyboard:
    return tuple(
        (
            Button(
                text=shorten(list_name(ask.texts, each), _NAME_UNITS),
                data=callback("digest", each.id),
            ),
        )
        for each in lists
    )


def _sheets(content: Content) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(text=Markup(part.html), keyboard=_keyboard(part))  # noqa: S704 - rendered by us
        for part in content.parts
    )


def _keyboard(part: Part) -> Keyboard:
    return tuple(tuple(Button(**button) for button in row) for row in part.keyboard)
