from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.feeds.files import documents_in, read_file
from bot.feeds.seeds import seeds_folder
from bot.news.topics import Vocabulary
from bot.news.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("belarus", "belarus"),
        ("Беларусь", "belarus"),
        ("беларуси", "belarus"),
        ("BELARUS!", "belarus"),
        ("Belarusian", "belarus"),
        ("Білорусі", "belarus"),
        ("белорусский", "belarus"),
        ("беларускага", "belarus"),
        ("Weißrussland", "belarus"),
        ("USA", "united-states"),
        ("u.s.", "united-states"),
        ("США", "united-states"),
        ("ЗША", "united-states"),
        ("Америке", "united-states"),
        ("Trump", "trump"),
        ("Трампа", "trump"),
        ("Лукашэнкі", "lukashenko"),
        ("Зеленского", "zelensky"),
        ("Xi Jinping", "xi"),
        ("выбары", "elections"),
        ("санкций", "sanctions"),
        ("human rights", "human-rights"),
        ("права человека", "human-rights"),
        ("НАТО", "nato"),
        ("ООН", "united-nations"),
        ("Turkey", "turkey"),
        ("Türkiye", "turkey"),
        ("Burma", "myanmar"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Bosnia and Herzegovina", "bosnia-herzegovina"),
        ("DR Congo", "dr-congo"),
        ("Кіншаса", "dr-congo"),
    ],
)
def test_names_that_readers_type(vocabulary: Vocabulary, name: str, key: str) -> None:
    topic = vocabulary.lookup(name).topic
    assert topic is not None
    assert topic.key == key


@pytest.mark.parametrize(
    ("name", "key"),
    [("belrus", "belarus"), ("Trupm", "trump"), ("ukrane", "ukraine"), ("лукашенка", "lukashenko")],
)
def test_near_misses(vocabulary: Vocabulary, name: str, key: str) -> None:
    match = vocabulary.lookup(name)
    assert key in {topic.key for topic in (match.topic, *match.suggestions) if topic}


def test_every_topic_has_a_name_in_each_language_and_a_short_plain_key(
    vocabulary: Vocabulary,
) -> None:
    for key, topic in vocabulary.topics.items():
        assert {"en", "be", "ru"} <= topic.names.keys(), key
        assert all(topic.names.values()), key
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key), key
        assert len(key) <= 48
    displayed = [topic.name("en") for topic in vocabulary.topics.values()]
    assert len(set(displayed)) == len(displayed)


def test_every_name_leads_to_its_topic(vocabulary: Vocabulary) -> None:
    # Both parts of Saint Martin have one name in French.
    for key in vocabulary.topics.keys() - {"sint-maarten"}:
        topic = vocabulary.topics[key]
        for name in (key, *topic.names.values()):
            assert vocabulary.lookup(name).topic == topic, name


def test_the_seeds_are_filed(vocabulary: Vocabulary) -> None:
    (path,) = documents_in([seeds_folder()])
    article, *headlines = read_file(path).reading.drafts
    about = vocabulary.find(article.text, "en", article.title)
    assert {"belarus", "united-states", "kellogg", "trump", "russia", "diplomacy"} <= set(about)
    assert set(article.topics) <= vocabulary.topics.keys()
    filed = {draft.title: vocabulary.find("", "en", draft.title) for draft in headlines}
    assert all(filed.values()), filed


@pytest.mark.parametrize(
    ("text", "language", "keys"),
    [
        ("Tell us who will win", "en", set()),
        ("New Mexico and New Jersey", "en", set()),
        ("South Sudan’s army", "en", {"south-sudan", "defence"}),
        ("Путин и Лукашенко встретились в Минске", "ru", {"putin", "lukashenko", "belarus"}),
        ("Санкцыі супраць беларускіх банкаў", "be", {"sanctions", "belarus"}),
        ("Выборы в Нигерии", "ru", {"elections", "nigeria"}),
        ("Вибори в Україні", "uk", {"elections", "ukraine"}),
        ("Die Bundesregierung und Frankreich", "de", {"germany", "france"}),
    ],
)
def test_texts_in_several_languages(
    vocabulary: Vocabulary, text: str, language: str, keys: set[str]
) -> None:
    assert set(vocabulary.find("", language, text)) == keys


def test_a_vocabulary_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text('[topics.chess]\nnames = { en = "Chess" }\nen = ["chess"]\n', encoding="utf-8")
    vocabulary = load_vocabulary(path)
    assert vocabulary.topics["chess"].aliases == ("chess",)
    assert vocabulary.lookup("Belarus").topic is not None


@pytest.mark.parametrize(
    "content",
    ["?", "topics = 3", "[topics.chess]\nen = ['chess']", "[topics]\nchess = 3", "ignore = 3"],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, content: str) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_vocabulary(path)
    assert caught.value.key == "topics.invalid"
    assert caught.value.arguments["name"] == "topics.toml"


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        load_vocabulary(tmp_path / "topics.toml")
