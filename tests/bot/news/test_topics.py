from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import OwnTopic, Topic
from bot.news.lexicon import Alias, Match
from bot.news.topics import Vocabulary

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
    return Vocabulary(topics, aliases, ignored=ignored, implied={"nato": ("united-states",)})


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
            ("belarus", "energy", "oil-states"),
        ),
        ("Walk down Belarus Avenue", "", "en", ()),
        ("США и НАТО о нефти", "", "ru", ("energy", "nato", "united-states")),
        ("NATO о Беларуси", "", "ru", ("belarus", "nato", "united-states")),
        ("Oil war in Amerika", "", "de", ("united-states",)),
        ("Oil e la NATO", "", "it", ("nato", "united-states")),
        ("Санкције и нефть", "", "sr", ("energy",)),
        ("Oil of Belarus", "", "", ("belarus", "energy", "oil-states")),
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


# What editors make of it

_CHESS = OwnTopic(
    key="chess",
    names={"be": "Шахматы"},
    aliases={"en": ("chess",), "be": ("шахматы", "гросмайстар")},
)


def test_editors_topics_are_found_like_any() -> None:
    vocabulary = _vocabulary()
    version = vocabulary.version
    vocabulary.adopt([_CHESS])
    assert vocabulary.version != version
    assert vocabulary.find("", "be", "Гросмайстары ў Беларусі") == ("belarus", "chess")
    chess = vocabulary.lookup("Chess").topic
    assert chess is not None
    assert (chess.name("be"), chess.name("en")) == ("Шахматы", "Шахматы")
    vocabulary.adopt([])
    assert vocabulary.version == version
    assert vocabulary.lookup("chess").topic is None


def test_a_topic_gets_more_aliases() -> None:
    vocabulary = _vocabulary()
    vocabulary.adopt([OwnTopic(key="energy", aliases={"en": ("biogas",)})])
    assert vocabulary.find("", "en", "Biogas") == ("energy",)
    assert vocabulary.topics["energy"].aliases == ("biogas",)
    assert vocabulary.topics["energy"].names == {"en": "energy"}


def test_a_merged_topic_is_known_as_the_other_one() -> None:
    vocabulary = _vocabulary()
    merged = [
        OwnTopic(key="oil-states", merged_into="belarus"),
        OwnTopic(key="united-states", merged_into="energy"),
        OwnTopic(key=_CHESS.key, names=_CHESS.names, aliases=_CHESS.aliases, merged_into="belarus"),
    ]
    vocabulary.adopt(merged)
    assert vocabulary.topics.keys() == {"belarus", "energy", "nato"}
    assert vocabulary.find("", "en", "The US and NATO") == ("energy", "nato")
    assert vocabulary.find("", "be", "Гросмайстар") == ("belarus",)
    for name in ("United States", "united-states", "oil states", "Шахматы"):
        assert vocabulary.lookup(name).topic is not None, name


def test_what_was_merged_into_nothing_is_nothing() -> None:
    vocabulary = _vocabulary()
    vocabulary.adopt([OwnTopic(key="nato", merged_into="gone")])
    assert "nato" not in vocabulary.topics
    assert vocabulary.find("", "en", "NATO") == ()
    assert vocabulary.lookup("НАТО").topic is None


@given(st.text(), st.text(max_size=3) | st.sampled_from(["en", "ru", "be"]), st.text())
def test_any_words_are_taken(text: str, language: str, title: str) -> None:
    keys = _VOCABULARY.find(text, language, title)
    assert set(keys) <= set(_NAMES)
    match = _VOCABULARY.lookup(text)
    assert match.topic is None or not match.suggestions


def test_a_name_is_found_without_its_neighbours(vocabulary: Vocabulary) -> None:
    assert vocabulary.named("Беларуси") == vocabulary.topics["belarus"]
    assert vocabulary.named("belrus") is None
