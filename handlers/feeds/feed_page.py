"""A feed's page, and what its buttons do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.model import PolledFeed
from bot.render.feeds import feed_buttons, feed_text, health
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.texts import Texts
from handlers.context import Ask, Reply
from handlers.editing.conversations import close, open_one, question
from handlers.editing.material import unasked
from handlers.editing.preview import language_name
from handlers.editing.recording import recorded
from handlers.editing.topic_names import topic_names, typed_topics, unknown_topics
from summarizer.language import SUPPORTED

KIND = "feed"
_NO_TOPICS = ("", "-", "–")


async def tapped(ask: Ask) -> Reply:
    """A button of the list or of a feed's page. A forged one raises NotFoundError."""
    feed = await ask.services.feeds.desk.named(str(ask.number(0)))
    deed = _DEEDS.get(ask.data[1]) if len(ask.data) > 1 else None
    if deed is None:
        raise NotFoundError("button.old")
    return await deed(ask, feed)


async def delete_feed(ask: Ask) -> Reply:
    """/delfeed: by number or address."""
    return await _delete(ask, await _meant(ask))


async def pause_feed(ask: Ask) -> Reply:
    """/pausefeed: by number or address."""
    return await _pause(ask, await _meant(ask))


async def answered(ask: Ask) -> Reply:
    """What an editor types while a feed's topics are asked for."""
    conversation = await open_one(ask, KIND)
    if conversation is None or not ask.words:
        return await unasked(ask)
    feed = await ask.services.feeds.desk.named(str(conversation.data["feed"]))
    typed = typed_topics(ask, "" if ask.words in _NO_TOPICS else ask.words)
    if typed.unknown:
        return unknown_topics(ask, typed)
    await close(ask)
    return await _changed(ask, feed, topics=typed.keys)


async def page_of(ask: Ask, number: int, *, note: str = "", toast: str = "") -> Reply:
    """The feed's page as it stands now."""
    feed = await ask.services.feeds.desk.named(str(number))
    topics = ", ".join(topic_names(ask, feed.topics))
    language = language_name(ask, feed.language) if feed.language else ""
    text = feed_text(ask.texts, feed, topics=topics, language=language, now=ask.now)
    return Reply(
        text=Markup("{}\n\n{}").format(ask.texts(note), text) if note else text,
        keyboard=feed_buttons(ask.texts, feed),
        edit=bool(ask.data),
        toast=toast,
    )


def outcome(texts: Texts, feed: PolledFeed, added: int) -> str:
    """What a poll by hand came to, as plain text."""
    if feed.failures or feed.gone:
        return health(texts, feed).striptags()
    return texts.plural("feed.polled", added).striptags()


async def _meant(ask: Ask) -> PolledFeed:
    if not ask.words:
        raise NotFoundError("feed.which", command=ask.command)
    return await ask.services.feeds.desk.named(ask.words)


async def _open(ask: Ask, feed: PolledFeed) -> Reply:
    """Also the way back from a question, which is then no longer asked."""
    if await open_one(ask, KIND) is not None:
        await close(ask)
    return await page_of(ask, feed.id)


async def _poll(ask: Ask, feed: PolledFeed) -> Reply:
    polled = await ask.services.feeds.poller.poll(feed, now=ask.now)
    return await page_of(ask, feed.id, toast=outcome(ask.texts, polled.feed, polled.added))


async def _pause(ask: Ask, feed: PolledFeed) -> Reply:
    return await _changed(ask, feed, "feed_pause", paused=True)


async def _resume(ask: Ask, feed: PolledFeed) -> Reply:
    return await _changed(ask, feed, "feed_resume", paused=False, gone=False)


async def _hold(ask: Ask, feed: PolledFeed) -> Reply:
    return await _changed(ask, feed, held=True)


async def _publish(ask: Ask, feed: PolledFeed) -> Reply:
    return await _changed(ask, feed, held=False)


async def _full(ask: Ask, feed: PolledFeed) -> Reply:
    return await _changed(ask, feed, full_page=True)


async def _short(ask: Ask, feed: PolledFeed) -> Reply:
    return await _changed(ask, feed, full_page=False)


async def _ask_topics(ask: Ask, feed: PolledFeed) -> Reply:
    return await question(ask, KIND, "topics", {"feed": feed.id}, (_back(ask, feed),))


async def _ask_language(ask: Ask, feed: PolledFeed) -> Reply:
    choice = ask.data[2] if len(ask.data) > 2 else ""  # noqa: PLR2004 - id, action, choice
    if choice in _LANGUAGES:
        return await _changed(ask, feed, language=_LANGUAGES[choice])
    buttons = [
        Button(
            text=language_name(ask, code) if code else ask.texts.plain("feed.detected"),
            data=callback(KIND, feed.id, "language", choice),
        )
        for choice, code in _LANGUAGES.items()
    ]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    keyboard: Keyboard = (*rows, _back(ask, feed))
    return Reply(text=ask.texts("feed.ask_language"), keyboard=keyboard, edit=True)


async def _delete(ask: Ask, feed: PolledFeed) -> Reply:
    deleted = await ask.services.feeds.desk.delete(feed)
    undo = await recorded(ask, "feed_delete", feed.name, deleted)
    back = Button(text=ask.texts.plain("button.feeds"), data=callback("feeds", 0))
    text = ask.texts("feed.deleted", name=feed.name)
    return Reply(text=text, keyboard=((undo, back),), edit=bool(ask.data))


async def _changed(
    ask: Ask, feed: PolledFeed, action: str = "feed_change", **choices: Any
) -> Reply:
    before = await ask.services.feeds.desk.change(feed, **choices)
    await recorded(ask, action, feed.name, before)
    return await page_of(ask, feed.id)


def _back(ask: Ask, feed: PolledFeed) -> tuple[Button, ...]:
    data = callback(KIND, feed.id, "open")
    return (Button(text=ask.texts.plain("button.back"), data=data),)


_LANGUAGES = {"any": "", **{code: code for code in SUPPORTED}}
_DEEDS: Mapping[str, Callable[[Ask, PolledFeed], Awaitable[Reply]]] = {
    "open": _open,
    "poll": _poll,
    "pause": _pause,
    "resume": _resume,
    "hold": _hold,
    "publish": _publish,
    "full": _full,
    "short": _short,
    "topics": _ask_topics,
    "language": _ask_language,
    "delete": _delete,
}
