from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.length import Length

LENGTHS = st.lists(st.integers(0, 50), max_size=10)


def test_seconds_are_words_at_200_a_minute() -> None:
    assert Length.of(3, None, 30).words == 100
    assert Length.of(3, None, 0.1).words == 1


def test_the_tighter_budget_holds() -> None:
    assert Length.of(3, 50, 30).words == 50
    assert Length.of(3, 500, 30).words == 100


@pytest.mark.parametrize(
    ("sentences", "words", "seconds"),
    [(0, None, None), (3, 0, None), (3, None, 0), (3, None, float("nan")), (3, None, float("inf"))],
)
def test_no_length_is_refused(sentences: int, words: int | None, seconds: float | None) -> None:
    with pytest.raises(ValueError, match="a summary"):
        Length.of(sentences, words, seconds)


def test_about_how_many_sentences() -> None:
    assert Length(sentences=4, words=None).likely_sentences == 4
    assert Length(sentences=4, words=66).likely_sentences == 3
    assert Length(sentences=4, words=1).likely_sentences == 1


def test_what_does_not_fit_is_passed_over() -> None:
    assert Length(sentences=1, words=10).fill([2, 0, 1], [4, 7, 5]) == [2, 0]
    assert Length(sentences=2, words=None).fill([2, 0, 1], [4, 7, 5]) == [2, 0]


@given(LENGTHS, st.integers(1, 100))
def test_a_budget_is_never_exceeded(lengths: list[int], words: int) -> None:
    filled = Length(sentences=1, words=words).fill(range(len(lengths)), lengths)
    assert sum(lengths[at] for at in filled) <= words
