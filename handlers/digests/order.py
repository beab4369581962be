"""A list asked for in one line: "7:30 belarus, economy", "weekdays 19h", ""Work" 9:00 economy"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.news.hours import read_days, read_hour
from bot.render.parts import shorten
from handlers.context import Ask
from handlers.editing.topic_names import Typed, typed_topics

NAME_UNITS: Final = 40
_QUOTED = re.compile(r"[\"“”„«](?P<name>[^\"“”„«»]{1,200})[\"“”»]")
# An hour or days take so many words at most: "at 7 p.m.".
_WORDS: Final = 4

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What the words ask for; None or empty where they do not say.

    `minute` is the wall time in minutes after midnight, `days` a bit for each weekday.
    """

    name: str = ""
    minute: int | None = None
    days: int | None = None
    topics: Typed = field(default_factory=Typed)


def read_order(ask: Ask, text: str) -> Order:
    """Takes the name in quotation marks, the hour and the days from either end; topics are left."""
    quoted = _QUOTED.search(text)
    if quoted:
        text = f"{text[: quoted.start()]} {text[quoted.end() :]}"
    days, words = _taken(text.split(), read_days)
    minute, words = _taken(words, read_hour)
    if days is None:
        days, words = _taken(words, read_days)
    return Order(
        name=shorten(" ".join(quoted["name"].split()), NAME_UNITS) if quoted else "",
        minute=minute,
        days=days,
        topics=typed_topics(ask, " ".join(words)),
    )


def _taken(words: list[str], read: Callable[[str], Found | None]) -> tuple[Found | None, list[str]]:
    """What the first words mean, else the last ones, and the other words; more words first."""
    for first in (True, False):
        for size in range(min(_WORDS, len(words)), 0, -1):
            cut = size if first else len(words) - size
            part, rest = (words[:cut], words[cut:]) if first else (words[cut:], words[:cut])
            found = read(" ".join(part).strip(",;"))
            if found is not None:
                return found, rest
    return None, words
