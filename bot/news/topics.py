"""The topics as they are now: those that the bot was given, and what editors made of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.model import OwnTopic, Topic
from bot.news.lexicon import Alias, Lexicon, Match


class Vocabulary:
    """The one that a running bot holds: a lexicon that is replaced as a whole by `adopt`.

    So whoever reads, in whatever thread, reads one state of it.
    """

    def __init__(
        self,
        topics: Iterable[Topic],
        aliases: Iterable[Alias],
        *,
        ignored: Iterable[str] = (),
        implied: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """What is given; the arguments are those of a `Lexicon`, gone through again and again."""
        self._topics = tuple(topics)
        self._aliases = aliases
        self._ignored = tuple(ignored)
        self._implied = dict(implied or {})
        self._adopted: tuple[OwnTopic, ...] = ()
        self._lexicon = self._with(())

    @property
    def topics(self) -> Mapping[str, Topic]:
        """All topics by their keys."""
        return self._lexicon.topics

    @property
    def version(self) -> str:
        """Another one whenever the topics, their names or their rules change."""
        return self._lexicon.version

    def lookup(self, name: str) -> Match:
        """The topic of that name in any language and inflection, else the nearest; never raises."""
        return self._lexicon.lookup(name)

    def named(self, name: str) -> Topic | None:
        """The topic of that name, if any: quicker than `lookup`, which looks for near ones too."""
        return self._lexicon.named(name)

    def find(self, text: str, language: str, title: str = "") -> tuple[str, ...]:
        """Keys of the topics that an article is about: see `Lexicon.find`."""
        return self._lexicon.find(text, language, title)

    def adopt(self, own: Iterable[OwnTopic]) -> None:
        """Take these for all that editors added, in place of what was adopted before."""
        if (adopted := tuple(own)) != self._adopted:
            self._lexicon, self._adopted = self._with(adopted), adopted

    def _with(self, own: tuple[OwnTopic, ...]) -> Lexicon:
        """The given topics and editors' own as one; what was merged means what it went into."""
        if not own:
            return Lexicon(
                self._topics, self._aliases, ignored=self._ignored, implied=self._implied
            )
        merged = {topic.key: topic.merged_into for topic in own if topic.merged_into}
        mine = [alias for topic in own for alias in _aliases(topic)]
        topics = {topic.key: topic for topic in (*self._topics, *_added(self._topics, own))}
        gone = [alias for key in merged if key in topics for alias in _displayed(topics[key])]
        aliases = [
            replace(alias, topic=merged[alias.topic]) if alias.topic in merged else alias
            for alias in (*self._aliases, *mine, *gone)
        ]
        kept = {key: topic for key, topic in topics.items() if key not in merged}
        return Lexicon(
            [_with_aliases(topic, mine, merged) for topic in kept.values()],
            [alias for alias in aliases if alias.topic in kept],
            ignored=self._ignored,
            implied={
                key: tuple(dict.fromkeys(merged.get(other, other) for other in others))
                for key, others in self._implied.items()
                if key in kept
            },
        )


def _added(given: Iterable[Topic], own: Iterable[OwnTopic]) -> Iterator[Topic]:
    """The topics that editors made, as readers see them: a name stands for one that is missing."""
    known = {topic.key for topic in given}
    for topic in own:
        if topic.key not in known and topic.names:
            yield Topic(
                key=topic.key, names={"en": next(iter(topic.names.values())), **topic.names}
            )


def _aliases(topic: OwnTopic) -> Iterator[Alias]:
    for language, phrases in topic.aliases.items():
        for phrase in phrases:
            yield Alias(topic=topic.key, language=language, phrase=phrase)


def _displayed(topic: Topic) -> Iterator[Alias]:
    """What a topic was known by, its key too: feeds name their topics by it."""
    yield Alias(topic=topic.key, language="", phrase=topic.key.replace("-", " "))
    for language, name in topic.names.items():
        yield Alias(topic=topic.key, language=language, phrase=name)


def _with_aliases(topic: Topic, mine: Iterable[Alias], merged: Mapping[str, str]) -> Topic:
    """The topic with what editors call it besides."""
    phrases = (alias.phrase for alias in mine if merged.get(alias.topic, alias.topic) == topic.key)
    return replace(topic, aliases=tuple(dict.fromkeys((*topic.aliases, *phrases))))
