"""A Brief as a message: numbered stories, number buttons, page buttons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from bot.model import Brief, BriefKind, Snippet, Story
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.render.texts import Texts
from bot.render.when import ago

GIST_UNITS = 220
TITLE_UNITS = 300
BUTTONS_IN_A_ROW = 5


def brief_text(texts: Texts, brief: Brief, head: Markup, now: datetime) -> Markup:
    """The head, the page's stories, and where in the list we are."""
    # Ages are told to the minute, and within it many ask for the same list.
    return _page(texts, brief, head, now.replace(second=0, microsecond=0))


@lru_cache(maxsize=256)
def _page(texts: Texts, brief: Brief, head: Markup, now: datetime) -> Markup:
    blocks = [head]
    blocks += [_story(texts, number, story, now) for number, story in numbered(brief)]
    if brief.pages > 1:
        blocks.append(
            texts("list.page", page=brief.page + 1, pages=brief.pages, total=len(brief.story_ids))
        )
    return Markup("\n\n").join(blocks)


def head_of(texts: Texts, brief: Brief, topic_name: str = "") -> Markup:
    """The heading that says what the list is."""
    match brief.kind:
        case BriefKind.LATEST:
            return texts("latest.head")
        case BriefKind.TODAY:
            return texts("today.head")
        case BriefKind.TOPIC:
            return texts("topic.head", topic=topic_name or brief.query)
        case BriefKind.SEARCH:
            total = len(brief.story_ids)
            return texts.plural("search.head", total, query=shorten(brief.query, 80))


def brief_buttons(texts: Texts, brief: Brief, listing_id: int) -> Keyboard:
    """A button for each story of the page, and ‹ › to turn it."""
    opens = [
        Button(text=str(number), data=callback("open", story.id, listing_id))
        for number, story in numbered(brief)
    ]
    starts = range(0, len(opens), BUTTONS_IN_A_ROW)
    rows = [tuple(opens[start : start + BUTTONS_IN_A_ROW]) for start in starts]
    if turning := _turns(texts, brief, listing_id):
        rows.append(turning)
    return tuple(rows)


def numbered(brief: Brief) -> Iterator[tuple[int, Story]]:
    """The page's stories with their numbers in the whole list; gone ones leave a gap."""
    first = brief.page * brief.page_size
    ids = brief.story_ids[first : first + brief.page_size]
    places = {story_id: place for place, story_id in enumerate(ids, start=first + 1)}
    return ((places[story.id], story) for story in brief.stories)


def _turns(texts: Texts, brief: Brief, listing_id: int) -> tuple[Button, ...]:
    turns = (("button.back", brief.page - 1), ("button.more", brief.page + 1))
    return tuple(
        Button(text=texts.plain(key), data=callback("list", listing_id, page))
        for key, page in turns
        if 0 <= page < brief.pages
    )


def _story(texts: Texts, number: int, story: Story, now: datetime) -> Markup:
    lines = [
        Markup("<b>{}. {}</b>").format(number, headline(story)),
        byline(texts, story.source, story.published, now, sources=story.sources),
    ]
    if story.snippet is not None and story.snippet.text != story.title:
        lines.append(highlighted(story.snippet))
    elif story.gist:
        lines.append(Markup("{}").format(shorten(story.gist, GIST_UNITS)))
    return Markup("\n").join(lines)


def headline(story: Story) -> Markup:
    """The title, linked to its source where that is known."""
    title = shorten(story.title, TITLE_UNITS)
    if story.url:
        return Markup('<a href="{}">{}</a>').format(story.url, title)
    return Markup("{}").format(title)


def byline(
    texts: Texts, source: str, published: datetime, now: datetime, *, sources: int = 1
) -> Markup:
    """Who and when: "Reuters · 2 hr. ago", or "6 sources · 2 hr. ago"."""
    who = texts.plural("list.sources", sources) if sources > 1 else source
    when = ago(published, now, texts.language)
    return Markup("<i>{}</i>").format(Markup(" · ").join([who, when]) if who else when)


def highlighted(snippet: Snippet) -> Markup:
    """The passage with what was searched for in bold."""
    pieces, done = [], 0
    for start, end in snippet.matches:
        pieces.append(
            Markup("{}<b>{}</b>").format(snippet.text[done:start], snippet.text[start:end])
        )
        done = end
    return Markup("").join([*pieces, Markup("{}").format(snippet.text[done:])])
