"""The pages of the subscribing dialog: each a question with its buttons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

from bot.model import Length
from bot.news.hours import EVENING, MORNING, NOON
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.subscriptions import (
    EVERY_DAY,
    WEEKDAYS,
    WEEKEND,
    ListView,
    clock,
    day_name,
    wants,
)
from handlers.context import Ask, Reply
from handlers.digests.drafts import KIND, Draft, keep, topics_name
from handlers.digests.places import city, time_at, zone_buttons
from handlers.digests.view import view_of
from handlers.editing.topic_names import topic_names

HOURS: Final = {"morning": MORNING, "noon": NOON, "evening": EVENING}
DAYS: Final = {"every": EVERY_DAY, "weekdays": WEEKDAYS, "weekend": WEEKEND}
_TOPICS_SHOWN: Final = 14


async def when_page(ask: Ask, draft: Draft, note: Markup | None = None) -> Reply:
    """The first question: at which hour."""
    row = tuple(
        _button(ask, f"button.subs.when.{name}", "when", minute, hour=clock(minute))
        for name, minute in HOURS.items()
    )
    text = _worded(ask, "when", note)
    return await _page(ask, "when", draft, text, (row, (_button(ask, "button.cancel", "cancel"),)))


async def card(ask: Ask, draft: Draft, again: Markup | None = None) -> Reply:
    """The list as it would be, with a button for everything about it.

    `again` greets somebody who comes back to a list that they ended.
    """
    begins = "yes" if draft.sure else "right"
    yes = begins if again or not draft.id else "save"
    rows: Keyboard = (
        (_button(ask, f"button.subs.{yes}", "save"),),
        *(() if draft.sure else ((_button(ask, "button.subs.elsewhere", "where"),),)),
        (_button(ask, "button.subs.hour", "when"), _button(ask, "button.subs.topics", "topics")),
        (_button(ask, "button.subs.length", "length"), _button(ask, "button.subs.days", "days")),
        (
            _button(ask, "button.subs.loud" if draft.silent else "button.subs.silent", "silent"),
            _button(ask, "button.subs.name", "name"),
        ),
        (
            *((_button(ask, "button.subs.place", "where"),) if draft.sure else ()),
            _button(ask, "button.cancel", "cancel"),
        ),
    )
    view = view_of(ask, draft.wanted(ask.now), draft.title)
    blocks = [again] if again else []
    blocks.append(wants(ask.texts, _with_name(ask, draft, view)))
    place = {"time": time_at(ask, draft.zone), "city": city(ask, draft.zone)}
    blocks.append(ask.texts("subs.there" if draft.sure else "subs.right", **place))
    return await _page(ask, "card", draft, Markup("\n\n").join(blocks), rows)


async def where_page(ask: Ask, draft: Draft, zones: Iterable[str] = ()) -> Reply:
    """Which time it is there: by a button, a typed place or a location."""
    found = tuple(zones)
    own = () if not ask.private else ((_button(ask, "button.subs.locate", "locate"),),)
    listed = zone_buttons(ask, KIND, "where", zones=found)
    rows = (*listed, *own, (_button(ask, "button.back", "card"),))
    text = ask.texts("subs.several") if found else _worded(ask, "where")
    return await _page(ask, "where", draft, text, rows)


async def topics_page(ask: Ask, draft: Draft) -> Reply:
    """Which topics: those that there is most of, and those that are chosen."""
    counts = await ask.services.store.articles.topic_counts()
    known = ask.services.vocabulary.topics
    full = sorted((key for key in counts if key in known), key=lambda key: (-counts[key], key))
    shown = dict.fromkeys([*draft.topics, *full[:_TOPICS_SHOWN]])
    buttons = [
        Button(
            text=_ticked(known[key].name(ask.texts.language), chosen=key in draft.topics),
            data=callback(KIND, "topics", key),
        )
        for key in shown
        if key in known
    ]
    rows = _in_rows(buttons, 2)
    last = (_button(ask, "button.subs.all", "topics", "*"), _button(ask, "button.done", "card"))
    chosen = ", ".join(topic_names(ask, draft.topics)) or ask.texts.plain("sub.all_topics")
    text = _worded(ask, "topics", chosen=chosen)
    return await _page(ask, "topics", draft, text, (*rows, last))


async def length_page(ask: Ask, draft: Draft) -> Reply:
    """How long."""
    rows = tuple((_button(ask, f"button.subs.length.{each}", "length", each),) for each in Length)
    rows = (*rows, (_button(ask, "button.back", "card"),))
    return await _page(ask, "length", draft, ask.texts("subs.length"), rows)


async def days_page(ask: Ask, draft: Draft) -> Reply:
    """Which days."""
    named = tuple(_button(ask, f"button.subs.days.{name}", "days", name) for name in DAYS)
    single = [
        Button(
            text=_ticked(day_name(ask.texts, day), chosen=bool(draft.days >> day & 1)),
            data=callback(KIND, "days", day),
        )
        for day in range(7)
    ]
    rows = (named, *_in_rows(single, 4), (_button(ask, "button.done", "card"),))
    return await _page(ask, "days", draft, ask.texts("subs.days"), rows)


async def name_page(ask: Ask, draft: Draft) -> Reply:
    """What the list is called."""
    rows = (
        (_button(ask, "button.subs.unnamed", "name", "-"), _button(ask, "button.back", "card")),
    )
    text = ask.texts("subs.name" if ask.private else "subs.no_name")
    return await _page(ask, "name", draft, text, rows)


async def _page(ask: Ask, step: str, draft: Draft, text: Markup, keyboard: Keyboard) -> Reply:
    await keep(ask, step, draft)
    return Reply(text=text, keyboard=keyboard, edit=ask.command == KIND)


def _worded(ask: Ask, step: str, note: Markup | None = None, **places: str) -> Markup:
    """The question; in a group nothing can be typed, for the bot does not hear it."""
    text = ask.texts(f"subs.{step}", **places)
    if ask.private:
        text = Markup("{} {}").format(text, ask.texts(f"subs.type.{step}"))
    return Markup("{}\n\n{}").format(note, text) if note else text


def _with_name(ask: Ask, draft: Draft, view: ListView) -> ListView:
    """The view with the name that the list would get."""
    name = draft.name or topics_name(ask, draft.topics)
    return view.named(name)


def _button(ask: Ask, key: str, *arguments: object, **places: str) -> Button:
    return Button(text=ask.texts.plain(key, **places), data=callback(KIND, *arguments))


def _ticked(text: str, *, chosen: bool) -> str:
    return f"✓ {text}" if chosen else text


def _in_rows(buttons: list[Button], size: int) -> Keyboard:
    return tuple(tuple(buttons[at : at + size]) for at in range(0, len(buttons), size))
