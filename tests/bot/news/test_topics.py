from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Topic
from bot.news.topics import Alias, Match, Vocabulary

_NAMES = {
    "belarus": {"en": ["Belarus", "Belarusian"], "be": ["Беларусь"], "ru": ["Беларусь"]},
    "united-states": {"en": ["US", "United States"], "ru": ["США"], "de": ["Amerika"]},
    "energy": {"en": ["energy", "oil"], "ru": ["нефть"]},
    "oil-states": {"en": ["oil"]},
    "nato": {"en": ["NATO"], "ru": ["НАТО"]},
}


def _vocabulary(*, ignored: tuple[str, ...] = ("Belarus Avenue",)) -> Vocabulary:
    aliases = [
        Alias(topic=key, language=language, phrase=phrase)
        for key, languages in _NAMES.items()
        for language, phrases in languages.items()
        for phrase in phrases
    ]
    topics = [Topic(key=key, names={"en": key}) for key in _NAMES]
    return Vocabulary(topics, aliases, ignored=ignored)


_VOCABULARY = _vocabulary()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("belarus", "belarus"),
        ("BELARUS!", "belarus"),
        (" Беларуси ", "belarus"),
        ("Беларуссю", "belarus"),
        ("Belarusian", "belarus"),
        ("us", "united-states"),
        ("united-states", "united-states"),
        ("united_states?", "united-states"),
        ("energies", "energy"),
        ("oil", "energy"),
        ("нефти", "energy"),
    ],
)
def test_a_topic_is_known_by_any_name_and_ending(name: str, key: str) -> None:
    assert _VOCABULARY.lookup(name) == Match(topic=_VOCABULARY.topics[key])


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("belrus", ["belarus"]),
        ("Беларус", ["belarus"]),
        ("unitd states", ["united-states"]),
        ("news on Belarus and oil", ["belarus", "energy"]),
        ("xy", []),
        ("nothing like it", []),
        ("", []),
        ("?!", []),
        ("oil " * 1000, ["energy"]),
    ],
)
def test_near_misses_are_offered(name: str, keys: list[str]) -> None:
    match = _VOCABULARY.lookup(name)
    if match.topic is None:
        assert [topic.key for topic in match.suggestions] == keys
    else:
        assert [match.topic.key] == keys


def test_at_most_three_are_offered() -> None:
    words = [f"topic{letter}" for letter in "abcdef"]
    vocabulary = Vocabulary(
        [Topic(key=word, names={}) for word in words],
        [Alias(topic=word, language="en", phrase=word) for word in words],
    )
    assert len(vocabulary.lookup("topicx").suggestions) == 3


@pytest.mark.parametrize(
    ("title", "text", "language", "keys"),
    [
        ("Visit to Belarus", "", "en", ("belarus",)),
        ("", "Belarus. Nothing else.", "en", ()),
        ("", "Belarus and the Belarusian side.", "en", ("belarus",)),
        ("", "x " * 400 + "Belarus. " * 4, "en", ()),
        ("", "x " * 400 + "Belarus. " * 5, "en", ("belarus",)),
        (
            "Oil",
            "Belarus is in Belarus and in Belarus and in Belarus.",
            "en",
            ("belarus", "energy"),
        ),
        ("Walk down Belarus Avenue", "", "en", ()),
        ("США и НАТО о нефти", "", "ru", ("energy", "nato", "united-states")),
        ("NATO о Беларуси", "", "ru", ("belarus", "nato")),
        ("Oil war in Amerika", "", "de", ("united-states",)),
        ("Oil e la NATO", "", "it", ("nato",)),
        ("Санкције и нефть", "", "sr", ("energy",)),
        ("Oil of Belarus", "", "", ("belarus", "energy")),
        ("Нефть Беларуси", "", "und", ("belarus", "energy")),
    ],
)
def test_what_an_article_is_about(
    title: str, text: str, language: str, keys: tuple[str, ...]
) -> None:
    assert _VOCABULARY.find(text, language, title) == keys


def test_the_version_follows_the_content() -> None:
    assert _VOCABULARY.version == _vocabulary().version
    assert _VOCABULARY.version != _vocabulary(ignored=()).version


@given(st.text(), st.text(max_size=3) | st.sampled_from(["en", "ru", "be"]), st.text())
def test_any_words_are_taken(text: str, language: str, title: str) -> None:
    keys = _VOCABULARY.find(text, language, title)
    assert set(keys) <= set(_NAMES)
    match = _VOCABULARY.lookup(text)
    assert match.topic is None or not match.suggestions
