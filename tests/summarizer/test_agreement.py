import pytest

from summarizer.agreement import differences
from summarizer.model import Sentence
from summarizer.text import iterate_sentences


def found(*texts: str, language: str = "en") -> list[tuple[str, list[str]]]:
    sentences = [
        Sentence(text=each.text, start=each.start, end=each.end, document=number)
        for number, text in enumerate(texts)
        for each in iterate_sentences(text, language)
    ]
    told = differences(sentences, language)
    return [(each.about, [figure.text for figure in each.figures]) for each in told]


@pytest.mark.parametrize(
    ("one", "other", "about", "figures"),
    [
        (
            "A bomb killed 12 people in a Kabul market.",
            "At least 15 people were killed by the bomb in Kabul.",
            "people",
            ["12", "15"],
        ),
        (
            "12 killed in Kabul market blast.",
            "Blast in Kabul market: 15 killed.",
            "killed",
            ["12", "15"],
        ),
        (
            "The flood destroyed 1,200 houses in the valley.",
            "The flood in the valley destroyed 1.5 thousand houses.",
            "houses",
            ["1,200", "1.5 thousand"],
        ),
        (
            "Three soldiers died in the attack on the bridge.",
            "Five soldiers died in the attack on the bridge.",
            "soldiers",
            ["Three", "Five"],
        ),
    ],
)
def test_what_differs(one: str, other: str, about: str, figures: list[str]) -> None:
    assert found(one, other) == [(about, figures)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Killed and injured are two things.
        ("12 people were killed in the Kabul blast.", "15 people were injured in the Kabul blast."),
        # Other places, other events.
        ("The flood destroyed 12 houses in Spain.", "A storm damaged 15 houses near Lyon."),
        # The second report knows both.
        (
            "A bomb killed 12 people in a Kabul market.",
            "A bomb killed 15 people in a Kabul market, up from 12 people on Monday.",
        ),
        # The same number, written in another way.
        ("Two ships sank in the storm off Malta.", "2 ships sank in the storm off Malta."),
        # Rounded.
        (
            "The quake destroyed 1,000 houses in Nepal.",
            "The quake destroyed 1,043 houses in Nepal.",
        ),
        # Years, times and percentages count nothing.
        ("In 2019 soldiers left the burning city.", "In 2021 soldiers left the burning city."),
        ("At 12:30 police closed the bridge road.", "At 14:15 police closed the bridge road."),
    ],
)
def test_what_does_not(one: str, other: str) -> None:
    assert found(one, other) == []


def test_one_document_does_not_differ_with_itself() -> None:
    text = "A bomb killed 12 people in a Kabul market. A bomb killed 15 people in a Kabul market."
    assert found(text) == []


def test_each_document_is_named_once_and_in_order() -> None:
    texts = [f"The bomb in the Kabul market killed {n} people on Monday." for n in (12, 15, 19, 15)]
    assert found(*texts) == [("people", ["12", "15", "19", "15"])]


@pytest.mark.parametrize(
    ("language", "one", "other", "figures"),
    [
        (
            "ru",
            "При пожаре на складе в Минске погибли 3 человека.",
            "В Минске при пожаре на складе погибли пять человек.",
            ["3", "пять"],
        ),
        (
            "be",
            "У выніку пажару ў Мінску загінулі 3 чалавекі на складзе.",
            "На складзе ў Мінску ў выніку пажару загінулі 5 чалавекі.",
            ["3", "5"],
        ),
        (
            "de",
            "Bei dem Brand in Wien starben 3 Menschen am Montag.",
            "Bei dem Brand in Wien starben fünf Menschen am Montag.",
            ["3", "fünf"],
        ),
    ],
)
def test_other_languages(language: str, one: str, other: str, figures: list[str]) -> None:
    ((_about, told),) = found(one, other, language=language)
    assert told == figures
