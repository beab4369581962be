"""/topicadd and /topicmerge: editors name topics and put them together."""

from __future__ import annotations

from markupsafe import Markup

from bot.errors import NotFoundError, TopicError
from bot.model import OwnTopic, Topic
from bot.news.naming import Naming, read_naming
from bot.news.topic_desk import Named
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from handlers.context import Ask, Reply
from handlers.editing.recording import recorded
from handlers.reading import topic_button

PAGE = 8
_NAME_UNITS = 60
_ALIASES_UNITS = 200


async def topic_add(ask: Ask) -> Reply:
    """/topicadd chess, grandmaster: a topic, or more names for one. Alone: how, and what is so."""
    if not ask.words:
        return _own_topics(ask, 0)
    naming = read_naming(ask.words)
    _refuse_clash(ask, naming)
    desk = ask.services.topic_desk
    named = await desk.name(naming, now=ask.now, progress=lambda filed: _show(ask, filed))
    name = named.topic.name(ask.texts.language)
    undo = await recorded(ask, "topicadd", name, named.data)
    buttons = (topic_button(ask, named.topic), undo) if named.filed else (undo,)
    return Reply(text=_done(ask, naming, named, name), keyboard=(buttons,))


async def topic_merge(ask: Ask) -> Reply:
    """/topicmerge chess, board games: asks whether the first is to be a part of the second."""
    if not ask.words:
        raise TopicError("topicmerge.how")
    topic, into = _two(ask)
    if topic == into:
        raise TopicError("topicmerge.same")
    counts = await ask.services.store.articles.topic_counts()
    row = (
        Button(
            text=ask.texts.plain("topicmerge.yes"), data=callback("tmerge", topic.key, into.key)
        ),
        Button(text=ask.texts.plain("topicmerge.no"), data=callback("tmerge")),
    )
    language = ask.texts.language
    stories = counts.get(topic.key, 0)
    text = ask.texts.plural(
        "topicmerge.sure", stories, name=topic.name(language), into=into.name(language)
    )
    return Reply(text=text, keyboard=(row,))


async def merge_tapped(ask: Ask) -> Reply:
    """The answers to that question."""
    if len(ask.data) != 2:  # noqa: PLR2004 - two topics, or the answer no
        return Reply(text=ask.texts("topicmerge.kept"), edit=True)
    topic, into = (_known(ask, key) for key in ask.data)
    name, goal = (each.name(ask.texts.language) for each in (topic, into))
    data = await ask.services.topic_desk.merge(topic.key, into.key)
    undo = await recorded(ask, "topicmerge", name, {**data, "into": goal})
    text = ask.texts("topicmerge.done", name=name, into=goal)
    return Reply(text=text, keyboard=((topic_button(ask, into), undo),), edit=True)


async def own_topics_turned(ask: Ask) -> Reply:
    """‹ and › under editors' topics."""
    return _own_topics(ask, ask.number(0), edit=True)


async def removed(ask: Ask) -> Reply:
    """A button under editors' topics: takes back what they made of one."""
    key = ask.data[0] if ask.data else ""
    names = {topic.key: _name(ask, topic) for topic in ask.services.topic_desk.own}
    data = await ask.services.topic_desk.remove(key)
    undo = await recorded(ask, "topicdel", names[key], data)
    return Reply(text=ask.texts("topicdel.done", name=names[key]), keyboard=((undo,),), edit=True)


def _refuse_clash(ask: Ask, naming: Naming) -> None:
    clash = ask.services.topic_desk.clash(naming)
    if clash is not None:
        phrase, topic = clash
        raise TopicError("topicadd.clash", phrase=phrase, topic=topic.name(ask.texts.language))


async def _show(ask: Ask, filed: int) -> None:
    await ask.progress(ask.texts.plural("topicadd.filing", filed))


def _done(ask: Ask, naming: Naming, named: Named, name: str) -> Markup:
    """What was added, in how many articles it stands, and how many are filed by it."""
    phrases = shorten(", ".join(naming.all()), _ALIASES_UNITS)
    head = ask.texts("topicadd.new" if named.new else "topicadd.more", name=name, phrases=phrases)
    mentioning = ask.texts.plural("topicadd.mentioning", named.mentioning)
    filed = ask.texts.plural("topicadd.filed", named.filed)
    return Markup("{}\n\n{} {}").format(head, mentioning, filed)


def _two(ask: Ask) -> tuple[Topic, Topic]:
    """The two topics that the words name: divided by a comma, or wherever both sides are one."""
    words = ask.words.replace(",", " , ").split()
    places = [words.index(",")] if "," in words else range(1, len(words))
    lookup = ask.services.vocabulary.lookup
    for place in places:
        sides = (" ".join(words[:place]), " ".join(words[place:]))
        first, second = (lookup(side).topic for side in sides)
        if first is not None and second is not None:
            return first, second
    raise NotFoundError("topicmerge.unknown", words=shorten(ask.words, _NAME_UNITS))


def _known(ask: Ask, key: str) -> Topic:
    topic = ask.services.vocabulary.topics.get(key)
    if topic is None:
        raise NotFoundError("topics.gone")
    return topic


def _own_topics(ask: Ask, page: int, *, edit: bool = False) -> Reply:
    """How to add one, and a page of those that are there."""
    own = ask.services.topic_desk.own
    pages = max(1, -(-len(own) // PAGE))
    page = min(page, pages - 1)
    shown = own[page * PAGE :][:PAGE]
    blocks = [ask.texts("topicadd.how")]
    if shown:
        lines = [_line(ask, topic) for topic in shown]
        blocks.append(Markup("\n").join([ask.texts("owntopics.head"), *lines]))
    return Reply(
        text=Markup("\n\n").join(blocks), keyboard=_buttons(ask, shown, page, pages), edit=edit
    )


def _line(ask: Ask, topic: OwnTopic) -> Markup:
    name = _name(ask, topic)
    if topic.merged_into:
        into = ask.services.vocabulary.topics.get(topic.merged_into)
        goal = into.name(ask.texts.language) if into else topic.merged_into
        return ask.texts("owntopics.merged", name=name, into=goal)
    phrases = dict.fromkeys(phrase for group in topic.aliases.values() for phrase in group)
    aliases = shorten(", ".join(phrases), _ALIASES_UNITS)
    return ask.texts("owntopics.line", name=name, aliases=aliases)


def _name(ask: Ask, topic: OwnTopic) -> str:
    """What the reader's language calls it, also while it is a part of another one."""
    known = ask.services.vocabulary.topics.get(topic.key)
    return (known or Topic(key=topic.key, names=topic.names)).name(ask.texts.language)


def _buttons(ask: Ask, shown: tuple[OwnTopic, ...], page: int, pages: int) -> Keyboard:
    rows = [
        (
            Button(
                text=ask.texts.plain("owntopics.remove", name=_name(ask, topic)),
                data=callback("topicdel", topic.key),
            ),
        )
        for topic in shown
    ]
    turn = [Button(text="‹", data=callback("owntopics", page - 1))] if page else []
    if page < pages - 1:
        turn.append(Button(text="›", data=callback("owntopics", page + 1)))
    return (*rows, *((tuple(turn),) if turn else ()))
