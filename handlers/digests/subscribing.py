"""/subscribe: in one line, or by buttons: the hour, then one page with all the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.model import Length, Standing, Subscription
from bot.news.schedule import zone_of
from bot.render.keyboard import Button, callback
from bot.render.parts import shorten
from bot.render.subscriptions import another, list_text
from handlers.context import Ask, Reply
from handlers.digests.choices import (
    DAYS,
    card,
    days_page,
    length_page,
    name_page,
    topics_page,
    when_page,
    where_page,
)
from handlers.digests.drafts import (
    KIND,
    Draft,
    draft_of,
    kept,
    new_draft,
    store_draft,
    topics_name,
    whose,
)
from handlers.digests.order import NAME_UNITS, Order, read_order
from handlers.digests.places import move_chat, typed_zones
from handlers.digests.targets import Target, target_of, title_of
from handlers.digests.view import view_of
from handlers.editing.conversations import close
from handlers.editing.topic_names import typed_topics, unknown_topics
from handlers.search import search

_DAY_MINUTES = 24 * 60


async def subscribe(ask: Ask) -> Reply:
    """/subscribe, alone or with an hour, days, topics, a name in quotation marks."""
    target = await target_of(ask)
    lists = await ask.services.store.subscriptions.of_chat(target.chat_id)
    lists = tuple(each for each in lists if each.thread_id == target.thread_id)
    if not target.words:
        return await _begun(ask, target, lists)
    order = read_order(ask, target.words)
    if order.topics.unknown:
        return unknown_topics(ask, order.topics)
    draft = _ordered(await _meant(ask, target, lists, order), order)
    if order.minute is None and not draft.id:
        return await when_page(ask, draft)
    return await _saved(ask, draft) if draft.sure else await card(ask, draft)


async def change(ask: Ask, subscription: Subscription, title: str) -> Reply:
    """A list that is there, on the page that a new one has."""
    return await card(ask, draft_of(ask, subscription, title))


async def tapped(ask: Ask) -> Reply:
    """A button of the dialog: "subs:ACTION:VALUE"; that of an older one raises NotFoundError."""
    action, value = (*ask.data, "", "")[:2]
    if action == "new":
        return await _begun_again(ask, value)
    _, draft = await kept(ask)
    await title_of(ask, draft.chat_id)
    if action not in _ACTIONS:
        raise NotFoundError("button.old")
    return await _ACTIONS[action](ask, draft, value)


async def answered(ask: Ask) -> Reply:
    """What is typed while the dialog is open; where nothing is asked it is a search."""
    step, draft = await kept(ask)
    if ask.words and step in _ANSWERS:
        return await _ANSWERS[step](ask, draft)
    return await search(ask)


async def located(ask: Ask, zone: str) -> Reply | None:
    """A location that answers the question where, on either page; None while that is not open."""
    if ask.conversation is None or ask.conversation.kind != KIND:
        return None
    step, draft = await kept(ask)
    if step != "where" and draft.sure:
        return None
    return await card(ask, replace(draft, zone=zone, sure=True))


async def _begun(ask: Ask, target: Target, lists: tuple[Subscription, ...]) -> Reply:
    """The first question; for somebody who comes back, the list that they had."""
    over = [each for each in lists if each.standing is Standing.ENDED]
    if over and len(over) == len(lists):
        return await card(ask, draft_of(ask, over[-1], target.title), ask.texts("subs.again"))
    note = ask.texts.plural("subs.has", len(lists)) if lists else None
    return await when_page(ask, await new_draft(ask, target), note)


async def _begun_again(ask: Ask, place: str) -> Reply:
    """One more list, of this chat or of the group or channel whose lists were shown."""
    # A private chat's id is nobody's but its own.
    words = place if place.startswith("-") else ""
    return await when_page(ask, await new_draft(ask, await target_of(replace(ask, words=words))))


async def _meant(ask: Ask, target: Target, lists: tuple[Subscription, ...], order: Order) -> Draft:
    """The list of that name, or named after those topics, where there is one; else a new one."""
    name = order.name or topics_name(ask, order.topics.keys)
    for each in lists:
        if each.name == name:
            return draft_of(ask, each, target.title)
    return await new_draft(ask, target)


def _ordered(draft: Draft, order: Order) -> Draft:
    """The draft with what was said; what was not said stays."""
    return replace(
        draft,
        name=order.name or draft.name,
        minute=draft.minute if order.minute is None else order.minute,
        days=order.days or draft.days,
        topics=order.topics.keys or draft.topics,
    )


async def _saved(ask: Ask, draft: Draft) -> Reply:
    stored = await store_draft(ask, draft)
    await close(whose(ask))
    await move_chat(ask, draft.chat_id, draft.zone)
    text = ask.texts("subs.changed" if draft.id else "subs.done")
    view = view_of(ask, stored, draft.title)
    change_it = callback("sub", stored.id, "change")
    row = (
        Button(text=ask.texts.plain("button.sub.change"), data=change_it),
        another(ask.texts, stored.chat_id, stored.thread_id),
    )
    return Reply(
        text=Markup("{}\n\n{}").format(text, list_text(ask.texts, view, ask.now)),
        keyboard=(row,),
        edit=bool(ask.data),
    )


async def _when(ask: Ask, draft: Draft, value: str) -> Reply:
    if not value:
        return await when_page(ask, draft)
    minute = ask.number(1)
    return await card(ask, replace(draft, minute=minute % _DAY_MINUTES))


async def _where(ask: Ask, draft: Draft, value: str) -> Reply:
    if not value:
        return await where_page(ask, draft)
    return await card(ask, replace(draft, zone=zone_of(value).key, sure=True))


async def _locate(ask: Ask, draft: Draft, value: str) -> Reply:
    """A second message, for the button that sends a location cannot stand under the first."""
    del draft, value
    return Reply(text=ask.texts("place.send"), asks_location=ask.texts.plain("button.place.send"))


async def _topics(ask: Ask, draft: Draft, value: str) -> Reply:
    if value == "*":
        return await card(ask, replace(draft, topics=()))
    if value in draft.topics:
        kept_topics = tuple(key for key in draft.topics if key != value)
        draft = replace(draft, topics=kept_topics)
    elif value in ask.services.vocabulary.topics:
        draft = replace(draft, topics=(*draft.topics, value))
    return await topics_page(ask, draft)


async def _length(ask: Ask, draft: Draft, value: str) -> Reply:
    if value not in tuple(Length):
        return await length_page(ask, draft)
    return await card(ask, replace(draft, length=Length(value)))


async def _days(ask: Ask, draft: Draft, value: str) -> Reply:
    if value in DAYS:
        return await card(ask, replace(draft, days=DAYS[value]))
    days = draft.days ^ (1 << ask.number(1)) if value in set("0123456") else draft.days
    return await days_page(ask, replace(draft, days=days or draft.days))


async def _silent(ask: Ask, draft: Draft, value: str) -> Reply:
    del value
    return await card(ask, replace(draft, silent=not draft.silent))


async def _name(ask: Ask, draft: Draft, value: str) -> Reply:
    if not value:
        return await name_page(ask, draft)
    return await card(ask, replace(draft, name=""))


async def _card(ask: Ask, draft: Draft, value: str) -> Reply:
    del value
    return await card(ask, draft)


async def _save(ask: Ask, draft: Draft, value: str) -> Reply:
    del value
    return await _saved(ask, draft)


async def _cancel(ask: Ask, draft: Draft, value: str) -> Reply:
    del value
    await close(whose(ask))
    return Reply(text=ask.texts("subs.kept" if draft.id else "subs.cancelled"), edit=True)


async def _typed_hour(ask: Ask, draft: Draft) -> Reply:
    order = read_order(ask, ask.words)
    if order.minute is None:
        raise NotFoundError("subs.no_hour", words=shorten(ask.words, NAME_UNITS))
    if order.topics.unknown:
        return unknown_topics(ask, order.topics)
    return await card(ask, _ordered(draft, order))


async def _typed_place(ask: Ask, draft: Draft) -> Reply:
    zones = typed_zones(ask, ask.words)
    if len(zones) > 1:
        return await where_page(ask, draft, zones)
    return await card(ask, replace(draft, zone=zones[0], sure=True))


async def _typed_topics(ask: Ask, draft: Draft) -> Reply:
    typed = typed_topics(ask, ask.words)
    if typed.unknown:
        return unknown_topics(ask, typed)
    return await card(ask, replace(draft, topics=typed.keys or draft.topics))


async def _typed_name(ask: Ask, draft: Draft) -> Reply:
    name = shorten(" ".join(ask.words.split()), NAME_UNITS)
    return await card(ask, replace(draft, name=name))


_ACTIONS: Mapping[str, Callable[[Ask, Draft, str], Awaitable[Reply]]] = {
    "when": _when,
    "where": _where,
    "locate": _locate,
    "topics": _topics,
    "length": _length,
    "days": _days,
    "silent": _silent,
    "name": _name,
    "card": _card,
    "save": _save,
    "cancel": _cancel,
}
_ANSWERS: Mapping[str, Callable[[Ask, Draft], Awaitable[Reply]]] = {
    "when": _typed_hour,
    "where": _typed_place,
    "topics": _typed_topics,
    "name": _typed_name,
}
