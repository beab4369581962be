"""Topics in running text and in what a reader types. Pure: words in, topics out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

from bot.model import Topic
from bot.news.mentions import Capitals, Phrases, likeness
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
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})
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


class Lexicon:
    """All topics, found by any of their aliases. Never changes.

    `topics` maps a key to its topic; `version` changes whenever a topic, an alias, an ignored
    phrase or what a topic implies does. Where two topics share an alias, a text
    that has it is about both; who looks it up finds the first one.
    """

    def __init__(
        self,
        topics: Iterable[Topic],
        aliases: Iterable[Alias],
        *,
        ignored: Iterable[str] = (),
        implied: Mapping[str, tuple[str, ...]] = _NOTHING,
    ) -> None:
        """Take what is known; `aliases` are gone through when the first words are looked up.

        `ignored` are phrases that hold a name and mean something else; a mention of a topic is
        one of those that it has `implied`, too: who names Paris's president names France.
        """
        self.topics: Mapping[str, Topic] = {topic.key: topic for topic in topics}
        self._given = aliases
        self._ignored = tuple(ignored)
        self._means = {key: (key, *others) for key, others in implied.items()}
        self._phrases: dict[str, Phrases] = {}

    # What follows is made when it is first asked for: a reader's first answer needs none of it.

    @cached_property
    def _aliases(self) -> tuple[Alias, ...]:
        return tuple(self._given)

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(alias.language for alias in self._aliases)

    @cached_property
    def version(self) -> str:
        """Another one for other topics, aliases, ignored phrases or implications."""
        content = (*self.topics.values(), *self._aliases, *self._ignored, *self._means.items())
        return sha256(repr(content).encode()).hexdigest()[:16]

    @cached_property
    def _names(self) -> dict[str, str]:
        return _names(self.topics, self._known)

    @cached_property
    def _names_by_length(self) -> Mapping[int, list[str]]:
        return _by_length(self._names)

    @cached_property
    def _inflected(self) -> Mapping[tuple[str, tuple[str, ...]], list[Alias]]:
        return _inflected(self._known)

    @property
    def _known(self) -> tuple[Alias, ...]:
        return (*self._aliases, *_displayed(self.topics.values()))

    def named(self, name: str) -> Topic | None:
        """The topic of that name, as `lookup` finds it; the nearest are not looked for."""
        key = self._named(tuple(words(name[:_LONGEST_QUERY])))
        return None if key is None else self.topics[key]

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
        titled = {key for key, _start in self._mentions(phrases, title)}
        mentions = self._mentions(phrases, text[:_READ])
        leading = {key for key, start in mentions if start < _LEAD}
        count = Counter(key for key, _start in mentions)
        about = {key: _TITLE_WEIGHT * (key in titled) + count[key] for key in (*titled, *count)}
        telling = (
            key
            for key in sorted(about, key=lambda key: (-about[key], key))
            if key in titled
            or (key in leading and count[key] >= _MENTIONS_WITH_LEAD)
            or count[key] >= _MENTIONS_WITHOUT_LEAD
        )
        return tuple(telling)

    def _mentions(self, phrases: Phrases, text: str) -> list[tuple[str, int]]:
        """The topics that a text mentions, with what they imply, and where it does so."""
        return [
            (key, mention.start)
            for mention in phrases.mentions(text)
            for named in mention.meaning.split()
            for key in self._means.get(named, (named,))
        ]

    def _named(self, query: tuple[str, ...]) -> str | None:
        if not 0 < len(query) <= _LONGEST_NAME:
            return None
        if (key := self._names.get(" ".join(query))) is not None:
            return key
        for language in _INFLECTED:
            if rivals := self._inflected.get((language, _stems(query, language))):
                return max(
                    rivals, key=lambda alias: likeness(query, tuple(words(alias.phrase)))
                ).topic
        return None

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
        """Phrases with their topics, divided by spaces; none for those that are ignored.

        English names are known in every language ("NATO").
        """
        meanings: dict[str, dict[str, None]] = {}
        for alias in self._aliases:
            if alias.language == language or (alias.language == "en" and _is_name(alias.phrase)):
                meanings.setdefault(alias.phrase, {})[alias.topic] = None
        ignored: dict[str, dict[str, None]] = {phrase: {} for phrase in self._ignored}
        for phrase, topics in {**meanings, **ignored}.items():
            yield phrase, " ".join(topics)


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


def _inflected(aliases: Iterable[Alias]) -> Mapping[tuple[str, tuple[str, ...]], list[Alias]]:
    inflected: defaultdict[tuple[str, tuple[str, ...]], list[Alias]] = defaultdict(list)
    for alias in aliases:
        if alias.language in _INFLECTED and (query := tuple(words(alias.phrase))):
            inflected[alias.language, _stems(query, alias.language)].append(alias)
    return inflected


def _stems(query: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in query)
