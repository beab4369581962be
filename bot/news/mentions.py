"""Where phrases stand in running text, whatever the endings of their words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from summarizer.stems import stem, word_spans

_APOSTROPHE = re.compile("['\u2019\u02bc]")


class Capitals(IntEnum):
    """How much of a word is in capitals. A mention has at least as much as its phrase.

    So "US" and "WHO" are not found in "tell us who", nor "Turkey" in "a roast turkey".
    """

    NONE = 0
    FIRST = 1
    ALL = 2

    @classmethod
    def of(cls, word: str) -> Capitals:
        """The capitals of a word as written, its possessive left out."""
        word = _APOSTROPHE.split(word)[0]
        if len(word) > 1 and word.isupper():
            return cls.ALL
        return cls.FIRST if word[:1].isupper() else cls.NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A phrase that was found: what it means, and at which character of the text it begins."""

    meaning: str
    start: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Phrase:
    stems: tuple[str, ...]
    capitals: tuple[Capitals, ...]
    meaning: str


class Phrases:
    """Phrases of one language with their meanings, indexed by the stem of their first word."""

    def __init__(self, language: str, phrases: Iterable[tuple[str, str]]) -> None:
        """Index (phrase, meaning) pairs; of two alike the first counts."""
        self._language = language
        self._index: dict[str, list[_Phrase]] = {}
        for written, meaning in phrases:
            if stems := self._stems(spans := word_spans(written)):
                capitals = tuple(Capitals.of(written[start:end]) for _, start, end in spans)
                phrase = _Phrase(stems=stems, capitals=capitals, meaning=meaning)
                self._index.setdefault(stems[0], []).append(phrase)
        for candidates in self._index.values():
            # The longest is tried first: "South Sudan" is no mention of Sudan.
            candidates.sort(key=lambda phrase: -len(phrase.stems))

    def mentions(self, text: str) -> list[Mention]:
        """All mentions in the order of the text, none overlapping another."""
        spans = word_spans(text)
        stems = self._stems(spans)
        # In a text all in capitals they tell nothing, except for what is written with full stops.
        shouted = text.isupper() and " " in text.strip()
        found, free = [], 0
        for at, first in enumerate(stems):
            for phrase in self._index.get(first, ()) if at >= free else ():
                end = at + len(phrase.stems)
                written = (text[begin:stop] for _, begin, stop in spans[at:end])
                if stems[at:end] == phrase.stems and _as_written(phrase, written, shouted=shouted):
                    found.append(Mention(meaning=phrase.meaning, start=spans[at][1]))
                    free = end
                    break
        return found

    def _stems(self, spans: list[tuple[str, int, int]]) -> tuple[str, ...]:
        return tuple(stem(word, self._language) for word, _start, _end in spans)


def _as_written(phrase: _Phrase, written: Iterable[str], *, shouted: bool) -> bool:
    """Whether words that have the phrase's stems have its capitals as well."""
    return all(
        _capitals(word, shouted=shouted) >= wanted
        for word, wanted in zip(written, phrase.capitals, strict=True)
    )


def _capitals(written: str, *, shouted: bool) -> Capitals:
    capitals = Capitals.of(written)
    return min(capitals, Capitals.FIRST) if shouted and "." not in written else capitals
