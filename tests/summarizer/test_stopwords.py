from __future__ import annotations

import pytest

from summarizer.stopwords import stop_words
from summarizer.tokens import fold


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "the"), ("ru", "это"), ("be", "гэта"), ("be", "ўжо"), ("uk", "її"), ("bg", "това")],
)
def test_stop_words_are_folded(language: str, word: str) -> None:
    assert fold(word) in stop_words(language)


def test_no_stop_words_where_there_is_no_list() -> None:
    assert stop_words("und") == frozenset()
