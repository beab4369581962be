from __future__ import annotations

import pytest

from summarizer import split_sentences
from summarizer.abbreviations import abbreviations
from summarizer.boundaries import boundaries
from summarizer.stops import ends_plainly, ends_sentence_at, following
from tests.summarizer.cases import Case, sentence_cases, share_right

CASES = list(sentence_cases())
LANGUAGES = ("be", "de", "en", "es", "fr", "pl", "ru", "uk")


def split(text: str, language: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, language)]


def test_the_labelled_set_is_large_and_in_two_halves() -> None:
    assert len(CASES) >= 300
    assert len({(case.language, case.text) for case in CASES}) == len(CASES)
    assert {case.language for case in CASES} == set(LANGUAGES)
    held_back = sum(case.held_back for case in CASES)
    assert 0.4 < held_back / len(CASES) < 0.6


@pytest.mark.parametrize(("held_back", "floor"), [(False, 0.99), (True, 0.97)])
def test_every_boundary_is_right_in_nearly_all_labelled_cases(
    held_back: bool, floor: float
) -> None:
    cases = [case for case in CASES if case.held_back is held_back]
    wrong = [case for case in cases if tuple(split(case.text, case.language)) != case.sentences]
    assert share_right(cases, split) >= floor, [(case.language, case.text) for case in wrong]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_left_behind(language: str) -> None:
    cases = [case for case in CASES if case.language == language]
    assert share_right(cases, split) >= 0.95


def test_the_cases_hold_together_as_one_text() -> None:
    """A text of many sentences splits as each of them does."""
    english = [case for case in CASES if case.language == "en" and _stands_alone(case)]
    text = "\n".join(case.text for case in english)
    expected = [sentence for case in english for sentence in case.sentences]
    found = split(text, "en")
    assert len(set(expected) - set(found)) <= 2


def _stands_alone(case: Case) -> bool:
    return not case.held_back and case.text[0].isupper()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The vote was lost.The minister left.", ["The vote was lost.", "The minister left."]),
        ("He said no.”She left.", ["He said no.”", "She left."]),
        ("It rained.'We left,' he said.", ["It rained.", "'We left,' he said."]),
        ("It isn't lost.'We left,' he said.", ["It isn't lost.", "'We left,' he said."]),
        ("She said: 'We left.'It rained.", ["She said: 'We left.'", "It rained."]),
        (
            'She said.He called it "a lake."It was.',
            ["She said.", 'He called it "a lake."', "It was."],
        ),
        ('He said "no" again."The lake is dry."', ['He said "no" again.', '"The lake is dry."']),
        ("See example.com/a.The for it.", ["See example.com/a.The for it."]),
        ("See example.com/about.The for it.", ["See example.com/about.The for it."]),
        ("Use Node.Js and Booking.Com now.", ["Use Node.Js and Booking.Com now."]),
        ("It ran in main.Py for him.", ["It ran in main.Py for him."]),
    ],
)
def test_a_missing_space_is_no_reason_to_join(text: str, sentences: list[str]) -> None:
    assert split(text, "en") == sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_plain_is_so_by_all_the_rules_too(language: str) -> None:
    known, plain = abbreviations(language), 0
    for text in (case.text for case in CASES if case.language == language):
        for stop in (
            at for at, mark in enumerate(text) if mark == "." and text[at + 1 : at + 2] == " "
        ):
            if ends_plainly(text, stop, stop + 2, known):
                plain += 1
                assert ends_sentence_at(text, 0, stop, following(text, stop + 2), known)
    assert plain > 3


@pytest.mark.parametrize("language", ["und", "vi", "xx", ""])
def test_languages_without_lists_split_at_plain_stops(language: str) -> None:
    found = boundaries("Ông đến hôm nay. Bà đi rồi! Thế à? Vâng.", language)
    assert list(found) == [17, 28, 35]


def test_accents_and_other_scripts_make_no_abbreviations() -> None:
    vietnamese = ["Bão số 3 đã đổ bộ.", "Nhiều nhà ở thị trấn cổ.", "Trường học đóng cửa."]
    assert split(" ".join(vietnamese), "vi") == vietnamese
    greek = ["Ήρθε χθες.", "Έφυγε σήμερα με το πλοίο."]
    assert split(" ".join(greek), "el") == greek


@pytest.mark.parametrize(
    "text",
    [
        "." * 100_000,
        ". " * 50_000,
        "«»" * 50_000,
        "(a! " * 25_000,
        "x. " + "y" * 100_000,
        "1. " * 30_000,
        "ab.'Abc " * 20_000,
        "'a" * 50_000 + "ab.'Abc d",
    ],
    ids=["dots", "spaced dots", "quotes", "brackets", "word", "numbers", "joints", "openings"],
)
def test_long_runs_of_one_kind_are_no_trap(text: str) -> None:
    found = list(boundaries(text, "en"))
    assert found == sorted(set(found))
    assert all(0 < at < len(text) for at in found)
