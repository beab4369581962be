from __future__ import annotations

import re
import tomllib
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
        ("Путин и Лукашенко в Минске", "ru", {"putin", "lukashenko", "belarus", "russia"}),
        ("Санкцыі супраць беларускіх банкаў", "be", {"sanctions", "belarus"}),
        ("Выборы в Нигерии", "ru", {"elections", "nigeria"}),
        ("Вибори в Україні", "uk", {"elections", "ukraine"}),
        ("Выборы в Нигере", "ru", {"elections", "niger"}),
        ("У Нігеры і ў Нігерыі", "be", {"niger", "nigeria"}),
        ("Oslo, Lima, Ташкент", "en", {"norway", "peru"}),
        ("Ташкент и Катманду", "ru", {"uzbekistan", "nepal"}),
        ("Ліма і Дублін", "be", {"peru", "ireland"}),
        ("A phoenix in Darwin's garden", "en", set()),
        ("Госдума", "ru", {"politics", "russia"}),
        ("Georgia Republicans", "en", {"united-states"}),
        ("Die Bundesregierung und Frankreich", "de", {"germany", "france"}),
    ],
)
def test_texts_in_several_languages(
    vocabulary: Vocabulary, text: str, language: str, keys: set[str]
) -> None:
    assert set(vocabulary.find("", language, text)) == keys


@pytest.mark.parametrize(
    ("title", "language", "country"),
    [("Macron", "en", "france"), ("Путин", "ru", "russia"), ("Лукашэнка", "be", "belarus")],
)
def test_news_of_a_president_is_news_of_the_country(
    vocabulary: Vocabulary, title: str, language: str, country: str
) -> None:
    assert country in vocabulary.find("", language, title)


@pytest.mark.parametrize(
    ("language", "precision", "recall"),
    [("en", 0.92, 0.86), ("be", 0.95, 0.85), ("ru", 0.96, 0.86), ("uk", 0.95, 0.89)],
)
def test_the_labelled_headlines_are_filed(
    vocabulary: Vocabulary, language: str, precision: float, recall: float
) -> None:
    path = Path(__file__).with_name("labelled_titles.toml")
    labelled = tomllib.loads(path.read_text(encoding="utf-8"))[language]
    pairs = [
        (set(vocabulary.find("", language, title)), set(topics))
        for title, topics in labelled.items()
    ]
    assert len(pairs) >= 60
    assert all(wanted <= vocabulary.topics.keys() for _found, wanted in pairs)
    right = sum(len(found & wanted) for found, wanted in pairs)
    assert right / sum(len(found) for found, _wanted in pairs) >= precision
    assert right / sum(len(wanted) for _found, wanted in pairs) >= recall


def test_a_vocabulary_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text('[topics.chess]\nnames = { en = "Chess" }\nen = ["chess"]\n', encoding="utf-8")
    vocabulary = load_vocabulary(path)
    assert vocabulary.topics["chess"].aliases == ("chess",)
    assert vocabulary.lookup("Belarus").topic is not None


@pytest.mark.parametrize(
    "content",
    [
        "?",
        "topics = 3",
        "[topics.chess]\nnames = {}\nimplies = ['sports']",
        "[topics.chess]\nen = ['chess']",
        "[topics]\nchess = 3",
        "ignore = 3",
    ],
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
