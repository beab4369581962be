"""/merge and /split: which articles tell one story, where the bot has it wrong."""

from __future__ import annotations

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.model import Article
from bot.render.keyboard import Button, callback
from bot.render.lists import byline
from bot.render.parts import shorten
from handlers.context import Ask, Reply
from handlers.editing.recording import recorded
from handlers.editing.targets import named

_TITLE_UNITS = 150
_MOST_SHOWN = 20
_BUTTONS_IN_A_ROW = 5


async def merge(ask: Ask) -> Reply:
    """/merge 3 5: the first story becomes part of the second."""
    first = await named(ask)
    if not first.rest:
        raise NotFoundError("merge.how")
    moved, into = first.article, (await named(ask, first.rest)).article
    if moved.story_id == into.story_id:
        raise NotFoundError("merge.same")
    data = await ask.services.newsroom.merge(moved.id, into.id)
    undo = await recorded(ask, "merge", moved.title, {**data, "into": into.title})
    opens = Button(text=ask.texts.plain("button.open"), data=callback("open", into.id, 0))
    text = ask.texts("merge.done", title=moved.title, into=into.title)
    return Reply(text=text, keyboard=((opens, undo),))


async def split(ask: Ask) -> Reply:
    """/split 3: which of the story's articles is to leave it; /split #7 lets that one leave."""
    by_id = ask.words.startswith("#")
    article = (await named(ask)).article
    told = await ask.services.store.articles.told(article.story_id)
    if len(told) < 2:  # noqa: PLR2004 - one article is a story of its own
        raise NotFoundError("split.alone")
    if by_id:
        return await _split(ask, article)
    lines, buttons = [ask.texts("split.which")], []
    for number, member in enumerate(told[:_MOST_SHOWN], start=1):
        by = byline(ask.texts, member.source, member.published, ask.now)
        title = shorten(member.title, _TITLE_UNITS)
        lines.append(Markup("<b>{}. {}</b>\n{}").format(number, title, by))
        buttons.append(Button(text=f"{number}", data=callback("split", member.id)))
    starts = range(0, len(buttons), _BUTTONS_IN_A_ROW)
    rows = tuple(tuple(buttons[start : start + _BUTTONS_IN_A_ROW]) for start in starts)
    return Reply(text=Markup("\n\n").join(lines), keyboard=rows)


async def tapped(ask: Ask) -> Reply:
    """The article that is to leave its story."""
    article = await ask.services.briefing.story(ask.number(0))
    if len(await ask.services.store.changes.members(article.story_id)) < 2:  # noqa: PLR2004 - as above
        raise NotFoundError("split.alone")
    return await _split(ask, article)


async def _split(ask: Ask, article: Article) -> Reply:
    data = await ask.services.newsroom.split(article.id)
    undo = await recorded(ask, "split", article.title, data)
    opens = Button(text=ask.texts.plain("button.open"), data=callback("open", article.id, 0))
    text = ask.texts("split.done", title=article.title)
    return Reply(text=text, keyboard=((opens, undo),), edit=bool(ask.data))
