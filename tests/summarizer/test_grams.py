from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.analysis import analyse
from summarizer.grams import KINDS, MEASURES, Grams, grams_of
from summarizer.model import Sentence
from summarizer.tokens import words

STORY = ("The court freed her.", "The court sat in 2020.", "Rain.")


def grams(*texts: str, order: int, title: str | None = None) -> Grams:
    units = [Sentence(text=text, start=0, end=len(text)) for text in texts]
    return grams_of(analyse(units, "en", title=title), order)


def named(found: Grams) -> list[str]:
    stems = found.analysis.stems
    grams = zip(*(words.tolist() for words in found.parts), strict=True)
    return [" ".join(stems[word] for word in gram) for gram in grams]


def measured(found: Grams) -> dict[str, list[float]]:
    ratings, central = np.array([-1.0, 2.0, -1.0]), np.array([1.0, 1.5, 0.5])
    return dict(zip(MEASURES, found.measures(ratings, central).tolist(), strict=True))


def test_words_and_the_sentences_that_they_stand_in() -> None:
    found = grams(*STORY, order=1, title="A court")
    assert named(found) == ["court", "freed", "sat", "2020", "rain", "the", "her", "in"]
    assert found.times.tolist() == found.sentences.tolist() == [2, 1, 1, 1, 1, 2, 1, 1]
    assert [KINDS[kind] for kind in found.kind] == ["content"] * 5 + ["function"] * 3
    assert found.sizes.tolist() == [4, 5, 1]
    assert found.of(2).tolist() == [4]
    assert found.summed(np.arange(8.0)).tolist() == [12, 17, 4]
    assert measured(found)["number"] == [0, 0, 0, 1, 0, 0, 0, 0]
    assert measured(found)["titled"] == [1, 0, 0, 0, 0, 0, 0, 0]


def test_pairs_do_not_reach_across_sentences() -> None:
    found = grams(*STORY, order=2)
    assert sorted(named(found)) == [
        *("court freed", "court sat", "freed her", "in 2020", "sat in", "the court")
    ]
    kinds = dict(zip(named(found), (KINDS[kind] for kind in found.kind), strict=True))
    assert (kinds["the court"], kinds["court freed"]) == ("mixed", "content")
    assert found.sizes.tolist() == [3, 4, 0]
    assert found.times.max() == 2


def test_what_is_said_twice_in_one_sentence_counts_as_often_but_stands_there_once() -> None:
    found = grams("Rain, rain, rain.", order=1)
    assert (found.times.tolist(), found.sentences.tolist(), found.sizes.tolist()) == ([3], [1], [3])


def test_measures_know_the_first_and_the_best_sentence() -> None:
    told = measured(grams(*STORY, order=1))
    court, rain = 0, 4
    assert (told["in_first"][court], told["in_first"][rain]) == (1, 0)
    assert told["best"][court] == pytest.approx(2**0.5, rel=1e-5)
    assert told["best_squared"][rain] == 0
    assert told["most_central"][court] == 1.5
    assert told["spread"][court] == pytest.approx(1 / 3)


def test_measures_of_pairs_are_of_both_words() -> None:
    found = grams(*STORY, order=2, title="Court freed")
    told = measured(found)
    pair = named(found).index("court freed")
    assert told["titled"][pair] == 2
    assert told["log_letters"][pair] == pytest.approx(np.log(10))
    assert told["number"][named(found).index("in 2020")] == 1


@pytest.mark.parametrize(("order", "known"), [(1, ["court", "her", "the"]), (2, ["the court"])])
def test_grams_of_another_text_are_known_by_their_stems(order: int, known: list[str]) -> None:
    found = grams(*STORY, order=order)
    numbers = found.numbers(words("The courts left her"))
    assert sorted(named(found)[number] for number in numbers) == known


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=40) | st.sampled_from(STORY), min_size=1, max_size=9),
    st.sampled_from([1, 2]),
)
def test_every_measure_is_a_finite_number_for_each_gram(texts: list[str], order: int) -> None:
    found = grams(*texts, order=order, title="court")
    flat = np.zeros(len(texts))
    measures = found.measures(flat, flat)
    assert measures.shape == (len(MEASURES), len(found))
    assert np.isfinite(measures).all()
    assert found.times.sum() == found.sizes.sum()
    assert set(found.kind.tolist()) <= {0, 1, 2}
