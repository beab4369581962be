"""/delete: asks first, and can be undone for a day."""

from __future__ import annotations

from bot.errors import NotFoundError
from bot.model import Article
from bot.render.keyboard import Button, callback
from handlers.context import Ask, Reply
from handlers.editing.recording import recorded
from handlers.editing.targets import named


async def delete(ask: Ask) -> Reply:
    """/delete 3: which article that is, and whether it is meant."""
    return _sure(ask, (await named(ask)).article)


async def tapped(ask: Ask) -> Reply:
    """Delete under a story, and the answers to the question that it asks."""
    answer = ask.data[1] if len(ask.data) > 1 else ""
    if answer == "no":
        return Reply(text=ask.texts("delete.kept"), edit=True)
    article = await ask.services.briefing.story(ask.number(0))
    if answer != "yes":
        return _sure(ask, article)
    if not await ask.services.newsroom.delete(article.id, now=ask.now):
        raise NotFoundError("story.gone")
    undo = await recorded(ask, "delete", article.title, {"article": article.id})
    text = ask.texts("delete.done", title=article.title)
    return Reply(text=text, keyboard=((undo,),), edit=True)


def _sure(ask: Ask, article: Article) -> Reply:
    row = (
        Button(text=ask.texts.plain("delete.yes"), data=callback("del", article.id, "yes")),
        Button(text=ask.texts.plain("delete.no"), data=callback("del", article.id, "no")),
    )
    text = ask.texts("delete.sure", title=article.title, id=article.id)
    return Reply(text=text, keyboard=(row,))
