from __future__ import annotations

import numpy as np

from summarizer.analysis import Analysis, analyse
from summarizer.model import Sentence
from summarizer.selection import diverse


def analysed(*texts: str) -> Analysis:
    return analyse([Sentence(text=text, start=0, end=len(text)) for text in texts], "en")


STORY = analysed("A journalist in court.", "The court and the journalist.", "Rain fell.", "Talks.")
RATINGS = np.array([1.0, 0.9, 0.5, 0.4])


def test_without_redundancy_it_is_the_order_of_ratings() -> None:
    assert diverse(STORY, RATINGS, 2, 0.0) == [0, 1, 2, 3]


def test_the_same_in_other_words_comes_later() -> None:
    assert diverse(STORY, RATINGS, 2, 1.0) == [0, 2, 1, 3]


def test_more_than_there_are_is_all_of_them() -> None:
    assert sorted(diverse(STORY, RATINGS, 9, 1.0)) == [0, 1, 2, 3]


def test_equals_keep_their_order() -> None:
    assert diverse(STORY, np.zeros(4), 1, 0.0) == [0, 1, 2, 3]
