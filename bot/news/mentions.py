"""Where phrases stand in running text, whatever the endings of their words. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from os.path import commonprefix

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


_Spans = list[tuple[str, int, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Phrase:
    """`capitals` is empty for a phrase that has none; `rivals` have its stems and mean others."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    capitals: tuple[Capitals, ...]
    meaning: str
    rivals: list[_Phrase] = field(default_factory=list)


class Phrases:
    """Phrases of one language with their meanings, indexed by the stem of their first word."""

    def __init__(self, language: str, phrases: Iterable[tuple[str, str]]) -> None:
        """Index (phrase, meaning) pairs; of two alike the first counts."""
        self._language = language
        self._index: dict[str, list[_Phrase]] = {}
        alike: defaultdict[tuple[str, ...], list[_Phrase]] = defaultdict(list)
        for written, meaning in phrases:
            if stems := self._stems(spans := word_spans(written)):
                capitals = tuple(Capitals.of(written[start:end]) for _, start, end in spans)
                phrase = _Phrase(
                    words=tuple(word for word, _start, _end in spans),
                    stems=stems,
                    capitals=capitals if any(capitals) else (),
                    meaning=meaning,
                )
                self._index.setdefault(stems[0], []).append(phrase)
                alike[stems].append(phrase)
        for group in alike.values():
            if len({phrase.meaning for phrase in group}) > 1:
                for phrase in group:
                    phrase.rivals.extend(group)
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
                if stems[at:end] != phrase.stems:
                    continue
                here = spans[at:end]
                if _as_written(phrase, text, here, shouted=shouted):
                    meant = _closest(phrase, text, here, shouted=shouted)
                    found.append(Mention(meaning=meant.meaning, start=here[0][1]))
                    free = end
                    break
        return found

    def _stems(self, spans: _Spans) -> tuple[str, ...]:
        return tuple(stem(word, self._language) for word, _start, _end in spans)


def likeness(written: tuple[str, ...], phrase: tuple[str, ...]) -> tuple[int, int]:
    """How near folded words are to those of a phrase that has the same stems; more is nearer.

    Нигерии has more letters in common with Нигерия than with Нигер; Нигере has as many, but
    less of Нигер is left over.
    """
    pairs = zip(written, phrase, strict=True)
    common = sum(len(commonprefix(pair)) for pair in pairs)  # noqa: RUF071 - of words, no paths
    return common, -sum(map(len, phrase))


def _closest(phrase: _Phrase, text: str, here: _Spans, *, shouted: bool) -> _Phrase:
    """The phrase, or that of its rivals which is most like the words here."""
    if not phrase.rivals:
        return phrase
    folded = tuple(word for word, _start, _end in here)
    rivals = (each for each in phrase.rivals if _as_written(each, text, here, shouted=shouted))
    return max(rivals, key=lambda each: likeness(folded, each.words))


def _as_written(phrase: _Phrase, text: str, here: _Spans, *, shouted: bool) -> bool:
    """Whether words that have the phrase's stems have its capitals as well."""
    if not phrase.capitals:
        return True
    return all(
        _capitals(text[start:end], shouted=shouted) >= wanted
        for (_word, start, end), wanted in zip(here, phrase.capitals, strict=True)
    )


def _capitals(written: str, *, shouted: bool) -> Capitals:
    capitals = Capitals.of(written)
    return min(capitals, Capitals.FIRST) if shouted and "." not in written else capitals
