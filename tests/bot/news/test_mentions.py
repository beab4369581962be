from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.mentions import Capitals, Phrases

_ENGLISH = Phrases(
    "en",
    [
        ("US", "us"),
        ("U.S.", "us"),
        ("WHO", "who"),
        ("Turkey", "turkey"),
        ("Sudan", "sudan"),
        ("South Sudan", "south-sudan"),
        ("energy", "energy"),
        ("Von der Leyen", "leyen"),
        ("…", "nothing"),
        ("Energy", "never"),
    ],
)


def _found(phrases: Phrases, text: str) -> list[str]:
    return [mention.meaning for mention in phrases.mentions(text)]


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("The US and the WHO met.", ["us", "who"]),
        ("Tell us who came.", []),
        ("the U.S. mission, the US’s aim", ["us", "us"]),
        ("a roast turkey in Turkey", ["turkey"]),
        ("TURKEY TELLS US ALL", ["turkey"]),
        ("TURKEY TELLS THE U.S. ALL", ["turkey", "us"]),
        ("US", ["us"]),
        ("Energy, energies and ENERGY", ["energy", "energy", "energy"]),
        ("South Sudan borders Sudan, south of Sudan", ["south-sudan", "sudan", "sudan"]),
        ("Ursula Von der Leyen; von der Leyen", ["leyen"]),
        ("South", []),
        ("", []),
    ],
)
def test_mentions_have_the_capitals_of_their_phrase(text: str, meanings: list[str]) -> None:
    assert _found(_ENGLISH, text) == meanings


def test_a_mention_says_where_it_is() -> None:
    text = "In South Sudan."
    (mention,) = _ENGLISH.mentions(text)
    assert text[mention.start :].startswith("South Sudan")


@pytest.mark.parametrize(
    ("language", "phrase", "text"),
    [
        ("ru", "Беларусь", "о Беларуси, с Беларусью"),
        ("be", "Беларусь", "пра Беларусь, у Беларусі, з Беларуссю"),
        ("ru", "санкции", "санкций санкциям санкциями"),
        ("be", "выбары", "на выбарах, выбараў"),
        ("uk", "вибори", "на виборах, виборів"),
        ("ru", "Соединённые Штаты", "в Соединенных Штатах"),
    ],
)
def test_endings_do_not_matter(language: str, phrase: str, text: str) -> None:
    found = _found(Phrases(language, [(phrase, "it")]), text)
    assert found
    assert set(found) == {"it"}


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("Нигер, Нигера, в Нигере", ["niger"] * 3),
        ("Нигерия, Нигерии, с Нигерией", ["nigeria"] * 3),
        ("учёные на учениях", ["science", "defence"]),
        ("Учения УЧЕНИЯ", ["defence", "defence"]),
    ],
)
def test_of_phrases_with_one_stem_the_nearest_is_meant(text: str, meanings: list[str]) -> None:
    phrases = [("Нигерия", "nigeria"), ("Нигер", "niger")]
    phrases += [("учёный", "science"), ("учёные", "science"), ("учения", "defence")]
    assert _found(Phrases("ru", phrases), text) == meanings


@pytest.mark.parametrize(
    ("word", "capitals"),
    [
        ("us", Capitals.NONE),
        ("Us", Capitals.FIRST),
        ("X", Capitals.FIRST),
        ("US", Capitals.ALL),
        ("U.S.", Capitals.ALL),
        ("US’s", Capitals.ALL),
        ("США", Capitals.ALL),
        ("", Capitals.NONE),
    ],
)
def test_capitals(word: str, capitals: Capitals) -> None:
    assert Capitals.of(word) is capitals


@given(st.text())
def test_any_text_is_searched(text: str) -> None:
    starts = [mention.start for mention in _ENGLISH.mentions(text)]
    assert starts == sorted(set(starts))
