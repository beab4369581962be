"""A story that several sources tell: their joint summary, why so, and who says what."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from bot.model import Article
from bot.render.coverage import (
    PAGE_SIZE,
    USUAL_WORDS,
    WORDS,
    JointView,
    joint_buttons,
    joint_text,
    sources_buttons,
    sources_text,
)
from bot.render.keyboard import Button
from bot.render.reasons import why_pages
from bot.render.summaries import article_head
from handlers.context import Ask, Reply
from handlers.editing.recording import editor_rows
from summarizer import ENGINE


async def covered(ask: Ask) -> Reply:
    """Shorter, Longer, and back from the sources."""
    articles = await _coverage(ask)
    return replace(await coverage_page(ask, articles, _view(ask)), edit=True)


async def told(ask: Ask) -> Reply:
    """Who says what, a page of it."""
    articles = await _coverage(ask)
    page = min(ask.number(2), (len(articles) - 1) // PAGE_SIZE)
    view = JointView(story_id=articles[0].story_id, listing_id=ask.number(1))
    return Reply(
        text=sources_text(ask.texts, _head(ask, articles), articles, page, ask.now),
        keyboard=sources_buttons(ask.texts, view, page, articles),
        edit=True,
    )


async def explained_together(ask: Ask) -> Reply:
    """Why these sentences were chosen among all sources' ones."""
    articles, view = await _coverage(ask), _view(ask)
    summary = await ask.services.summaries.of_coverage(articles, words=view.words)
    (page, *_) = why_pages(ask.texts, _head(ask, articles), summary, ENGINE)
    data = view.data("story", view.words)
    back = Button(text=ask.texts.plain("button.summary"), data=data)
    return Reply(text=page, keyboard=((back,),), edit=True)


async def coverage_page(ask: Ask, articles: tuple[Article, ...], view: JointView) -> Reply:
    """What the articles of a story tell together."""
    summary = await ask.services.summaries.of_coverage(articles, words=view.words)
    buttons = joint_buttons(ask.texts, view, summary, articles)
    return Reply(
        text=joint_text(ask.texts, _head(ask, articles), articles, summary),
        keyboard=(*buttons, *editor_rows(ask, articles[0].id)),
    )


async def _coverage(ask: Ask) -> tuple[Article, ...]:
    return await ask.services.briefing.coverage(ask.number(0))


def _head(ask: Ask, articles: tuple[Article, ...]) -> Markup:
    """The leading headline, how many sources, how old, which topics."""
    keys = dict.fromkeys(key for article in articles for key in article.topics)
    known = ask.services.vocabulary.topics
    names = tuple(known[key].name(ask.texts.language) for key in keys if key in known)
    return article_head(ask.texts, articles[0], names, ask.now, together=True)


def _view(ask: Ask) -> JointView:
    """What a button asks for; a forged length is the usual one."""
    words = ask.number(2) if ask.number(2) in WORDS else USUAL_WORDS
    return JointView(story_id=ask.number(0), listing_id=ask.number(1), words=words)
