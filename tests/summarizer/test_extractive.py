from __future__ import annotations

import pytest

from summarizer.extractive import lexrank, stop_words
from summarizer.tokens import fold


def test_the_central_sentence_comes_first() -> None:
    sentences = [
        "Rain fell on Sunday.",
        "The court in Minsk freed the journalist.",
        "The journalist left Minsk.",
        "The court gave no reason.",
        "Football was played.",
    ]
    ranking = lexrank(sentences, "en")
    assert ranking is not None
    assert sorted(ranking) == [0, 1, 2, 3, 4]
    assert ranking[0] == 1


def test_equal_sentences_keep_their_order() -> None:
    assert lexrank(["One cat sat.", "Two dogs ran.", "Ten cows ate."], "en") == [0, 1, 2]


def test_nothing_to_rank_by() -> None:
    assert lexrank(["Aa bb.", "Cc dd."], "en") is None


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "the"), ("ru", "это"), ("be", "гэта"), ("be", "ўжо"), ("uk", "її"), ("bg", "това")],
)
def test_stop_words_are_folded(language: str, word: str) -> None:
    assert fold(word) in stop_words(language)


def test_no_stop_words_where_there_is_no_list() -> None:
    assert stop_words("und") == frozenset()
