from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.analysis import Analysis, analyse
from summarizer.extractive import METHODS, rank
from summarizer.model import Sentence

STORY = (
    "Rain fell on Sunday.",
    "The court in Minsk freed the journalist.",
    "The journalist left Minsk.",
    "The court gave no reason.",
    "Football was played.",
)


def analysed(*texts: str) -> Analysis:
    return analyse([Sentence(text=text, start=0, end=len(text)) for text in texts], "en")


def test_lexrank_puts_the_central_sentence_first() -> None:
    ranking = rank(analysed(*STORY), 1, "lexrank")
    assert ranking is not None
    assert ranking[0] == 1


@pytest.mark.parametrize("method", METHODS)
def test_every_method_orders_all_sentences(method: str) -> None:
    assert sorted(rank(analysed(*STORY), 2, method) or []) == [0, 1, 2, 3, 4]


def test_equal_sentences_keep_their_order() -> None:
    story = analysed("One cat sat.", "Two dogs ran.", "Ten cows ate.")
    assert rank(story, 1, "lexrank") == [0, 1, 2]


@pytest.mark.parametrize("method", ["lexrank", "textrank"])
def test_nothing_to_rank_by(method: str) -> None:
    assert rank(analysed("Aa bb.", "Cc dd."), 1, method) is None


def test_lead_is_the_order_of_the_text() -> None:
    assert rank(analysed(*STORY), 1, "lead") == [0, 1, 2, 3, 4]


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no ranker is called 'best'"):
        rank(analysed(*STORY), 1, "best")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text(max_size=30) | st.sampled_from(STORY), min_size=1, max_size=8),
    st.integers(1, 5),
    st.sampled_from(METHODS),
)
def test_any_sentences_can_be_ranked(texts: list[str], count: int, method: str) -> None:
    ranking = rank(analysed(*texts), count, method)
    assert ranking is None or sorted(ranking) == list(range(len(texts)))
