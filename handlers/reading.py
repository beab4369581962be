"""/latest, /topic, /topics: the news as lists, and the buttons of lists."""

from __future__ import annotations

from markupsafe import Markup

from bot.model import Brief, BriefKind, Topic
from bot.render.keyboard import Button, callback
from bot.render.lists import brief_buttons, brief_text, head_of
from bot.render.parts import shorten
from handlers.context import Ask, Reply

LONGEST_PAGE = 20
TOPIC_BUTTONS = 48
TOPICS_IN_A_ROW = 2


async def latest(ask: Ask) -> Reply:
    """The newest stories: /latest or /latest 10."""
    if not ask.words:
        return await shown(ask, await ask.services.briefing.latest())
    few = ask.words.isdecimal() and len(ask.words) < 4  # noqa: PLR2004 - more digits are too many
    if not few or not 1 <= int(ask.words) <= LONGEST_PAGE:
        return Reply(
            text=ask.texts("latest.count", words=shorten(ask.words, 50), most=LONGEST_PAGE)
        )
    return await shown(ask, await ask.services.briefing.latest(int(ask.words)))


async def topic(ask: Ask) -> Reply:
    """The stories of a topic, by any of its names in any language."""
    if not ask.words:
        return await topics(ask)
    answer = await ask.services.briefing.topic(ask.words)
    if answer.topic is not None:
        return await _of_topic(ask, answer.topic, answer.brief)
    words = shorten(ask.words, 80)
    if answer.brief.stories:
        note = ask.texts("topic.searched", words=words)
        return await shown(ask, answer.brief, note=note)
    if answer.suggestions:
        row = tuple(topic_button(ask, suggested) for suggested in answer.suggestions)
        return Reply(text=ask.texts("topic.did_you_mean", words=words), keyboard=(row,))
    return Reply(text=ask.texts("topic.nothing", words=words), keyboard=way_on(ask))


async def topics(ask: Ask) -> Reply:
    """All topics that have stories, the fullest first."""
    counts = await ask.services.store.articles.topic_counts()
    known = ask.services.vocabulary.topics
    full = sorted(
        ((count, known[key]) for key, count in counts.items() if key in known),
        key=lambda pair: (-pair[0], pair[1].key),
    )[:TOPIC_BUTTONS]
    if not full:
        return Reply(text=ask.texts("topics.none"))
    buttons = [topic_button(ask, topic, count) for count, topic in full]
    rows = range(0, len(buttons), TOPICS_IN_A_ROW)
    return Reply(
        text=ask.texts("topics.head"),
        keyboard=tuple(tuple(buttons[row : row + TOPICS_IN_A_ROW]) for row in rows),
    )


async def tapped_topic(ask: Ask) -> Reply:
    """A topic's button."""
    known = ask.services.vocabulary.topics
    key = ask.data[0] if ask.data else ""
    if key not in known:
        return Reply(toast=ask.texts.plain("button.old"), alert=True)
    return await _of_topic(ask, known[key], await ask.services.briefing.of_topic(key))


async def turned(ask: Ask) -> Reply:
    """‹ and › under a list, and "back to the list" under a story."""
    listing = await ask.listing(ask.number(0))
    if listing is None:
        return Reply(toast=ask.texts.plain("list.expired"), alert=True)
    back_to_list = ask.data[1:2] == ("at",)
    page = ask.number(1)
    if back_to_list and (story := ask.number(2)) in listing.story_ids:
        page = listing.story_ids.index(story) // listing.page_size
    brief = await ask.services.briefing.page(listing, page)
    return _list_reply(ask, brief, listing.id, edit=True)


async def shown(ask: Ask, brief: Brief, *, note: Markup | None = None) -> Reply:
    """A new list: kept, so that its buttons and numbers go on working."""
    if not brief.stories:
        return Reply(text=ask.texts("latest.none"))
    listing = await ask.services.store.listings.add(chat_id=ask.chat_id, brief=brief, now=ask.now)
    return _list_reply(ask, brief, listing.id, note=note)


def way_on(ask: Ask) -> tuple[tuple[Button, ...], ...]:
    """Buttons for somebody who found nothing."""
    return (
        (
            Button(text=ask.texts.plain("button.latest"), data=callback("do", "latest")),
            Button(text=ask.texts.plain("button.topics"), data=callback("do", "topics")),
        ),
    )


def topic_button(ask: Ask, topic: Topic, count: int | None = None) -> Button:
    """A button that lists a topic's stories."""
    name = topic.name(ask.texts.language)
    return Button(
        text=name if count is None else f"{name} · {count}", data=callback("topic", topic.key)
    )


async def _of_topic(ask: Ask, topic: Topic, brief: Brief) -> Reply:
    """The topic's list, or that there is none yet."""
    if brief.stories:
        return await shown(ask, brief)
    name = topic.name(ask.texts.language)
    return Reply(text=ask.texts("topic.empty", topic=name), keyboard=way_on(ask))


def _list_reply(
    ask: Ask, brief: Brief, listing_id: int, *, edit: bool = False, note: Markup | None = None
) -> Reply:
    name = ""
    if brief.kind is BriefKind.TOPIC and brief.query in ask.services.vocabulary.topics:
        name = ask.services.vocabulary.topics[brief.query].name(ask.texts.language)
    head = head_of(ask.texts, brief, name)
    if note is not None:
        head = Markup("{}\n\n{}").format(note, head)
    return Reply(
        text=brief_text(ask.texts, brief, head, ask.now),
        keyboard=brief_buttons(ask.texts, brief, listing_id),
        edit=edit,
    )
