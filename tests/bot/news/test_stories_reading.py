from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.stories.copies import digest, is_copy, sketch
from bot.news.stories.dates import date_words
from bot.news.stories.likeness import CERTAIN, likeness, regime
from bot.news.stories.reading import Terms, read, seconds, term
from bot.news.stories.shelf import Shelf
from bot.news.stories.sums import FEATURES, Centroid
from bot.news.stories.weighing import pack, rarity, unpack


@dataclass(frozen=True, kw_only=True)
class Told:
    title: str = ""
    text: str = ""
    language: str = "en"
    url: str = ""
    published: datetime | None = None


def terms(*stems: str) -> Terms:
    return array("I", map(term, stems))


def test_words_are_read_by_what_they_tell() -> None:
    reading = read(Told(title="Obama visits 3 schools", text="On Monday, 5 May 2014, in Ohio."))
    assert reading.title == terms("obama", "visit", "school")
    assert reading.lead == terms("ohio")
    assert reading.names == terms("obama", "ohio")
    assert reading.numbers == terms("3", "5")
    assert reading.dates == terms("monday", "2014")
    assert reading.length == 7


@pytest.mark.parametrize(
    ("title", "language", "names"),
    [
        ("fire in odessa", "en", ("fire", "odessa")),
        ("北京大学与NATO", "zh", ("北京", "京大", "大学", "学与", "nato")),
        ("Соколовым, Соколова", "ru", ("сокол",)),
        ("3d printing in Ohio", "en", ("ohio",)),
    ],
)
def test_names(title: str, language: str, names: tuple[str, ...]) -> None:
    assert read(Told(title=title, language=language)).names == terms(*names)


def test_a_headline_of_numbers_alone_is_told_by_them() -> None:
    assert read(Told(title="2024: 3:1")).title == terms("3", "1", "2024")
    assert read(Told(title="the")).title == terms()


def test_only_the_beginning_is_read() -> None:
    text = " ".join(f"word{n}" for n in range(1000))
    reading = read(Told(text=text))
    assert len(reading.lead) == 60
    assert len(reading.rest) == 140
    assert reading == read(Told(text=text[:3000]))


@pytest.mark.parametrize(
    ("language", "some"),
    [
        ("en", {"monday", "august"}),
        ("ru", {"понедельник", "мая", "май"}),
        ("be", {"серада"}),
        ("ja", set()),
        ("tlh", set()),
        ("", set()),
        ("x\0", set()),
    ],
)
def test_date_words(language: str, some: set[str]) -> None:
    found = date_words(language)
    assert some <= found
    assert bool(found) is bool(some) or language == "ja"
    assert not any(word.isdigit() for word in found)


@given(st.text(max_size=20))
def test_any_language_has_date_words_or_none(language: str) -> None:
    assert all(date_words(language))


def test_instants() -> None:
    assert seconds(datetime(1970, 1, 2, tzinfo=UTC)) == timedelta(days=1).total_seconds()
    assert seconds(datetime(1970, 1, 2)) == 86_400  # noqa: DTZ001 - as some feeds say it


@given(st.datetimes() | st.datetimes(timezones=st.timezones()))
def test_any_instant_has_seconds(instant: datetime) -> None:
    assert abs(seconds(instant)) < 1e12


def test_copies_hold_most_of_one_another() -> None:
    words = [f"w{n}" for n in range(200)]
    assert is_copy(sketch(words), sketch(words[:100]))
    assert is_copy(sketch(words), sketch(["own", "paragraph"] * 20 + words[:120]))
    assert not is_copy(sketch(words[:100]), sketch(words[100:]))
    assert not is_copy(sketch(words[:10]), sketch(words[:10]))
    assert sketch(["a"]) == b""
    assert digest(words) != digest(reversed(words))
    assert digest(["\ud800"]) == digest(["?"])


def test_rarer_terms_weigh_more() -> None:
    weights = [rarity(holding, 100) for holding in range(101)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0


def test_centroids() -> None:
    centroid = Centroid({})
    assert centroid.cosine({1: 1.0}) == 0.0
    centroid.add({})
    centroid.add({1: 1.0})
    assert centroid.cosine({1: 1.0}) == 1.0
    centroid.add({2: 1.0})
    assert centroid.cosine({1: 1.0}) == pytest.approx(0.5**0.5)


def test_features_of_a_twin() -> None:
    told = Told(title="Obama visits 3 schools in Ohio", text="On Monday the President came.")
    shelf, reading = Shelf(), read(told)
    article = shelf.weigh(reading)
    shelf.put(1, reading, article, 7)
    (cluster,) = shelf.candidates(article)
    features = dict(zip(FEATURES, cluster.sums.features(article), strict=True))
    assert features.pop("length") == pytest.approx(article.length)
    assert features.pop("dates_apart") == 0.0
    assert all(value == pytest.approx(1.0) for value in features.values())


@given(st.text(max_size=60), st.text(max_size=600))
def test_what_is_packed_comes_out_the_same(title: str, text: str) -> None:
    shelf, reading = Shelf(), read(Told(title=title, text=text))
    shelf.put(1, reading, shelf.weigh(reading), 7)
    article = shelf.weigh(reading)
    unpacked = unpack(pack(article), reading)
    assert unpacked == article
    assert [*unpacked.lead] == [*article.lead]
    assert [*unpacked.names] == [*article.names]


def test_what_the_rest_adds_is_read_once_but_for_names() -> None:
    words = " ".join(["Odessa", *(f"word{n}" for n in range(60))])
    reading = read(Told(text=f"{words} Odessa burns, Odessa burns: word1"))
    assert reading.lead[:2] == terms("odessa", "word0")
    assert reading.rest == terms("word59", "odessa", "burn", "odessa")
    assert reading.names == terms("odessa")


def test_nothing_is_left_of_what_is_removed() -> None:
    shelf = Shelf()
    for number, text in enumerate(["Odessa burns", "Odessa burnt", "Athens burns"]):
        reading = read(Told(title=text))
        shelf.put(number, reading, shelf.weigh(reading), number // 2)
    shelf.remove([0, 2])
    held = {each: [*stories] for each, stories in shelf._holding.items()}
    assert held == {term("odessa"): [0], term("burnt"): [0]}
    shelf.remove([1])
    assert not shelf._holding
    assert not shelf._clusters


def test_only_so_many_stories_are_looked_at() -> None:
    shelf = Shelf()
    for number in range(1_500):
        reading = read(Told(title=f"Obama speaks about Topic{number}"))
        shelf.put(number, reading, shelf.weigh(reading), number)
    found = shelf.candidates(shelf.weigh(read(Told(title="Obama speaks about Topic42"))))
    assert [cluster.story for cluster in found] == [42]
    assert len(shelf.candidates(shelf.weigh(read(Told(title="Obama"))))) == 8


def test_likeness_is_a_share() -> None:
    assert likeness(0.0) == 0.5
    assert likeness(-1e9) < 1e-9 < likeness(-1.0) < 0.5 < likeness(CERTAIN) <= 1.0


def test_a_language_without_weights_has_those_for_any() -> None:
    assert regime("be") == regime("any")
    assert regime("en") != regime("any")
    assert regime("en").rating((0.0,) * len(FEATURES), 1.0) < regime("en").bias
