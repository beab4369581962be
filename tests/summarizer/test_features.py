from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.analysis import analyse
from summarizer.features import features, matrix
from summarizer.model import Sentence
from summarizer.ranker import Regime, regimes

NEWS = (
    "The court in Minsk freed Anna Petrova on Friday, officials said.",
    'He said: "We are glad (very) 12 million times."',
    "WHY now?",
)


def measured(*texts: str, title: str | None = None) -> dict[str, list[float]]:
    units = [Sentence(text=text, start=0, end=len(text)) for text in texts]
    found = features(analyse(units, "en", title=title))
    return {name: np.round(values, 6).tolist() for name, values in found.items()}


def test_surface_and_place() -> None:
    found = measured(*NEWS, title="Court frees Petrova")
    assert found["first"] == [1, 0, 0]
    assert found["relative"] == [0, 0.5, 1]
    assert found["title_terms"][0] == pytest.approx(2**0.5)
    assert found["title_recall"][1:] == [0, 0]
    assert found["pronoun"] == [0, 1, 0]
    assert found["says"] == [1, 1, 0]
    assert found["quote"] == [0, 1, 0]
    assert found["question"] == [0, 0, 1]
    assert found["number"] == found["bracket"] == [0, 1, 0]
    assert found["capitals"][2] == 0.5
    assert found["words_before"][0] == 0


def test_without_a_title_nothing_is_like_it() -> None:
    found = measured(*NEWS)
    assert not any(found["title_recall"] + found["title_cosine"] + found["title_terms"])


def test_what_the_weights_name_is_measured() -> None:
    known = measured(*NEWS)
    for regime in regimes().values():
        assert set(regime.names) <= set(known)
        assert len(regime.names) <= 60


@pytest.mark.parametrize("regime", regimes().values(), ids=regimes())
def test_what_is_asked_for_alone_is_as_among_all(regime: Regime) -> None:
    units = [Sentence(text=text, start=0, end=len(text)) for text in NEWS]
    analysis = analyse(units, "en", title="Court frees Petrova")
    everything, asked = features(analysis), features(analysis, regime.names)
    assert len(asked) < len(everything)
    assert np.array_equal(matrix(asked, regime.names), matrix(everything, regime.names))


def test_a_matrix_has_a_column_for_each_name() -> None:
    found = {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}
    assert matrix(found, ("b", "a")).tolist() == [[3, 1], [4, 2]]


@settings(deadline=None)
@given(st.lists(st.text(max_size=40) | st.sampled_from(NEWS), min_size=1, max_size=9))
def test_every_measure_is_a_finite_number_for_each_sentence(texts: list[str]) -> None:
    for values in measured(*texts, title="Minsk").values():
        assert len(values) == len(texts)
        assert all(np.isfinite(values))
