"""/pin: a story stands first in the digests for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.errors import NotFoundError
from bot.news.hours import read_span
from bot.render.when import ahead
from handlers.context import Ask, Reply
from handlers.editing.recording import recorded
from handlers.editing.targets import named

_USUAL: Final = timedelta(days=1)
_OFF: Final = frozenset({"off", "no", "выкл", "нет", "не"})


async def pin(ask: Ask) -> Reply:
    """/pin 3: for a day; /pin 3 a week; /pin 3 off."""
    found = await named(ask)
    pins, article = ask.services.store.pins, found.article
    if found.rest.lower() in _OFF:
        if not await pins.unpin(article.id):
            raise NotFoundError("pin.none")
        await recorded(ask, "unpin", article.title, {})
        return Reply(text=ask.texts("pin.off", title=article.title))
    span = read_span(found.rest) if found.rest else _USUAL
    if span is None:
        raise NotFoundError("pin.how")
    await pins.pin(article.id, ask.now + span)
    undo = await recorded(ask, "pin", article.title, {"article": article.id})
    ends = ahead(ask.now + span, ask.now, ask.texts.language)
    text = ask.texts("pin.done", title=article.title, ends=ends)
    return Reply(text=text, keyboard=((undo,),))
