from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TopicError
from bot.news.naming import LONGEST_KEY, key_of, languages_of, read_naming


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("chess", {"en": ("chess",)}),
        ("chess,  board   game ,chess,", {"en": ("chess", "board game")}),
        (
            "chess; be: шахматы, гросмайстар\nru: шахматы",
            {"en": ("chess",), "be": ("шахматы", "гросмайстар"), "ru": ("шахматы",)},
        ),
        ("PL: szachy", {"pl": ("szachy",)}),
        ("гандбол", {"be": ("гандбол",), "ru": ("гандбол",), "uk": ("гандбол",)}),
        ("ЕС, EU", {"be": ("ЕС",), "ru": ("ЕС",), "uk": ("ЕС",), "en": ("EU",)}),
    ],
)
def test_a_naming_is_read(text: str, phrases: dict[str, tuple[str, ...]]) -> None:
    assert read_naming(text).phrases == phrases


def test_the_first_of_each_language_is_its_name() -> None:
    naming = read_naming("board games, chess; be: настольныя гульні, шахматы")
    assert naming.name == "board games"
    assert naming.names == {"en": "Board games", "be": "Настольныя гульні"}
    assert naming.all() == ("board games", "chess", "настольныя гульні", "шахматы")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "topicadd.how"),
        (" ,;\n,", "topicadd.how"),
        ("be:", "topicadd.how"),
        ("xx: chess", "topicadd.language"),
        ("go", "topicadd.short"),
        ("a b", "topicadd.short"),
        ("?!?!", "topicadd.short"),
        ("X", "topicadd.short"),
        ("chess" * 20, "topicadd.long"),
        (", ".join(f"chess{number}" for number in range(31)), "topicadd.many"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(text: str, key: str) -> None:
    with pytest.raises(TopicError) as caught:
        read_naming(text)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("phrase", "languages"),
    [
        ("chess", ("en",)),
        ("Łódź", ("en",)),
        ("сям'ў", ("be",)),
        ("шахматы", ("be", "ru")),
        ("щука", ("ru", "uk")),
        ("їжа", ("uk",)),
        ("нафта", ("be", "ru", "uk")),
        ("љубав", ("ru",)),
    ],
)
def test_languages_are_guessed_by_their_letters(phrase: str, languages: tuple[str, ...]) -> None:
    assert languages_of(phrase) == languages


def test_a_key_is_plain_short_and_free() -> None:
    assert key_of("Board Games!", {}) == "board-games"
    assert key_of("шахматы і шашкі", {}) == "шахматы-і-ш"
    assert key_of("chess", {"chess": 1, "chess-2": 1}) == "chess-3"


@given(st.text(min_size=1))
def test_any_words_are_read_or_refused(text: str) -> None:
    key = "none"
    with suppress(TopicError):
        key = key_of(read_naming(text).name, {})
    assert key
    assert len(key.encode()) <= LONGEST_KEY
    assert ":" not in key
