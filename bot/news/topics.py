"""Topics in running text and in what a reader types. Pure: words in, topics out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256

from bot.model import Topic
from bot.news.mentions import Capitals, Phrases
from summarizer.stems import stem, words

# What comes later in a text seldom decides what it is about, and costs time.
_READ = 20_000
# The opening of a news text (its first two or three sentences) says what it is about.
_LEAD = 600
_MENTIONS_WITH_LEAD = 2
_MENTIONS_WITHOUT_LEAD = 5
_TITLE_WEIGHT = 3

_LONGEST_NAME = 10
_LONGEST_QUERY = 200
_SUGGESTIONS = 3
_LIKENESS = 0.78
_TYPING_SLIPS = 2
_SHORTEST_NEAR = 3
# Under other languages' stems, short names would take in words that only look like them.
_INFLECTED = ("en", "be", "ru", "uk")
_CYRILLIC = re.compile("[а-яёіўїє]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """What a reader's words mean: a topic, or else at most 3 near misses to offer."""

    topic: Topic | None = None
    suggestions: tuple[Topic, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Alias:
    """A word or phrase of one language that means a topic, written with its usual capitals."""

    topic: str
    language: str
    phrase: str


class Vocabulary:
    """All topics, found by any of their aliases.

    `topics` maps a key to its topic; `version` changes whenever a topic, an alias or an ignored
    phrase does. Where two topics share an alias, the first one has it.
    """

    def __init__(
        self, topics: Iterable[Topic], aliases: Iterable[Alias], *, ignored: Iterable[str] = ()
    ) -> None:
        """Index the aliases; `ignored` are phrases that hold a name and mean something else."""
        self.topics: Mapping[str, Topic] = {topic.key: topic for topic in topics}
        self._aliases = tuple(aliases)
        self._ignored = tuple(ignored)
        content = (*self.topics.values(), *self._aliases, *self._ignored)
        self.version: str = sha256(repr(content).encode()).hexdigest()[:16]
        self._languages = frozenset(alias.language for alias in self._aliases)
        self._phrases: dict[str, Phrases] = {}
        known = (*self._aliases, *_displayed(self.topics.values()))
        self._names = _names(self.topics, known)
        self._names_by_length = _by_length(self._names)
        self._inflected = _inflected(known)

    def lookup(self, name: str) -> Match:
        """The topic of that name in any language and inflection, else the nearest; never raises."""
        query = tuple(words(name[:_LONGEST_QUERY]))
        if (key := self._named(query)) is not None:
            return Match(topic=self.topics[key])
        within = (self._named((word,)) for word in query[:_LONGEST_NAME])
        keys = dict.fromkeys((*self._near(" ".join(query)), *filter(None, within)))
        return Match(suggestions=tuple(self.topics[key] for key in keys)[:_SUGGESTIONS])

    def find(self, text: str, language: str, title: str = "") -> tuple[str, ...]:
        """Keys of the topics that an article is about, the most telling first; never raises.

        A topic counts when the title names it, when the text names it twice and its opening
        does too, or when the text names it five times.
        """
        phrases = self._phrases_of(self._language(language, f"{title} {text[:_LEAD]}"))
        titled = {mention.meaning for mention in phrases.mentions(title)}
        mentions = phrases.mentions(text[:_READ])
        leading = {mention.meaning for mention in mentions if mention.start < _LEAD}
        count = Counter(mention.meaning for mention in mentions)
        about = {key: _TITLE_WEIGHT * (key in titled) + count[key] for key in (*titled, *count)}
        telling = (
            key
            for key in sorted(about, key=lambda key: (-about[key], key))
            if key in titled
            or (key in leading and count[key] >= _MENTIONS_WITH_LEAD)
            or count[key] >= _MENTIONS_WITHOUT_LEAD
        )
        return tuple(filter(None, telling))

    def _named(self, query: tuple[str, ...]) -> str | None:
        if not 0 < len(query) <= _LONGEST_NAME:
            return None
        stems = ((language, _stems(query, language)) for language in _INFLECTED)
        inflected = (self._inflected.get(key) for key in stems)
        return self._names.get(" ".join(query)) or next(filter(None, inflected), None)

    def _near(self, query: str) -> list[str]:
        if len(query) < _SHORTEST_NEAR:
            return []
        lengths = range(len(query) - _TYPING_SLIPS, len(query) + _TYPING_SLIPS + 1)
        alike = [name for length in lengths for name in self._names_by_length.get(length, ())]
        near = get_close_matches(query, alike, n=2 * _SUGGESTIONS, cutoff=_LIKENESS)
        return [self._names[name] for name in near]

    def _language(self, language: str, text: str) -> str:
        """The language whose phrases to look for: "und" for one that has none of its own."""
        if language in self._languages:
            return language
        if _CYRILLIC.search(text):
            return "ru"
        return "en" if language in {"", "und"} else "und"

    def _phrases_of(self, language: str) -> Phrases:
        """The index of a language, made when its first text comes."""
        if language not in self._phrases:
            self._phrases[language] = Phrases(language, self._known_in(language))
        return self._phrases[language]

    def _known_in(self, language: str) -> Iterable[tuple[str, str]]:
        """Phrases with their topics; English names are known in every language ("NATO")."""
        for phrase in self._ignored:
            yield phrase, ""
        for alias in self._aliases:
            if alias.language == language or (alias.language == "en" and _is_name(alias.phrase)):
                yield alias.phrase, alias.topic


def _is_name(phrase: str) -> bool:
    return Capitals.of(phrase) is not Capitals.NONE


def _displayed(topics: Iterable[Topic]) -> Iterator[Alias]:
    """The names that readers are shown, which they may type as well."""
    for topic in topics:
        for language, name in topic.names.items():
            yield Alias(topic=topic.key, language=language, phrase=name)


def _names(topics: Mapping[str, Topic], aliases: Iterable[Alias]) -> dict[str, str]:
    """Folded names with their topics; a topic's key is a name, and goes before other aliases."""
    names: dict[str, str] = {" ".join(words(key.replace("-", " "))): key for key in topics}
    for alias in aliases:
        names.setdefault(" ".join(words(alias.phrase)), alias.topic)
    names.pop("", None)
    return names


def _by_length(names: Iterable[str]) -> Mapping[int, list[str]]:
    lengths: defaultdict[int, list[str]] = defaultdict(list)
    for name in names:
        lengths[len(name)].append(name)
    return lengths


def _inflected(aliases: Iterable[Alias]) -> dict[tuple[str, tuple[str, ...]], str]:
    inflected: dict[tuple[str, tuple[str, ...]], str] = {}
    for alias in aliases:
        if alias.language in _INFLECTED and (query := tuple(words(alias.phrase))):
            inflected.setdefault((alias.language, _stems(query, alias.language)), alias.topic)
    return inflected


def _stems(query: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in query)
