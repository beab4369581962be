"""Where phrases stand in running text, whatever the endings of their words. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
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


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    capitals: Capitals
    start: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[_Word, ...]
    meaning: str


class Phrases:
    """Phrases of one language with their meanings, indexed by the stem of their first word."""

    def __init__(self, language: str, phrases: Iterable[tuple[str, str]]) -> None:
        """Index (phrase, meaning) pairs; of two alike the first counts."""
        self._language = language
        self._index: defaultdict[str, list[_Phrase]] = defaultdict(list)
        for phrase, meaning in phrases:
            if words := self._words(phrase):
                self._index[words[0].stem].append(_Phrase(tuple(words), meaning))
        for candidates in self._index.values():
            # The longest is tried first: "South Sudan" is no mention of Sudan.
            candidates.sort(key=lambda phrase: -len(phrase.words))

    def mentions(self, text: str) -> list[Mention]:
        """All mentions in the order of the text, none overlapping another."""
        words = self._words(text)
        found, at = [], 0
        while at < len(words):
            phrase = self._at(words, at)
            if phrase is not None:
                found.append(Mention(meaning=phrase.meaning, start=words[at].start))
            at += len(phrase.words) if phrase else 1
        return found

    def _at(self, words: list[_Word], at: int) -> _Phrase | None:
        candidates = self._index.get(words[at].stem, ())
        return next((phrase for phrase in candidates if _stands(phrase, words, at)), None)

    def _words(self, text: str) -> list[_Word]:
        # In a text all in capitals they tell nothing, except for what is written with full stops.
        shouted = text.isupper() and " " in text.strip()
        return [
            _Word(stem(word, self._language), _capitals(text[start:end], shouted=shouted), start)
            for word, start, end in word_spans(text)
        ]


def _capitals(written: str, *, shouted: bool) -> Capitals:
    capitals = Capitals.of(written)
    return min(capitals, Capitals.FIRST) if shouted and "." not in written else capitals


def _stands(phrase: _Phrase, words: list[_Word], at: int) -> bool:
    found = words[at : at + len(phrase.words)]
    return len(found) == len(phrase.words) and all(
        there.stem == wanted.stem and there.capitals >= wanted.capitals
        for there, wanted in zip(found, phrase.words, strict=True)
    )
