"""How editors name topics: "chess, grandmaster; be: шахматы; ru: шахматы, гроссмейстер". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import TopicError
from bot.news.mentions import Capitals
from bot.news.vocabulary import LANGUAGES
from summarizer.stems import words

SHORTEST = 3
SHORTEST_ABBREVIATION = 2
LONGEST = 60
MOST_PHRASES = 30
# In bytes of UTF-8: two keys have to fit into one button beside the longest given one.
LONGEST_KEY = 24

_PART = re.compile(r"[;\n]")
_LANGUAGE = re.compile(r"([a-z]{2}):\s*(.*)", re.IGNORECASE | re.DOTALL)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ALPHABETS = {
    "be": frozenset("абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    "ru": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    "uk": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """What an editor calls a topic, by language; the first phrase of a language names it there."""

    name: str
    phrases: dict[str, tuple[str, ...]]

    @property
    def names(self) -> dict[str, str]:
        """What readers are to see: the names with a capital."""
        firsts = {language: phrases[0] for language, phrases in self.phrases.items()}
        return {language: name[:1].upper() + name[1:] for language, name in firsts.items()}

    def all(self) -> tuple[str, ...]:
        """Every phrase once."""
        return tuple(dict.fromkeys(each for group in self.phrases.values() for each in group))


def read_naming(text: str) -> Naming:
    """Read phrases divided by commas, with a language before them or guessed by their letters.

    Semicolons and lines divide languages.

    Raises:
        TopicError: "topicadd.how" for no phrase, "topicadd.language" (language), "topicadd.short"
            or "topicadd.long" (phrase, shortest or most), "topicadd.many" (most).
    """
    found: dict[str, dict[str, None]] = {}
    name = ""
    for languages, phrase in _phrases(text):
        name = name or phrase
        for language in languages:
            found.setdefault(language, {})[phrase] = None
    if not name:
        raise TopicError("topicadd.how")
    naming = Naming(name=name, phrases={each: tuple(group) for each, group in found.items()})
    if len(naming.all()) > MOST_PHRASES:
        raise TopicError("topicadd.many", most=MOST_PHRASES)
    return naming


def languages_of(phrase: str) -> tuple[str, ...]:
    """The languages whose letters these are: English stands for all that write Latin ones."""
    letters = frozenset(_CYRILLIC.findall(phrase.lower()))
    if not letters:
        return ("en",)
    return tuple(each for each, alphabet in _ALPHABETS.items() if letters <= alphabet) or ("ru",)


def key_of(name: str, taken: Mapping[str, object]) -> str:
    """A key for a new topic: its words, shortened, and a number where that key is taken."""
    room = LONGEST_KEY - len("-99")
    key = "-".join(words(name)).encode()[:room].decode(errors="ignore").strip("-")
    return next(each for each in (key, *(f"{key}-{n}" for n in range(2, 100))) if each not in taken)


def _phrases(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for part in map(str.strip, _PART.split(text)):
        told = _LANGUAGE.fullmatch(part)
        language, phrases = (told[1].lower(), told[2]) if told else ("", part)
        if language and language not in LANGUAGES:
            raise TopicError("topicadd.language", language=language, known=", ".join(LANGUAGES))
        for phrase in filter(None, (" ".join(each.split()) for each in phrases.split(","))):
            yield (language,) if language else languages_of(phrase), _checked(phrase)


def _checked(phrase: str) -> str:
    """The phrase, when texts can be searched for it."""
    if len(phrase) > LONGEST:
        raise TopicError("topicadd.long", phrase=phrase[:LONGEST], most=LONGEST)
    letters = max(map(len, words(phrase)), default=0)
    abbreviation = Capitals.of(phrase) is Capitals.ALL
    if letters < (SHORTEST_ABBREVIATION if abbreviation else SHORTEST):
        raise TopicError("topicadd.short", phrase=phrase, shortest=SHORTEST)
    return phrase
