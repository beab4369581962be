from __future__ import annotations

import dataclasses

import pytest

from summarizer import split_sentences
from summarizer.abbreviations import Abbreviations, abbreviations

LANGUAGES = ("en", "ru", "be", "uk", "de", "fr", "es", "pl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_as_they_are_looked_up(language: str) -> None:
    known = abbreviations(language)
    for kind in dataclasses.fields(Abbreviations):
        for word in getattr(known, kind.name):
            assert word in {word.lower(), word.capitalize()}
            assert not word.endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_never_ends_a_sentence_is_in_no_other_list(language: str) -> None:
    known = abbreviations(language)
    assert not known.never & (known.ends | known.unit | known.either | known.number)


def test_a_language_without_a_list_has_its_kins_or_english() -> None:
    assert abbreviations("bg") is abbreviations("ru")
    assert abbreviations("vi") is abbreviations("aliases") is abbreviations("en")


def test_a_capital_letter_tells_a_day_from_the_sun() -> None:
    assert texts("It shone on Sun. Smith saw it.") == ["It shone on Sun. Smith saw it."]
    assert texts("It was the sun. Smith saw it.") == ["It was the sun.", "Smith saw it."]


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, "en")]
