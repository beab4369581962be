"""/add alone: title, text, topics and source are asked for one after the other.

The conversation lies in the store, so that it survives a restart; a button of an older question
does nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.feeds.fields import host
from bot.feeds.plain_text import article_of
from bot.feeds.prose import body, headline
from bot.model import Draft
from bot.render.keyboard import Button, Keyboard, callback
from handlers.context import Ask, Reply
from handlers.editing.conversations import close, go_on, goes_on, open_one, question
from handlers.editing.material import from_post, from_words, sole_address, unasked
from handlers.editing.preview import proposed
from handlers.editing.topic_names import typed_topics, unknown_topics

KIND = "add"
_STEPS = ("title", "text", "topics", "source")

Fields = dict[str, Any]


async def begun(ask: Ask) -> Reply:
    """The first question."""
    return await _asked(ask, "title", {})


async def answered(ask: Ask) -> Reply:
    """What an editor says to a question; a post, a document or an address ends the asking."""
    conversation = await open_one(ask, KIND)
    if conversation is None or conversation.step not in _STEPS:
        return await unasked(ask)
    if ask.post.attachment is not None or ask.post.source:
        await close(ask)
        return await from_post(ask, ask.post)
    if conversation.step == "title" and sole_address(ask.words, ask.post.links):
        await close(ask)
        return await from_words(ask, ask.words)
    if not ask.words:
        return Reply(text=ask.texts("add.words_only"))
    return await _ANSWERS[conversation.step](ask, dict(conversation.data))


async def tapped(ask: Ask) -> Reply:
    """Skip, Back or Cancel under a question; that of an older question does nothing."""
    conversation = await open_one(ask, KIND)
    step, action = (*ask.data, "", "")[:2]
    if conversation is None or conversation.step != step or action not in _BUTTONS:
        return Reply(toast=ask.texts.plain("add.stale"))
    if action == "cancel":
        await close(ask)
        return Reply(text=ask.texts("add.cancelled"), edit=True)
    fields = {**conversation.data, "more": False}
    place = _STEPS.index(step)
    if action == "back":
        return await _asked(ask, _STEPS[max(place - 1, 0)], fields)
    return await _next(ask, step, fields)


async def _titled(ask: Ask, fields: Fields) -> Reply:
    first, _, rest = ask.words.partition("\n")
    # Who pastes the whole article at once has said its text too.
    pasted = {"text": body(rest)} if rest.strip() else {}
    return await _next(ask, "text" if pasted else "title", {**fields, "title": first, **pasted})


async def _told(ask: Ask, fields: Fields) -> Reply:
    before = str(fields.get("text", "")) if fields.get("more") else ""
    text = f"{before}\n{ask.words}".strip() if before else ask.words
    fields |= {"text": text, "more": goes_on(ask.words)}
    if fields["more"]:
        await go_on(ask, KIND, "text", fields)
        done = Button(text=ask.texts.plain("button.done"), data=callback(KIND, "text", "skip"))
        return Reply(text=ask.texts("add.more"), keyboard=((done,), _cancel(ask, "text")))
    return await _next(ask, "text", fields)


async def _filed(ask: Ask, fields: Fields) -> Reply:
    typed = typed_topics(ask, ask.words)
    if typed.unknown:
        return unknown_topics(ask, typed)
    return await _next(ask, "topics", {**fields, "topics": list(typed.keys)})


async def _sourced(ask: Ask, fields: Fields) -> Reply:
    return await _next(ask, "source", {**fields, "source": ask.words})


_ANSWERS: Mapping[str, Callable[[Ask, Fields], Awaitable[Reply]]] = {
    "title": _titled,
    "text": _told,
    "topics": _filed,
    "source": _sourced,
}
_BUTTONS = frozenset({"skip", "back", "cancel"})


async def _next(ask: Ask, step: str, fields: Fields) -> Reply:
    """The next question, or the preview after the last one."""
    if step == "text" and not (fields.get("title") or fields.get("text")):
        again = await _asked(ask, "title", fields)
        return replace(again, text=ask.texts("add.nothing"))
    place = _STEPS.index(step) + 1
    if place < len(_STEPS):
        return await _asked(ask, _STEPS[place], fields)
    reply = await proposed(ask, _draft(fields))
    await close(ask)
    return replace(reply, edit=bool(ask.data))


async def _asked(ask: Ask, step: str, fields: Fields) -> Reply:
    return await question(ask, KIND, step, fields, _keyboard(ask, step))


def _draft(fields: Fields) -> Draft:
    title, text = headline(fields.get("title", "")), body(fields.get("text", ""))
    source = headline(fields.get("source", ""))
    address = sole_address(source)
    draft = Draft(title=title, text=text) if title else article_of(text)
    return replace(
        draft,
        source=host(address) if address else source,
        url=address,
        topics=tuple(fields.get("topics", ())),
    )


def _keyboard(ask: Ask, step: str) -> Keyboard:
    moves = [Button(text=ask.texts.plain("button.skip"), data=callback(KIND, step, "skip"))]
    if step != _STEPS[0]:
        back = Button(text=ask.texts.plain("button.back"), data=callback(KIND, step, "back"))
        moves.insert(0, back)
    return (tuple(moves), _cancel(ask, step))


def _cancel(ask: Ask, step: str) -> tuple[Button, ...]:
    return (Button(text=ask.texts.plain("button.cancel"), data=callback(KIND, step, "cancel")),)
