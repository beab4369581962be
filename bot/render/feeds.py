"""Feeds in words: a list with everybody's health, one feed's page, what a feed would bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.model import Draft, PolledFeed
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.lists import byline
from bot.render.parts import shorten
from bot.render.texts import Texts
from bot.render.when import ago, ahead

FEEDS_ON_A_PAGE = 8
_NAME_UNITS = 120
_TITLE_UNITS = 200
_TEXT_UNITS = 200
_BUTTONS_IN_A_ROW = 4


def feeds_text(
    texts: Texts, feeds: Sequence[PolledFeed], *, page: int, total: int, now: datetime
) -> Markup:
    """A page (0-based) of the list of `total` feeds."""
    blocks = [texts.plural("feeds.head", total)]
    blocks += [_line(texts, feed, now) for feed in feeds]
    if (pages := pages_of(total)) > 1:
        blocks.append(texts("feeds.page", page=page + 1, pages=pages))
    return Markup("\n\n").join(blocks)


def feeds_buttons(texts: Texts, feeds: Sequence[PolledFeed], *, page: int, total: int) -> Keyboard:
    """A button for each feed, ‹ › between the pages, and the list as a file."""
    opens = [Button(text=str(feed.id), data=callback("feed", feed.id, "open")) for feed in feeds]
    rows = [
        tuple(opens[at : at + _BUTTONS_IN_A_ROW]) for at in range(0, len(opens), _BUTTONS_IN_A_ROW)
    ]
    turns = []
    if page > 0:
        turns.append(Button(text=texts.plain("button.back"), data=callback("feeds", page - 1)))
    if page + 1 < pages_of(total):
        turns.append(Button(text=texts.plain("button.more"), data=callback("feeds", page + 1)))
    export = Button(text=texts.plain("button.opml"), data=callback("feeds", "opml"))
    return tuple(row for row in (*rows, tuple(turns), (export,)) if row)


def pages_of(total: int) -> int:
    """How many pages so many feeds take, at least one."""
    return max(1, -(-total // FEEDS_ON_A_PAGE))


def feed_text(
    texts: Texts, feed: PolledFeed, *, topics: str, language: str, now: datetime
) -> Markup:
    """A feed's page; `topics` and `language` name what it gives its items, "" for nothing."""
    facts = [
        health(texts, feed),
        _last_item(texts, feed, now),
        _last_poll(texts, feed, now),
        _next_poll(texts, feed, now),
    ]
    choices = [
        texts("feed.language", language=language or texts.plain("feed.detected")),
        texts("feed.topics", topics=topics or texts.plain("feed.no_topics")),
        texts("feed.held" if feed.held else "feed.published"),
        texts("feed.full_page" if feed.full_page else "feed.own_text"),
    ]
    head = feed_head(f"{feed.id}. {feed.name}", feed.url)
    blocks = [head, Markup("\n").join(filter(None, facts)), Markup("\n").join(choices)]
    return Markup("\n\n").join(blocks)


def feed_buttons(texts: Texts, feed: PolledFeed) -> Keyboard:
    """All that can be done with a feed."""

    def deed(name: str) -> Button:
        return Button(text=texts.plain(f"button.feed.{name}"), data=callback("feed", feed.id, name))

    going = () if feed.paused or feed.gone else (deed("poll"),)
    return (
        (*going, deed("pause" if going else "resume")),
        (deed("publish" if feed.held else "hold"), deed("short" if feed.full_page else "full")),
        (deed("topics"), deed("language")),
        (deed("delete"), Button(text=texts.plain("button.feeds"), data=callback("feeds", 0))),
    )


def health(texts: Texts, feed: PolledFeed) -> Markup:
    """How polling goes, in words."""
    if feed.gone:
        return texts("feed.ended", reason=_reason(texts, feed))
    if feed.paused:
        return texts("feed.paused")
    if feed.failures:
        return texts.plural("feed.failing", feed.failures, reason=_reason(texts, feed))
    return texts("feed.well" if feed.last_poll else "feed.new")


def feed_head(name: str, url: str) -> Markup:
    """A feed's name and address."""
    return Markup("<b>{}</b>\n{}").format(shorten(name, _NAME_UNITS), url)


def coming_text(texts: Texts, drafts: Sequence[Draft], total: int, now: datetime) -> Markup:
    """What would come in from a feed: the first few of `total` articles."""
    lines = [_draft_line(texts, draft, now) for draft in drafts]
    count = texts.plural("feed.coming", total) if total else texts("feed.nothing_coming")
    return Markup("\n\n").join([count, *lines])


def held_line(texts: Texts, place: int, draft: Draft, now: datetime) -> Markup:
    """One item of the queue: its headline, where it is from, how it begins."""
    title = Markup("{}").format(shorten(draft.title, _TITLE_UNITS))
    if draft.url:
        title = Markup('<a href="{}">{}</a>').format(draft.url, title)
    lines = [
        Markup("<b>{}. {}</b>").format(place, title),
        byline(texts, draft.source, draft.published or now, now),
        Markup("{}").format(shorten(" ".join(draft.text.split()), _TEXT_UNITS)),
    ]
    return Markup("\n").join(filter(None, lines))


def tidings(texts: Texts, key: str, feed: PolledFeed) -> Markup:
    """What admins hear of a feed: a `feed.tell` message."""
    name = shorten(feed.name, _NAME_UNITS)
    return texts(key, name=name, number=feed.id, n=feed.failures, reason=_reason(texts, feed))


def _line(texts: Texts, feed: PolledFeed, now: datetime) -> Markup:
    head = Markup("<b>{}. {}</b>").format(feed.id, shorten(feed.name, _NAME_UNITS))
    facts = (health(texts, feed), _last_item(texts, feed, now), _next_poll(texts, feed, now))
    return Markup("{}\n<i>{}</i>").format(head, Markup(" · ").join(filter(None, facts)))


def _draft_line(texts: Texts, draft: Draft, now: datetime) -> Markup:
    title = Markup("{}").format(shorten(draft.title, _TITLE_UNITS))
    if draft.url:
        title = Markup('<a href="{}">{}</a>').format(draft.url, title)
    when = ago(draft.published, now, texts.language) if draft.published else ""
    return Markup("• {} <i>{}</i>").format(title, when)


def _last_item(texts: Texts, feed: PolledFeed, now: datetime) -> Markup:
    if feed.last_item is None:
        return texts("feed.no_item") if feed.last_poll else Markup("")
    return texts("feed.last_item", when=ago(feed.last_item, now, texts.language))


def _last_poll(texts: Texts, feed: PolledFeed, now: datetime) -> Markup:
    if feed.last_poll is None:
        return Markup("")
    return texts("feed.last_poll", when=ago(feed.last_poll, now, texts.language))


def _next_poll(texts: Texts, feed: PolledFeed, now: datetime) -> Markup:
    if feed.paused or feed.gone:
        return Markup("")
    return texts("feed.next_poll", when=ahead(feed.next_poll, now, texts.language))


def _reason(texts: Texts, feed: PolledFeed) -> str:
    return texts.plain(feed.fault.key, **feed.fault.arguments) if feed.fault else ""
