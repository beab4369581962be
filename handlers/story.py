"""A story's page: its summary, shorter and longer, in its context, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.model import Article
from bot.news.summaries import EVERY
from bot.render.coverage import JointView, words_for
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.lists import byline
from bot.render.reasons import why_pages
from bot.render.summaries import (
    LONGEST,
    USUAL_LENGTH,
    Subject,
    View,
    article_head,
    context_pages,
    page_buttons,
    summary_buttons,
    summary_text,
)
from handlers.context import Ask, Reply
from handlers.coverage import coverage_page
from handlers.editing.recording import editor_rows
from summarizer import ENGINE, Summary

ARTICLE = "a"
PASTE = "p"


async def opened(ask: Ask) -> Reply:
    """A story's number in a list."""
    return await story_page(ask, ask.number(0), ask.number(1))


async def resized(ask: Ask) -> Reply:
    """Shorter, Longer, and back from the context."""
    subject = _subject(ask)
    source = await _source(ask, subject)
    return await _summary_page(ask, subject, source, _length(ask), edit=True)


async def in_context(ask: Ask) -> Reply:
    """Each chosen sentence with its neighbours in the source."""
    view = _view(ask, "ctx")
    source = await _source(ask, view.subject)
    summary = await _summary(ask, source, view.length)
    whole = await _summary(ask, source, EVERY)
    return _turned(ask, view, context_pages(ask.texts, source.head, summary, whole))


async def explained(ask: Ask) -> Reply:
    """Why each sentence was chosen, and by what method."""
    view = _view(ask, "why")
    source = await _source(ask, view.subject)
    summary = await _summary(ask, source, view.length)
    return _turned(ask, view, why_pages(ask.texts, source.head, summary, ENGINE))


async def sourced(ask: Ask) -> Reply:
    """The Source button of something that has no address to open."""
    subject = _subject(ask)
    if subject.kind == PASTE:
        return Reply(toast=ask.texts.plain("source.paste"), alert=True)
    article = await ask.services.briefing.story(subject.id)
    source = article.source or ask.texts.plain("source.unknown")
    return Reply(toast=ask.texts.plain("source.article", source=source), alert=True)


async def article_opened(ask: Ask) -> Reply:
    """One source's article of a story that several tell."""
    article = await ask.services.briefing.story(ask.number(0))
    await _noted(ask, article.id)
    return await _article_page(ask, article, ask.number(1), USUAL_LENGTH)


async def story_page(
    ask: Ask, story_id: int, listing_id: int = 0, length: int = USUAL_LENGTH
) -> Reply:
    """What its sources tell together, or the article's summary where there is but one."""
    article = await ask.services.briefing.story(story_id)
    if article.sources > 1:
        articles = await ask.services.briefing.coverage(article.story_id)
        await _noted(ask, *(each.id for each in articles))
        view = JointView(story_id=article.story_id, listing_id=listing_id, words=words_for(length))
        return await coverage_page(ask, articles, view)
    await _noted(ask, article.id)
    return await _article_page(ask, article, listing_id, length)


async def _noted(ask: Ask, *article_ids: int) -> None:
    """Remember what this chat has read, so that it can hear of a correction."""
    await ask.services.store.openings.note(article_ids, ask.chat_id, now=ask.now)


async def _article_page(ask: Ask, article: Article, listing_id: int, length: int) -> Reply:
    """The article's summary, or what can be said of a bare headline."""
    subject = Subject(kind=ARTICLE, id=article.id, listing_id=listing_id)
    if not article.text:
        return await _bare_headline(ask, article)
    source = _article_source(ask, subject, article)
    return await _summary_page(ask, subject, source, length)


async def paste_page(ask: Ask, text: str, length: int = USUAL_LENGTH) -> Reply:
    """The summary of a text that the reader gave."""
    paste = await ask.services.store.pastes.add(chat_id=ask.chat_id, text=text, now=ask.now)
    subject = Subject(kind=PASTE, id=paste.id)
    return await _summary_page(ask, subject, _paste_source(ask, subject, text), length)


async def _summary_page(
    ask: Ask, subject: Subject, source: _Source, length: int, *, edit: bool = False
) -> Reply:
    summary = await _summary(ask, source, min(length, LONGEST))
    return Reply(
        text=summary_text(ask.texts, source.head, summary),
        keyboard=(
            *summary_buttons(ask.texts, subject, summary, *source.buttons),
            *source.editing,
        ),
        edit=edit,
    )


def _view(ask: Ask, action: str) -> View:
    return View(subject=_subject(ask), action=action, length=_length(ask), page=ask.number(4))


