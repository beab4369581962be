from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.analysis import Floats, analyse
from summarizer.grams import grams_of
from summarizer.model import Sentence
from summarizer.selection import Expectation, choose

WORDS = ("court", "journalist", "rain", "talks", "minsk", "friday", "freed", "said")


def expected(*texts: str, chances: float = 0.5, bonus: Floats | None = None) -> Expectation:
    units = [Sentence(text=text, start=0, end=len(text)) for text in texts]
    grams = grams_of(analyse(units, "en"), 1)
    return Expectation(
        grams=grams,
        chances=np.full(len(grams), chances),
        length=2.0,
        bonus=np.zeros(len(texts)) if bonus is None else bonus,
    )


def worth(expectation: Expectation, chosen: tuple[int, ...]) -> float:
    grams = expectation.grams
    held = np.unique(np.concatenate([grams.of(at) for at in chosen]))
    size = grams.sizes[[*chosen]].sum() + expectation.length * len(chosen)
    return 2 * float(expectation.chances[held].sum()) / float(size)


def test_the_same_in_other_words_comes_last() -> None:
    story = ("Court frees journalist.", "Journalist: court frees.", "Rain fell Friday.", "Talks.")
    assert choose(expected(*story), 2) == [0, 2, 3, 1]


def test_one_sentence_is_the_one_worth_most() -> None:
    order = choose(expected("Rain.", "Rain fell Friday.", "Talks."), 1)
    assert order == [1, 2, 0]


def test_a_bonus_can_outweigh_what_is_said() -> None:
    bonus = np.array([0.0, 0.0, 1.0])
    assert choose(expected("Rain fell.", "Talks on Friday.", "So.", bonus=bonus), 2)[0] == 2


def test_equals_keep_their_order() -> None:
    assert choose(expected("Rain.", "Talks.", "Court.", "Minsk."), 2) == [0, 1, 2, 3]


def test_nothing_said_is_no_trouble() -> None:
    assert choose(expected("!", "?", "…"), 2) == [0, 1, 2]


def test_more_than_are_chosen_together_follow_by_what_they_add() -> None:
    story = [f"{word} {other}." for word, other in combinations(WORDS, 2)]
    order = choose(expected(*story), 20)
    assert sorted(order) == list(range(len(story)))
    said = {word for at in order[:10] for word in story[at].rstrip(".").split()}
    assert said == set(WORDS)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), min_size=1, max_size=9),
    st.integers(1, 9),
)
def test_it_is_as_good_as_each_sentence_by_itself_and_holds_each_once(
    texts: list[str], count: int
) -> None:
    found = expected(*texts)
    order = choose(found, count)
    assert sorted(order) == list(range(len(texts)))
    if count == 1:
        best = max(worth(found, (at,)) for at in range(len(texts)))
        assert abs(worth(found, (order[0],)) - best) < 1e-8


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), min_size=3, max_size=7))
def test_no_exchange_of_one_sentence_betters_a_pair(texts: list[str]) -> None:
    found = expected(*texts)
    first, second, *rest = choose(found, 2)
    chosen = worth(found, (first, second))
    for other in rest:
        assert worth(found, (first, other)) <= chosen + 1e-8
        assert worth(found, (other, second)) <= chosen + 1e-8
