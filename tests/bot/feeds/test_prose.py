from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.prose import TITLE_LENGTH, body, first_words, headline, plain


def test_plain_takes_words_and_numbers_only() -> None:
    assert plain(" a\x00b ") == "ab"
    assert plain(7) == "7"
    assert not any(map(plain, (None, True, [1], {"a": 1})))


def test_a_headline_is_one_line_of_bounded_length() -> None:
    assert headline("  One\n two\t three ") == "One two three"
    long = headline("word " * 200)
    assert len(long) <= TITLE_LENGTH
    assert long.endswith("word…")


def test_first_words_are_whole_words_of_the_first_paragraph() -> None:
    assert first_words("Short one.\n\nSecond.") == "Short one."
    assert first_words("A short word, " * 20) == "A short word, " * 6 + "A…"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("One. \n\n\n\nTwo.  ", "One.\n\nTwo."),
        (["One.", "Two."], "One.\n\nTwo."),
        ("<p>One &amp; two.</p><p>Three.</p>", "One & two.\n\nThree."),
        ("2 < 3 and R&D", "2 < 3 and R&D"),
        (None, ""),
    ],
)
def test_bodies(value: object, text: str) -> None:
    assert body(value) == text


@given(st.text())
def test_any_text_becomes_presentable(text: str) -> None:
    assert "\n" not in headline(text)
    assert "\n\n\n" not in body(text)
    assert len(first_words(text)) <= TITLE_LENGTH
