"""Corrections: those who read an article that was put right hear what changed."""

from __future__ import annotations

import asyncio

from markupsafe import Markup

from bot.model import Draft
from bot.render.changes import changed
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.render.texts import Texts, texts_in
from bot.store.drafts import draft_fields, draft_of_fields
from handlers.context import Ask, Letter, Reply
from handlers.editing.conversations import close, go_on, open_one
from handlers.editing.recording import recorded

KIND = "corr"
_CHANGE_UNITS = 1500
_TITLE_UNITS = 300


async def offered(ask: Ask, before: Draft, after: Draft, article_id: int) -> Keyboard:
    """A button to tell the readers, where there are any and words that they read have changed."""
    if (before.title, before.text) == (after.title, after.text):
        return ()
    readers = await _readers(ask, article_id)
    if not readers:
        return ()
    # The open conversation lets the button work once, and only for the newest change.
    data = {
        "article": article_id,
        "before": draft_fields(Draft(title=before.title, text=before.text)),
        "after": draft_fields(Draft(title=after.title, text=after.text)),
    }
    await go_on(ask, KIND, "offered", data)
    words = ask.texts.plural("correction.send", len(readers)).unescape()
    return ((Button(text=words, data=callback(KIND, article_id)),),)


async def sent(ask: Ask) -> Reply:
    """Send the correction to all who opened the article, in the language of each."""
    conversation = await open_one(ask, KIND)
    matching = conversation is not None and conversation.data["article"] == ask.number(0)
    if conversation is None or not matching or not await close(ask):
        return Reply(toast=ask.texts.plain("correction.stale"), alert=True)
    before = draft_of_fields(conversation.data["before"])
    after = draft_of_fields(conversation.data["after"])
    # The comparison of two long texts takes a while.
    title, text = await asyncio.to_thread(_changes, before, after)
    readers = await _readers(ask, ask.number(0))
    letters = tuple(
        _letter(texts_in(language), chat_id, ask.number(0), (after.title, title, text))
        for chat_id, language in readers.items()
    )
    count = len(letters)
    await recorded(ask, "correct", after.title, {"article": ask.number(0), "readers": count})
    return Reply(text=ask.texts.plural("correction.sent", count), letters=letters, edit=True)


async def _readers(ask: Ask, article_id: int) -> dict[int, str]:
    """The chats that opened the article, but for the editor's own, with their languages."""
    chats = await ask.services.store.openings.readers(article_id)
    return {chat.id: chat.language for chat in chats if chat.id != ask.chat_id}


def _changes(before: Draft, after: Draft) -> tuple[Markup, Markup]:
    return (
        changed(before.title, after.title, _CHANGE_UNITS),
        changed(before.text, after.text, _CHANGE_UNITS),
    )


def _letter(
    texts: Texts, chat_id: int, article_id: int, news: tuple[str, Markup, Markup]
) -> Letter:
    name, title, text = news
    told = title or Markup("<b>{}</b>").format(shorten(name, _TITLE_UNITS))
    blocks = filter(None, (texts("correction.head"), told, text))
    opens = Button(text=texts.plain("button.open"), data=callback("art", article_id, 0))
    return Letter(chat_id=chat_id, text=Markup("\n\n").join(blocks), keyboard=((opens,),))
