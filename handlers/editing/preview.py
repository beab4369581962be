"""The preview of an article, as readers will see it, and what only editors see."""

from __future__ import annotations

from babel import Locale
from markupsafe import Markup

from bot.model import Article, Draft
from bot.news.desk import Preview
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.render.summaries import USUAL_LENGTH, article_head, summary_text
from bot.store.proposals import Proposal
from handlers.context import Ask, Reply
from handlers.editing.topic_names import topic_list, topic_names

_TITLE_UNITS = 150


async def proposed(ask: Ask, draft: Draft) -> Reply:
    """A new proposal's preview."""
    proposal = await ask.services.desk.propose(draft, editor_id=ask.user_id, now=ask.now)
    return await preview_page(ask, proposal)


async def preview_page(ask: Ask, proposal: Proposal, *, edit: bool = False) -> Reply:
    """The article as readers will see it, and what only editors see: where it would go."""
    preview = await ask.services.desk.preview(proposal, now=ask.now)
    page = [ask.texts("proposal.head"), await _as_read(ask, preview), *_facts(ask, preview)]
    return Reply(text=Markup("\n\n").join(page), keyboard=_buttons(ask, preview), edit=edit)


def language_name(ask: Ask, code: str) -> str:
    """What the reader's language calls a language."""
    name = Locale(ask.texts.language).languages.get(code)
    return str(name) if name else ask.texts.plain("source.unknown")


async def _as_read(ask: Ask, preview: Preview) -> Markup:
    """What a reader of the story will see."""
    prepared = preview.prepared
    article = _article(ask, preview)
    head = article_head(ask.texts, article, topic_names(ask, prepared.topics), ask.now)
    if not article.text:
        return Markup("\n\n").join([head, ask.texts("story.headline_only")])
    summary = await ask.services.summaries.of_text(
        article.text, title=article.title, language=article.language, sentences=USUAL_LENGTH
    )
    return summary_text(ask.texts, head, summary)


def _article(ask: Ask, preview: Preview) -> Article:
    prepared = preview.prepared
    draft = prepared.draft
    return Article(
        id=0,
        title=draft.title,
        text=draft.text,
        url=draft.url,
        source=draft.source,
        author=draft.author,
        published=min(draft.published or ask.now, ask.now),
        added=ask.now,
        language=prepared.language,
        hash=prepared.digest,
        gist=prepared.gist,
        topics=prepared.topics,
    )


def _facts(ask: Ask, preview: Preview) -> list[Markup]:
    prepared, foresight = preview.prepared, preview.foresight
    if preview.known is not None:
        return [ask.texts("proposal.is_known", title=shorten(preview.known.title, _TITLE_UNITS))]
    lines = [
        ask.texts("proposal.topics", topics=topic_list(ask, prepared.topics)),
        ask.texts("proposal.spoken", language=language_name(ask, prepared.language)),
    ]
    if preview.proposal.apart or foresight.story is None:
        lines.append(ask.texts("proposal.alone"))
    else:
        title = shorten(foresight.story.title, _TITLE_UNITS)
        lines.append(ask.texts.plural("proposal.joins", foresight.story.sources, title=title))
    if foresight.twin is not None:
        title = shorten(foresight.twin.title, _TITLE_UNITS)
        lines.append(ask.texts("proposal.twin", title=title))
    return [Markup("\n").join(lines)]


def _buttons(ask: Ask, preview: Preview) -> Keyboard:
    number = preview.proposal.id

    def button(key: str, action: str) -> Button:
        return Button(text=ask.texts.plain(key), data=callback("prop", number, action))

    cancel = (button("button.cancel", "cancel"),)
    if preview.known is not None:
        opens = callback("open", preview.known.id, 0)
        return ((Button(text=ask.texts.plain("button.open"), data=opens),), cancel)
    where: tuple[Button, ...] = ()
    if preview.proposal.apart:
        where = (button("proposal.rejoin", "together"),)
    elif preview.foresight.story is not None:
        where = (button("proposal.not_this", "apart"),)
    return (
        (button("proposal.publish", "publish"),),
        (button("proposal.edit_title", "title"), button("proposal.edit_topics", "topics")),
        (*where, button("proposal.edit_language", "language")),
        cancel,
    )
