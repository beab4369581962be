from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.analysis import Analysis, analyse, centrality
from summarizer.model import Sentence

WORDS = st.sampled_from("court minsk journalist talks vote rain the of".split())
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=8)


def analysed(texts: list[str], title: str | None = None) -> Analysis:
    units = [Sentence(text=text, start=0, end=len(text)) for text in texts]
    return analyse(units, "en", title=title)


def dense(analysis: Analysis) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    full = np.zeros((len(analysis.sentences), len(analysis.vocabulary)))
    full[analysis.rows, analysis.indices] = analysis.weights
    return full


def test_terms_are_stems_counted_without_function_words() -> None:
    story = analysed(["The courts of the court.", "Of the.", "A vote"], title="The votes")
    assert list(story.vocabulary) == ["court", "vote"]
    assert story.indptr.tolist() == [0, 1, 1, 2]
    assert story.counts.tolist() == [2.0, 1.0]
    assert story.title.tolist() == [1]


def test_words_that_somebody_has_are_not_cut_again() -> None:
    unit = Sentence(text="Ignored here.", start=0, end=13)
    assert list(analyse([unit], "en", words=[["minsk"]]).vocabulary) == ["minsk"]


@given(TEXTS)
def test_products_are_those_of_the_full_matrix(texts: list[str]) -> None:
    story = analysed(texts)
    full = dense(story)
    by_term = np.arange(1.0, full.shape[1] + 1)
    by_sentence = np.arange(1.0, full.shape[0] + 1)
    assert np.allclose(story.times(by_term), full @ by_term)
    assert np.allclose(story.transposed_times(by_sentence), full.T @ by_sentence)
    norms = np.linalg.norm(full, axis=1)
    assert np.allclose(norms[norms > 0], 1)


@settings(deadline=None)
@given(TEXTS)
def test_centrality_is_the_walk_over_the_full_graph(texts: list[str]) -> None:
    story = analysed(texts)
    ratings = centrality(story)
    similar = dense(story) @ dense(story).T
    linked = similar.sum(axis=1) > 0
    if not linked.any():
        assert not ratings.any()
        return
    walk = similar[linked][:, linked]
    walk /= walk.sum(axis=1, keepdims=True)
    size = len(walk)
    exact = np.linalg.solve(np.eye(size) - 0.85 * walk.T, np.full(size, 0.15 / size))
    assert ratings[linked] == pytest.approx(exact * len(texts), abs=6e-3 * len(texts))
    assert not ratings[~linked].any()
    assert ratings.mean() == pytest.approx(1)


def test_a_walk_may_begin_anew_somewhere() -> None:
    story = analysed(["Minsk court", "court talks", "talks rain"])
    at_the_end = centrality(story, np.array([0.01, 0.01, 1.0]))
    assert at_the_end[2] > centrality(story)[2]
