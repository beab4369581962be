"""The shipped weights on the data that they were learnt from: whether all still fits together.

What they reach on other data is measured by `python -m tests.benchmarks.stories`.
"""

from __future__ import annotations

import pytest

from bot.news.stories.likeness import regime
from tests.benchmarks.story_training import CLUSTERS, b_cubed, b_cubed_of, f1, f1_of, pairs, stories

needs_data = pytest.mark.skipif(not CLUSTERS.exists(), reason="no shared data beside the checkout")


@needs_data
def test_stories_of_ecb() -> None:
    assert b_cubed(stories(), regime("en"))[0] >= 0.92


@needs_data
def test_russian_pairs() -> None:
    assert f1(pairs("ru"), regime("ru")) >= 0.86


def test_the_measures() -> None:
    assert b_cubed_of([1, 1, 2], ["a", "a", "b"]) == (1.0, 1.0, 1.0)
    assert b_cubed_of([1, 1], ["a", "b"])[1:] == (0.5, 1.0)
    assert b_cubed_of([1, 2], ["a", "a"])[1:] == (1.0, 0.5)
    assert f1_of([True, True, False], [True, False, True]) == 0.5
    assert f1_of([False], [False]) == 0.0
