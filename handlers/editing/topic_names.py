"""Topics as an editor types them: names in any language, between commas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.render.parts import shorten
from handlers.context import Ask, Reply

_SEPARATORS = re.compile(r"[,;\n]")
_MOST = 20
_NAME_UNITS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """The keys of the topics that were understood, and the words that were not."""

    keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def typed_topics(ask: Ask, words: str) -> Typed:
    """What topics the words name."""
    keys: dict[str, None] = {}
    unknown = []
    for part in _SEPARATORS.split(words)[:_MOST]:
        name = part.strip().removeprefix("#").strip()
        found = ask.services.vocabulary.lookup(name).topic if name else None
        if found is not None:
            keys[found.key] = None
        elif name:
            unknown.append(shorten(name, _NAME_UNITS))
    return Typed(keys=tuple(keys), unknown=tuple(unknown))


def unknown_topics(ask: Ask, typed: Typed) -> Reply:
    """Names that are no topic, with those that they may have been meant for."""
    near = {
        topic.key: topic
        for name in typed.unknown
        for topic in ask.services.vocabulary.lookup(name).suggestions
    }
    unknown = ", ".join(typed.unknown)
    if not near:
        return Reply(text=ask.texts("topics.unknown", names=unknown))
    names = ", ".join(topic.name(ask.texts.language) for topic in near.values())
    return Reply(text=ask.texts("topics.unknown_near", names=unknown, near=names))


def topic_names(ask: Ask, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The topics as the reader's language calls them."""
    known = ask.services.vocabulary.topics
    return tuple(known[key].name(ask.texts.language) for key in keys if key in known)


def topic_list(ask: Ask, keys: tuple[str, ...]) -> str:
    """The same in a line; a dash for none."""
    return ", ".join(topic_names(ask, keys)) or "–"
