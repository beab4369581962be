"""/quiet: hours in which nothing comes that was not asked for."""

from __future__ import annotations

from typing import Final

from bot.errors import NotFoundError
from bot.news.hours import read_quiet
from bot.render.keyboard import Button, callback
from bot.render.parts import shorten
from bot.render.subscriptions import clock
from handlers.context import Ask, Reply
from handlers.digests.places import city, zone_here
from handlers.digests.targets import check_here

_USUAL: Final = ((22 * 60, 7 * 60), (23 * 60, 8 * 60), (0, 9 * 60))
_OFF: Final = frozenset({"off", "no", "never", "0", "-", "выкл", "нет", "выкл.", "выключыць", "не"})
_WORDS_UNITS: Final = 40


async def quiet(ask: Ask) -> Reply:
    """/quiet 22:00-07:00; /quiet off; alone: what is so, with buttons."""
    await check_here(ask)
    if not ask.words:
        return await quiet_page(ask)
    if ask.words.casefold() in _OFF:
        return await _keep(ask, None)
    hours = read_quiet(ask.words)
    if hours is None:
        raise NotFoundError("quiet.unclear", words=shorten(ask.words, _WORDS_UNITS))
    return await _keep(ask, (hours.start, hours.end))


async def quiet_tapped(ask: Ask) -> Reply:
    """A button: "quiet:START:END", "quiet:off", or "quiet" for the page."""
    await check_here(ask)
    if not ask.data:
        return await quiet_page(ask, edit=True)
    hours = (ask.number(0), ask.number(1))
    return await _keep(ask, hours if hours in _USUAL else None, edit=True)


async def quiet_page(ask: Ask, *, edit: bool = False) -> Reply:
    """What is so, and the usual hours as buttons."""
    known = await ask.services.store.chats.get(ask.chat_id)
    buttons = [Button(text=span(hours), data=callback("quiet", *hours)) for hours in _USUAL]
    off = Button(text=ask.texts.plain("button.quiet.off"), data=callback("quiet", "off"))
    back = Button(text=ask.texts.plain("button.settings"), data=callback("settings"))
    hours = known.quiet if known else None
    text = ask.texts("quiet.are", hours=span(hours)) if hours else ask.texts("quiet.none")
    return Reply(text=text, keyboard=(tuple(buttons), (off, back)), edit=edit)


def span(hours: tuple[int, int]) -> str:
    """Hours as people write them: "22:00–07:00"."""
    return "–".join(map(clock, hours))


async def _keep(ask: Ask, hours: tuple[int, int] | None, *, edit: bool = False) -> Reply:
    await ask.services.store.chats.set_quiet(ask.chat_id, hours)
    if hours is None:
        return Reply(text=ask.texts("quiet.off"), edit=edit)
    zone, sure = await zone_here(ask, ask.chat_id)
    text = ask.texts("quiet.done", hours=span(hours), city=city(ask, zone))
    if sure:
        return Reply(text=text, edit=edit)
    elsewhere = Button(text=ask.texts.plain("button.subs.elsewhere"), data=callback("zone"))
    return Reply(text=text, keyboard=((elsewhere,),), edit=edit)
