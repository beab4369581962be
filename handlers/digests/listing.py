"""/mydigests and /unsubscribe: the lists of a chat, and what their buttons do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.model import Standing, Subscription
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.render.subscriptions import (
    another,
    list_buttons,
    list_name,
    list_text,
    lists_buttons,
    lists_text,
)
from handlers.context import Ask, Reply
from handlers.digests.standing import ended, paused, resumed, skipping
from handlers.digests.subscribing import change
from handlers.digests.targets import Target, list_of, target_of, title_of
from handlers.digests.view import view_of

_NAME_UNITS = 40
_PAUSES: Mapping[str, timedelta | None] = {
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "long": None,
}


async def my_digests(ask: Ask) -> Reply:
    """The lists of this chat, or of the group or channel that is named."""
    target = await target_of(ask)
    return await _all_lists(ask, target.chat_id, target.title)


async def unsubscribe(ask: Ask) -> Reply:
    """Ends the only list, or the one of that name; of several it asks which."""
    target = await target_of(ask)
    lists = await ask.services.store.subscriptions.of_chat(target.chat_id)
    going = [each for each in lists if each.standing is not Standing.ENDED]
    chosen = _named(ask, target, going) if target.words else going
    if not chosen:
        raise NotFoundError("unsubscribe.none")
    if len(chosen) == 1:
        return await _end(ask, chosen[0], target.title)
    return Reply(text=ask.texts("unsubscribe.which"), keyboard=_which(ask, target, chosen))


async def unsubscribed(ask: Ask) -> Reply:
    """The button that ends all lists of a chat: "unsub:CHAT"."""
    chat = ask.data[0] if ask.data else ""
    chat_id = int(chat) if chat.removeprefix("-").isdecimal() and len(chat) < 18 else 0  # noqa: PLR2004 - 64 bits
    await title_of(ask, chat_id)
    subscriptions = ask.services.store.subscriptions
    for each in await subscriptions.of_chat(chat_id):
        await subscriptions.change(ended(each))
    return Reply(text=ask.texts("unsubscribe.all_done"), edit=True)


async def tapped(ask: Ask) -> Reply:
    """A button of a list: "sub:ID:ACTION:VALUE". A forged or foreign one raises an error."""
    action = ask.data[1] if len(ask.data) > 1 else ""
    if action not in _ACTIONS:
        raise NotFoundError("button.old")
    subscription, title = await list_of(ask, ask.number(0))
    return await _ACTIONS[action](ask, subscription, title)


def _edits(ask: Ask) -> bool:
    """Only a list's own buttons: what stands under a digest must not take its place."""
    return ask.command == "sub"


def _named(ask: Ask, target: Target, lists: list[Subscription]) -> list[Subscription]:
    wanted = target.words.strip("\"“”„«»' ").casefold()
    return [each for each in lists if list_name(ask.texts, each).casefold() == wanted]


def _which(ask: Ask, target: Target, lists: list[Subscription]) -> Keyboard:
    rows = [
        (
            Button(
                text=shorten(list_name(ask.texts, each), _NAME_UNITS),
                data=callback("sub", each.id, "end"),
            ),
        )
        for each in lists
    ]
    everything = ask.texts.plain("button.unsub.all")
    return (*rows, (Button(text=everything, data=callback("unsub", target.chat_id)),))


async def _all_lists(ask: Ask, chat_id: int, title: str, *, toast: str = "") -> Reply:
    """A single list has all its buttons at once."""
    lists = await ask.services.store.subscriptions.of_chat(chat_id)
    if not lists:
        row = (another(ask.texts, chat_id),)
        text = ask.texts("mydigests.none")
        return Reply(text=text, keyboard=(row,), edit=_edits(ask), toast=toast)
    if len(lists) == 1:
        return _one_list(ask, lists[0], title, toast=toast)
    views = [view_of(ask, each, title) for each in lists]
    return Reply(
        text=lists_text(ask.texts, views, ask.now),
        keyboard=lists_buttons(ask.texts, views),
        edit=_edits(ask),
        toast=toast,
    )


def _one_list(ask: Ask, subscription: Subscription, title: str, *, toast: str = "") -> Reply:
    return Reply(
        text=list_text(ask.texts, view_of(ask, subscription, title), ask.now),
        keyboard=list_buttons(ask.texts, subscription, ask.now),
        edit=_edits(ask),
        toast=toast,
    )


async def _changed(ask: Ask, new: Subscription, title: str) -> Reply:
    await ask.services.store.subscriptions.change(new)
    return _one_list(ask, new, title)


async def _show(ask: Ask, subscription: Subscription, title: str) -> Reply:
    return _one_list(ask, subscription, title)


async def _all(ask: Ask, subscription: Subscription, title: str) -> Reply:
    return await _all_lists(ask, subscription.chat_id, title)


async def _pause(ask: Ask, subscription: Subscription, title: str) -> Reply:
    length = ask.data[2] if len(ask.data) > 2 else ""  # noqa: PLR2004 - id, action, length
    if length not in _PAUSES:
        raise NotFoundError("button.old")
    span = _PAUSES[length]
    until = ask.now + span if span is not None else None
    return await _changed(ask, paused(subscription, until), title)


async def _resume(ask: Ask, subscription: Subscription, title: str) -> Reply:
    return await _changed(ask, resumed(subscription, ask.now), title)


async def _skip(ask: Ask, subscription: Subscription, title: str) -> Reply:
    return await _changed(ask, skipping(subscription), title)


async def _delete(ask: Ask, subscription: Subscription, title: str) -> Reply:
    await ask.services.store.subscriptions.delete(subscription.id)
    name = list_name(ask.texts, subscription)
    toast = ask.texts.plain("sub.deleted", name=name)
    return await _all_lists(ask, subscription.chat_id, title, toast=toast)


async def _end(ask: Ask, subscription: Subscription, title: str) -> Reply:
    await ask.services.store.subscriptions.change(ended(subscription))
    resume = callback("sub", subscription.id, "resume")
    row = (Button(text=ask.texts.plain("button.sub.return"), data=resume),)
    name = list_name(ask.texts, subscription)
    head = ask.texts("unsubscribe.done_for" if title else "unsubscribe.done", name=name, chat=title)
    return Reply(
        text=Markup("{} {}").format(head, ask.texts("unsubscribe.kept")),
        keyboard=(row,),
        edit=_edits(ask),
    )


async def _change(ask: Ask, subscription: Subscription, title: str) -> Reply:
    """In the place of the list's page."""
    return replace(await change(ask, subscription, title), edit=True)


_ACTIONS: Mapping[str, Callable[[Ask, Subscription, str], Awaitable[Reply]]] = {
    "show": _show,
    "all": _all,
    "change": _change,
    "pause": _pause,
    "resume": _resume,
    "skip": _skip,
    "unskip": _resume,
    "delete": _delete,
    "end": _end,
}
