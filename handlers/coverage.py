"""A story that several sources tell: their joint summary, why so, and who says what."""

from __future__ import annotations

from markupsafe import Markup

from bot.model import Article
from bot.render.coverage import (
    PAGE_SIZE,
    USUAL_WORDS,
    WORDS,
    joint_buttons,
    joint_text,
    sources_buttons,
    sources_text,
)
from bot.render.keyboard import Button, callback
from bot.render.reasons import why_pages
from bot.render.summaries import article_head
from handlers.context import Ask, Reply
from summarizer import ENGINE


async def covered(ask: Ask) -> Reply:
    """Shorter, Longer, and back from the sources."""
    articles = await _coverage(ask)
    return await coverage_page(ask, articles, ask.number(1), _words(ask), edit=True)


async def told(ask: Ask) -> Reply:
    """Who says what, a page of it."""
    articles = await _coverage(ask)
    page = min(ask.number(2), (len(articles) - 1) // PAGE_SIZE)
    story_id, listing_id = articles[0].story_id, ask.number(1)
    return Reply(
        text=sources_text(ask.texts, _head(ask, articles), articles, page, ask.now),
        keyboard=sources_buttons(ask.texts, story_id, listing_id, page, articles),
        edit=True,
    )


async def explained_together(ask: Ask) -> Reply:
    """Why these sentences were chosen among all sources' ones."""
    articles, words = await _coverage(ask), _words(ask)
    summary = await ask.services.summaries.of_coverage(articles, words=words)
    (page, *_) = why_pages(ask.texts, _head(ask, articles), summary, ENGINE)
    data = callback("story", articles[0].story_id, ask.number(1), words)
    back = Button(text=ask.texts.plain("button.summary"), data=data)
    return Reply(text=page, keyboard=((back,),), edit=True)


async def coverage_page(
    ask: Ask,
    articles: tuple[Article, ...],
    listing_id: int,
    words: int = USUAL_WORDS,
    *,
    edit: bool = False,
) -> Reply:
    """What the articles of a story tell together."""
    summary = await ask.services.summaries.of_coverage(articles, words=words)
    story_id = articles[0].story_id
    return Reply(
        text=joint_text(ask.texts, _head(ask, articles), articles, summary),
        keyboard=joint_buttons(ask.texts, story_id, listing_id, words, articles),
        edit=edit,
    )


async def _coverage(ask: Ask) -> tuple[Article, ...]:
    return await ask.services.briefing.coverage(ask.number(0))


def _head(ask: Ask, articles: tuple[Article, ...]) -> Markup:
    """The leading headline, how many sources, how old, which topics."""
    keys = dict.fromkeys(key for article in articles for key in article.topics)
    known = ask.services.vocabulary.topics
    names = tuple(known[key].name(ask.texts.language) for key in keys if key in known)
    return article_head(ask.texts, articles[0], names, ask.now, together=True)


def _words(ask: Ask) -> int:
    """The length that a button asks for; a forged one gets the usual one."""
    return ask.number(2) if ask.number(2) in WORDS else USUAL_WORDS
