"""/edit and /retitle: a published article is put right, after a look at what will change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.feeds.prose import body, headline
from bot.model import Article, Draft
from bot.news.desk import draft_of, kept
from bot.render.changes import changed
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.store.drafts import draft_fields, draft_of_fields
from handlers.context import Ask, Reply
from handlers.editing.conversations import close, go_on, goes_on, open_one, question
from handlers.editing.corrections import offered
from handlers.editing.material import sole_address, unasked
from handlers.editing.recording import recorded
from handlers.editing.targets import named
from handlers.editing.topic_names import topic_list, typed_topics, unknown_topics

KIND = "edit"
_FIELDS = ("title", "text", "topics", "source", "url")
_LOOKING = "looking"
_CHANGE_UNITS = 900
_TITLE_UNITS = 300


async def edit(ask: Ask) -> Reply:
    """/edit 3: what can be changed of that article."""
    article = (await named(ask)).article
    return await _page(ask, article, draft_of(article))


async def retitle(ask: Ask) -> Reply:
    """/retitle 3 New title: done at once."""
    target = await named(ask)
    title = headline(target.rest)
    if not title:
        raise NotFoundError("retitle.how")
    return await _saved(ask, target.article, replace(draft_of(target.article), title=title))


async def tapped(ask: Ask) -> Reply:
    """Edit under a story, and the buttons of the page that it opens."""
    article = await ask.services.briefing.story(ask.number(0))
    action = ask.data[1] if len(ask.data) > 1 else ""
    if not action:
        return await _page(ask, article, draft_of(article))
    draft = await _begun(ask, article)
    if draft is None:
        raise NotFoundError("edit.stale")
    if action == "cancel":
        await close(ask)
        return Reply(text=ask.texts("edit.cancelled"), edit=True)
    if action == "save":
        return await _saved(ask, article, draft)
    if action == "none":
        return await _page(ask, article, replace(draft, topics=()), in_place=True)
    if action in _FIELDS:
        data = _data(article, draft)
        return await question(ask, KIND, action, data, _question_keyboard(ask, article, action))
    return await _page(ask, article, draft, in_place=True)


async def answered(ask: Ask) -> Reply:
    """What an editor types while a field is asked for; else it is a search as ever."""
    conversation = await open_one(ask, KIND)
    if conversation is None or conversation.step not in _FIELDS:
        return await unasked(ask)
    if not ask.words:
        return Reply(text=ask.texts("add.words_only"))
    article = await ask.services.briefing.story(int(conversation.data["article"]))
    draft = draft_of_fields(conversation.data["draft"])
    if conversation.step == "topics":
        typed = typed_topics(ask, ask.words)
        if typed.unknown:
            return unknown_topics(ask, typed)
        return await _page(ask, article, replace(draft, topics=typed.keys))
    if conversation.step == "text":
        before = draft.text if conversation.data.get("more") else ""
        return await _told(ask, article, replace(draft, text=body(f"{before}\n{ask.words}")))
    return await _page(ask, article, _with(ask, draft, conversation.step))


async def _told(ask: Ask, article: Article, draft: Draft) -> Reply:
    """A text, which may go on in the next message."""
    if not goes_on(ask.words):
        return await _page(ask, article, draft)
    await go_on(ask, KIND, "text", {**_data(article, draft), "more": True})
    done = (_button(ask, article, "button.done", "show"),)
    return Reply(text=ask.texts("add.more"), keyboard=(done,))


def _with(ask: Ask, draft: Draft, field: str) -> Draft:
    """The draft with what was typed. Raises NotFoundError for an address that is none."""
    if field == "title":
        return replace(draft, title=headline(ask.words))
    if field == "source":
        return replace(draft, source=headline(ask.words))
    address = sole_address(ask.words, ask.post.links)
    if not address:
        raise NotFoundError("edit.no_address")
    return replace(draft, url=address)


async def _begun(ask: Ask, article: Article) -> Draft | None:
    """The draft that this article is to become; None when it is not being edited."""
    conversation = await open_one(ask, KIND)
    if conversation is None or conversation.data.get("article") != article.id:
        return None
    return draft_of_fields(conversation.data["draft"])


async def _page(ask: Ask, article: Article, draft: Draft, *, in_place: bool = False) -> Reply:
    """The changes so far, and what else can be changed."""
    await go_on(ask, KIND, _LOOKING, _data(article, draft))
    changes = _changes(ask, draft_of(article), draft)
    head = ask.texts("edit.head", title=shorten(article.title, _TITLE_UNITS), id=article.id)
    blocks = [head, *(changes or [ask.texts("edit.what")])]
    keyboard = _keyboard(ask, article, save=bool(changes))
    return Reply(text=Markup("\n\n").join(blocks), keyboard=keyboard, edit=in_place)


async def _saved(ask: Ask, article: Article, draft: Draft) -> Reply:
    """Change the article; who has read it may be told."""
    if draft == draft_of(article):
        raise NotFoundError("edit.same")
    before = await ask.services.newsroom.change(
        article.id, replace(draft, topics=()), topics=draft.topics
    )
    await close(ask)
    action = "retitle" if replace(draft, title=before.title) == draft_of(before) else "edit"
    data = {"article": article.id, "before": kept(before), "title": draft.title}
    undo = await recorded(ask, action, before.title, data)
    opens = Button(text=ask.texts.plain("button.open"), data=callback("art", article.id, 0))
    offer = await offered(ask, draft_of(before), draft, article.id)
    text = ask.texts("edit.saved", title=draft.title)
    return Reply(text=text, keyboard=((opens, undo), *offer), edit=bool(ask.data))


def _changes(ask: Ask, before: Draft, after: Draft) -> list[Markup]:
    """Each field that changes, with the words that do."""
    pairs = {
        "title": (before.title, after.title),
        "text": (before.text, after.text),
        "topics": (topic_list(ask, before.topics), topic_list(ask, after.topics)),
        "source": (before.source, after.source),
        "url": (before.url, after.url),
    }
    return [
        Markup("<i>{}</i>\n{}").format(
            ask.texts.plain(f"edit.{field}"), changed(old, new, _CHANGE_UNITS)
        )
        for field, (old, new) in pairs.items()
        if old != new
    ]


def _data(article: Article, draft: Draft) -> dict[str, Any]:
    return {"article": article.id, "draft": draft_fields(draft)}


def _keyboard(ask: Ask, article: Article, *, save: bool) -> Keyboard:
    fields = [_button(ask, article, f"edit.{field}", field) for field in _FIELDS]
    cancel = _button(ask, article, "button.cancel", "cancel")
    saving = (_button(ask, article, "edit.save", "save"), cancel) if save else (cancel,)
    return (tuple(fields[:3]), tuple(fields[3:]), saving)


def _question_keyboard(ask: Ask, article: Article, field: str) -> Keyboard:
    back = (_button(ask, article, "button.back", "show"),)
    if field != "topics":
        return (back,)
    return ((_button(ask, article, "proposal.choice.none", "none"),), back)


def _button(ask: Ask, article: Article, key: str, action: str) -> Button:
    return Button(text=ask.texts.plain(key), data=callback(KIND, article.id, action))