def _turned(ask: Ask, view: View, pages: tuple[Markup, ...]) -> Reply:
    """One page of a view, in the place of the summary."""
    view = replace(view, page=min(view.page, len(pages) - 1))
    keyboard = page_buttons(ask.texts, view, len(pages))
    return Reply(text=pages[view.page], keyboard=keyboard, edit=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Source:
    """A text to summarise, how its page is headed, and the buttons of its own."""

    head: Markup
    text: str
    buttons: tuple[Button, ...]
    title: str = ""
    language: str = ""
    editing: Keyboard = ()


async def _source(ask: Ask, subject: Subject) -> _Source:
    """What a subject stands for. Raises NotFoundError when it is gone, or another chat's."""
    if subject.kind == PASTE:
        paste = await ask.services.store.pastes.get(subject.id)
        if paste is None or paste.chat_id != ask.chat_id:
            raise NotFoundError("paste.gone")
        return _paste_source(ask, subject, paste.text)
    article = await ask.services.briefing.story(subject.id)
    if not article.text:
        raise NotFoundError("story.gone")
    return _article_source(ask, subject, article)


def _paste_source(ask: Ask, subject: Subject, text: str) -> _Source:
    button = Button(text=ask.texts.plain("button.source"), data=subject.data("src"))
    return _Source(head=ask.texts("paste.head"), text=text, buttons=(button,))


def _article_source(ask: Ask, subject: Subject, article: Article) -> _Source:
    where = {"url": article.url} if article.url else {"data": subject.data("src")}
    button = Button(text=ask.texts.plain("button.source"), **where)
    return _Source(
        head=article_head(ask.texts, article, topic_names(ask, article), ask.now),
        text=article.text,
        buttons=(button, *_others(ask, subject, article), *_link(ask, article)),
        title=article.title,
        language=article.language,
        editing=editor_rows(ask, article.id),
    )


def _others(ask: Ask, subject: Subject, article: Article) -> tuple[Button, ...]:
    """Where several sources tell the story: to what they tell together."""
    if article.sources < 2:  # noqa: PLR2004 - one source has no others
        return ()
    data = callback("told", article.story_id, subject.listing_id, 0)
    return (Button(text=ask.texts.plain("button.sources", n=article.sources), data=data),)


def _link(ask: Ask, article: Article) -> tuple[Button, ...]:
    """In a group: a link that opens the story in the reader's own chat with the bot."""
    if ask.private:
        return ()
    return (Button(text=ask.texts.plain("button.private"), url=story_link(ask, article.id)),)


def story_link(ask: Ask, article_id: int) -> str:
    """The address that opens a story in the private chat of whoever follows it."""
    return f"https://t.me/{ask.bot_name}?start=s{article_id}"


async def _summary(ask: Ask, source: _Source, length: int) -> Summary:
    return await ask.services.summaries.of_text(
        source.text, title=source.title, language=source.language, sentences=length
    )


async def _bare_headline(ask: Ask, article: Article) -> Reply:
    head = article_head(ask.texts, article, topic_names(ask, article), ask.now)
    related = await ask.services.briefing.related(article)
    if not related:
        text = Markup("\n\n").join([head, ask.texts("story.headline_only")])
        return Reply(text=text, keyboard=editor_rows(ask, article.id))
    lines = [head, ask.texts("story.headline_related")]
    row: list[Button] = []
    for number, story in enumerate(related, start=1):
        by = byline(ask.texts, story.source, story.published, ask.now)
        lines.append(Markup("<b>{}. {}</b>\n{}").format(number, story.title, by))
        row.append(Button(text=f"{number}", data=callback("open", story.id, 0)))
    keyboard = (tuple(row), *editor_rows(ask, article.id))
    return Reply(text=Markup("\n\n").join(lines), keyboard=keyboard)


def topic_names(ask: Ask, article: Article) -> tuple[str, ...]:
    """The article's topics as the reader's language calls them."""
    known = ask.services.vocabulary.topics
    return tuple(known[key].name(ask.texts.language) for key in article.topics if key in known)


def _subject(ask: Ask) -> Subject:
    kind = ask.data[0] if ask.data else ""
    if kind not in (ARTICLE, PASTE):
        raise NotFoundError("button.old")
    return Subject(kind=kind, id=ask.number(1), listing_id=ask.number(2))


def _length(ask: Ask) -> int:
    """The length that a button asks for, within bounds: a forged one may ask for anything."""
    return min(ask.number(3) or USUAL_LENGTH, LONGEST)
