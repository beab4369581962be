from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.analysis import Analysis, analyse
from summarizer.grams import KINDS, MEASURES, grams_of
from summarizer.model import Sentence
from summarizer.ranker import Regime, rank, regime_name, regimes

PARTS = st.sampled_from(
    ["The court in Minsk freed her.", "Rain.", "“No”, he said.", "1 2 3", "x y"]
)


def analysed(texts: list[str], title: str | None = None) -> Analysis:
    units = [Sentence(text=text, start=0, end=len(text)) for text in texts]
    return analyse(units, "en", title=title)


@pytest.mark.parametrize(
    ("count", "titled", "name"),
    [(1, False, "single"), (1, True, "titled"), (2, False, "several"), (3, True, "several")],
)
def test_what_is_asked_for_chooses_the_weights(count: int, titled: bool, name: str) -> None:
    assert regime_name(count, titled=titled) == name
    assert name in regimes()


@settings(deadline=None)
@given(st.lists(PARTS, max_size=8), st.integers(1, 5), st.none() | PARTS)
def test_every_sentence_has_one_place(texts: list[str], count: int, title: str | None) -> None:
    ranking = rank(analysed(texts, title), count)
    assert sorted(ranking) == list(range(len(texts)))
    assert ranking == rank(analysed(texts, title), count)


REGIME = Regime(
    names=("a", "b"),
    weights=np.array([2.0, -1.0]),
    order=1,
    measures=MEASURES,
    gram_weights=np.zeros((len(MEASURES), len(KINDS))),
    length=1.0,
    trust=0.5,
)


def test_ratings_are_weighted_sums_about_their_mean() -> None:
    found = {"a": np.array([1.0, 0.0]), "b": np.array([0.0, 2.0]), "c": np.array([9.0, 9.0])}
    assert REGIME.ratings(found).tolist() == [2.0, -2.0]


def test_without_weights_all_grams_are_as_likely_as_not() -> None:
    analysis = analysed(["Talks in Minsk.", "Rain."])
    expected = REGIME.expectation(analysis, np.array([2.0, -2.0]), grams_of(analysis, 1))
    assert expected.chances.tolist() == [0.5] * 4
    assert expected.bonus.tolist() == [1.0, -1.0]


def test_weights_belong_to_the_measures_in_their_order() -> None:
    for regime in regimes().values():
        assert regime.measures == MEASURES
        assert regime.gram_weights.shape == (len(MEASURES), len(KINDS))


def test_the_title_counts() -> None:
    texts = [
        "The weather was good on the whole this week in the north of the country.",
        "Many people went to the sea and stayed there until the evening of Sunday.",
        "The court in Minsk freed the journalist Anna Petrova after two years in prison.",
        "Shops in the town closed early because nobody came to buy anything at all.",
    ]
    assert rank(analysed(texts, "Court in Minsk frees journalist Petrova"), 1)[0] == 2
