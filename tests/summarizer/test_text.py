from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import split_sentences
from summarizer.text import LONGEST

PIECES = st.sampled_from(
    [
        *("U.S.", "Mr.", "г.", "т.д.", "no", "The", "word", "слово", "ДА", "Потом", "日本", "。"),
        *(" ", "  ", "\n", "\n\n", "\r\n", "\u2028", "\t", "\x00", "\x1f", "\u200b", "\ufeff"),
        *(".", "!", "?", "…", "...", "»", '"', "(", ")", "—", "5", "🙂", "\u0301", "שלום", "؟"),
        *("x" * 1_200, "long line of words " * 4, "\ud83d"),
    ]
)
LAYOUTS = st.lists(PIECES, max_size=60).map("".join)


def texts(text: str, language: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        (
            "en",
            "The U.S. had left. | U.S. officials said no. | He left the U.S. | The visit ended.",
        ),
        (
            "en",
            "Gov. Brown met Sen. Cruz (R., Tex.) said. | See No. 5 of it. | J. K. Rowling wrote.",
        ),
        ("en", "He came at 5 p.m. | Then he left. | Mr. Smith paid $4.5 million vs. $3 million."),
        ("en", 'He said "Go!" | Then he left. | "Is it true?" she asked. | (It was.)'),
        ("en", "Wow!!! | Really?! | Well... | And then... he left. | See https://a.example/b.c?d."),
        ("en", "U.S. Announces Aid to Cuba Amid U.S. Media Shift"),
        ("en", "hello there. | how are you. | fine"),
        ("ru", "Он родился в г. Минск. | Это было в 1990 г. | Потом в 1991 г. Минск рос."),
        (
            "ru",
            "Кошки, собаки и др. | Она ушла. | А. С. Пушкин писал. | Цена 5 тыс. руб. за штуку.",
        ),
        ("ru", "«Стой!» — сказал он. | «Уйди!» | Он ушёл… | Потом пришёл, и т.д. | Это всё."),
        (
            "be",
            "Ён жыве на вул. Леніна. | Гэта было ў 1990 г. | Потым ён з'ехаў. | Я. Купала пісаў.",
        ),
        ("uk", "Ціна 41.5 грн за долар. | У м. Києві зустріч. | У 2020 р. | Він поїхав."),
        ("de", "Am 5. Mai kam er. | Das ist z.B. ein Satz. | Dr. Müller ging usw. | Dann kam er."),
        ("fr", "M. Dupont est venu. | Il a dit « Bonjour ! » | Puis il est parti."),
        ("pl", "Mieszka przy ul. Długiej. | Prof. Kowalski np. mówi."),
        ("es", "El Sr. García llegó. | EE. UU. dijo que no. | ¿Qué pasa? | ¡Hola!"),
    ],
)
def test_sentences_of_news(language: str, marked: str) -> None:
    expected = marked.split(" | ")
    assert texts(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("ja", "今日は晴れです。|明日は雨？|「そうです。」|はい！"),
        ("zh", "今天天气很好。|我们走吧！"),
        ("ar", "مرحبا؟| نعم."),
        ("hi", "यह ठीक है।| हाँ।"),
    ],
)
def test_marks_of_other_scripts(language: str, marked: str) -> None:
    parts = marked.split("|")
    assert texts("".join(parts), language) == [part.strip() for part in parts]


def test_paragraphs_never_join() -> None:
    assert texts("A headline with no stop\nAnother one\n\nand a third", "en") == [
        "A headline with no stop",
        "Another one",
        "and a third",
    ]


def test_wrapped_lines_do_join() -> None:
    wrapped = "The sentence was wrapped by a mail program at the end\nof its line. Next one."
    assert texts(wrapped, "en") == [wrapped.removesuffix(" Next one."), "Next one."]


@pytest.mark.parametrize("text", ["word " * 1_000, "x" * 5_000, "x" * 3_000 + " " + "y" * 10])
def test_text_without_marks_is_broken_up(text: str) -> None:
    units = texts(text, "en")
    assert all(len(unit) <= LONGEST for unit in units)
    assert "".join(units).replace(" ", "") == text.replace(" ", "")
    assert all(set(unit.split()) <= set(text.split()) or " " not in unit for unit in units)


def test_units_without_words_only_where_there_is_nothing_else() -> None:
    assert texts("* * *\nHello.\n***", "en") == ["Hello."]
    assert texts("* * *", "en") == ["* * *"]
    assert texts(" \n\t", "en") == []


@settings(deadline=None)
@given(LAYOUTS | st.text(st.characters()), st.sampled_from([None, "en", "ru", "be", "ja", "xx"]))
def test_any_text_splits_into_ordered_slices(text: str, language: str | None) -> None:
    sentences = split_sentences(text, language)
    position = 0
    for sentence in sentences:
        assert position <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert len(sentence.text) <= LONGEST
        position = sentence.end
    kept = "".join(sentence.text for sentence in sentences)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]
    assert bool(sentences) == bool(text.strip())
