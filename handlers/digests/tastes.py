"""More and less like this: the buttons under a digest, and what they teach."""

from __future__ import annotations

from typing import Final

from bot.errors import NotFoundError
from bot.model import Article
from bot.render.keyboard import Button, callback
from bot.render.lists import BUTTONS_IN_A_ROW
from bot.render.parts import shorten
from bot.store.contents import Content
from handlers.context import Ask, Reply
from handlers.digests.targets import check_here
from handlers.editing.topic_names import topic_names

# What one tap adds: a topic says more of a story than who tells it.
_TOPIC: Final = 0.5
_SOURCE: Final = 0.25
_SIGNS: Final = {"+": 1, "-": -1}
_MOST: Final = 50
_TITLE_UNITS: Final = 120


async def taste_tapped(ask: Ask) -> Reply:
    """Asks which story; "taste:SIGN:CONTENT:NUMBER" is that one."""
    await check_here(ask)
    sign = ask.data[0] if ask.data else ""
    content = await ask.services.store.contents.get(ask.number(1))
    if content is None or sign not in _SIGNS:
        raise NotFoundError("button.old")
    if len(ask.data) > 2:  # noqa: PLR2004 - sign, content, number
        return await _learnt(ask, sign, content, ask.number(2))
    if len(content.stories) == 1:
        return await _learnt(ask, sign, content, 1)
    return _which(ask, sign, content)


def _which(ask: Ask, sign: str, content: Content) -> Reply:
    """The numbers of the digest's stories; the digest itself stays as it is."""
    buttons = [
        Button(text=str(number), data=callback("taste", sign, content.id, number))
        for number in range(1, min(len(content.stories), _MOST) + 1)
    ]
    starts = range(0, len(buttons), BUTTONS_IN_A_ROW)
    rows = tuple(tuple(buttons[start : start + BUTTONS_IN_A_ROW]) for start in starts)
    text = ask.texts("taste.which_more" if sign == "+" else "taste.which_less")
    return Reply(text=text, keyboard=rows)


async def _learnt(ask: Ask, sign: str, content: Content, number: int) -> Reply:
    stories = content.stories[number - 1 : number] if number else ()
    told = [await ask.services.store.articles.coverage(story, 1) for story, _ in stories]
    if not told or not told[0]:
        raise NotFoundError("taste.gone")
    article = told[0][0]
    for subject, weight in _subjects(article).items():
        signed = _SIGNS[sign] * weight
        await ask.services.store.tastes.add(ask.chat_id, subject, signed, ask.now)
    names = [*topic_names(ask, article.topics), *filter(None, [article.source])]
    text = ask.texts(
        "taste.more" if sign == "+" else "taste.less",
        title=shorten(article.title, _TITLE_UNITS),
        subjects=", ".join(names) or "–",
    )
    back = Button(text=ask.texts.plain("button.settings"), data=callback("do", "settings"))
    # A digest of one story asks nothing, and stays.
    return Reply(text=text, keyboard=((back,),), edit=len(content.stories) > 1)


def _subjects(article: Article) -> dict[str, float]:
    subjects = {f"topic:{key}": _TOPIC for key in article.topics}
    return subjects | ({f"source:{article.source}": _SOURCE} if article.source else {})
