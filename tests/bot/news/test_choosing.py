from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest_model import Candidate, Taste
from bot.model import Length
from bot.news.choosing import SIZES, Reading, choose, reading_minutes, word_count
from bot.news.novelty import Known
from bot.news.window import Window, weigh
from tests.bot.news.digest_writing import DAY, HOUR, NOW, a_story, a_telling


def window(*stories: Candidate, pins: Iterable[int] = ()) -> Window:
    pinned = frozenset(pins)
    return Window((story, weigh(story, pins=pinned, now=NOW)) for story in stories)


def told(
    *stories: Candidate,
    topics: tuple[str, ...] = (),
    length: Length = Length.SHORT,
    reading: Reading | None = None,
    pins: Iterable[int] = (),
) -> list[int]:
    chosen = choose(window(*stories, pins=pins), topics, length, reading or Reading())
    return [item.story_id for item in chosen]


def test_more_sources_come_first_and_then_what_is_fresh() -> None:
    old = a_telling(3, published=NOW - DAY)
    stories = (a_story(1), a_story(2, sources=6), a_story(3, old))
    assert told(*stories) == [2, 1, 3]


def test_freshness_halves_in_twelve_hours() -> None:
    weights = [
        weigh(a_story(1, a_telling(1, published=NOW - hours * HOUR)), pins=frozenset(), now=NOW)
        for hours in (0, 12, 24)
    ]
    assert weights == [2, 1, 0.5]


def test_a_pin_beats_all() -> None:
    stories = (a_story(1, sources=30), a_story(2, a_telling(2, published=NOW - DAY)))
    assert told(*stories, pins=[2]) == [2, 1]


def test_topics_choose_and_more_of_them_weigh_more() -> None:
    stories = (
        a_story(1, topics=frozenset({"belarus"})),
        a_story(2, topics=frozenset({"belarus", "economy"})),
        a_story(3, topics=frozenset({"sport"})),
    )
    assert told(*stories, topics=("belarus", "economy")) == [2, 1]
    assert told(*stories, topics=("sport",)) == [3]
    assert told(*stories, topics=("art",)) == []


def test_several_topics_group_and_one_does_not() -> None:
    stories = (
        a_story(1, topics=frozenset({"sport"}), sources=9),
        a_story(2, topics=frozenset({"belarus"}), sources=5),
        a_story(3, topics=frozenset({"sport"})),
    )
    chosen = choose(window(*stories), ("belarus", "sport"), Length.SHORT, Reading())
    assert [(item.topic, item.story_id) for item in chosen] == [
        ("sport", 1),
        ("sport", 3),
        ("belarus", 2),
    ]
    alone = choose(window(*stories), ("sport",), Length.SHORT, Reading())
    assert {item.topic for item in alone} == {""}


def test_muted_stories_are_left_out_and_followed_ones_rise() -> None:
    stories = [a_story(number, sources=400 - number) for number in range(1, 300)]
    assert told(*stories, reading=Reading(muted=frozenset({1})))[0] == 2
    far = Reading(followed=frozenset({250}))
    assert told(*stories, reading=far)[0] == 250


@pytest.mark.parametrize(("weight", "first"), [(0.5, 2), (-0.5, 1), (-50.0, 1)])
def test_tastes_move_a_story_within_bounds(weight: float, first: int) -> None:
    stories = (
        a_story(1, topics=frozenset({"art"})),
        a_story(2, a_telling(2, source="AP"), topics=frozenset({"sport"})),
    )
    for subject in ("topic:sport", "source:AP"):
        reading = Reading(tastes=((subject, weight),))
        assert told(*stories, reading=reading)[0] == first
    pinned = Reading(tastes=(("topic:sport", weight),))
    assert told(*stories, reading=pinned, pins=[2])[0] == 2


def test_a_taste_fades_by_half_a_month() -> None:
    taste = Taste(subject="topic:art", weight=2, updated=NOW)
    assert [taste.at(NOW + months * timedelta(days=30)) for months in (-1, 0, 1, 2)] == [
        2,
        2,
        1,
        0.5,
    ]


@pytest.mark.parametrize(
    ("length", "stories", "sentences"),
    [(Length.HEADLINES, 10, 0), (Length.SHORT, 6, 1), (Length.LONG, 12, 2)],
)
def test_lengths(length: Length, stories: int, sentences: int) -> None:
    many = [
        a_story(
            number,
            a_telling(2 * number, gist=f"Alpha{number} bravo{number} charlie{number}."),
            a_telling(2 * number + 1, gist=f"Delta{number} echoes{number} foxtrot{number}."),
        )
        for number in range(1, 30)
    ]
    chosen = choose(window(*many), (), length, Reading())
    assert [len(item.sentences) for item in chosen] == [sentences] * stories


def test_two_minutes_are_counted_in_words() -> None:
    gist = " ".join(f"word{number}" for number in range(58)) + " end."
    many = [a_story(number, a_telling(number, gist=gist)) for number in range(1, 30)]
    chosen = choose(window(*many), (), Length.MINUTES, Reading())
    assert sum(map(word_count, chosen)) <= 400
    assert len(chosen) == 6
    assert reading_minutes(chosen) == 2
    assert reading_minutes(()) == 1


def test_a_sentence_that_repeats_is_left_out() -> None:
    story = a_story(
        1,
        a_telling(1, "Storm hits the coast", gist="The storm hits the whole coast."),
        a_telling(2, gist="Thousands were left without electricity on Monday."),
        a_telling(3, gist="On Monday thousands were left without electricity."),
        a_telling(4, gist="Тысячи остались без света.", language="ru"),
    )
    (item,) = choose(window(story), (), Length.LONG, Reading())
    assert item.sentences == ("Thousands were left without electricity on Monday.",)
    assert (item.newest, item.article_id, item.update) == (4, 1, False)


def test_an_update_holds_only_what_is_new() -> None:
    story = a_story(
        1,
        a_telling(5, "Governor declares emergency", gist="Soldiers rebuild bridges this weekend."),
        a_telling(4, "Storm hits the coast"),
        a_telling(1, "Storm hits the coast", gist="Thousands lost their electricity."),
    )
    reading = Reading(marks=frozenset({(1, 4)}))
    (item,) = choose(window(story), (), Length.LONG, reading)
    assert item.update
    assert item.title == "Governor declares emergency"
    assert item.sentences == ("Soldiers rebuild bridges this weekend.",)
    assert told(story, reading=Reading(marks=frozenset({(1, 5)}))) == []


def test_an_update_of_a_bare_headline_repeats_no_title() -> None:
    story = a_story(1, a_telling(1, "Storm hits coast"), a_telling(2, "Governor resigns today"))
    (item,) = choose(window(story), (), Length.SHORT, Reading(marks=frozenset({(1, 1)})))
    assert (item.title, item.sentences) == ("Governor resigns today", ())


def test_marks_keep_the_newest_and_only_what_is_here() -> None:
    here = window(a_story(1, a_telling(1), a_telling(5)), a_story(2))
    assert here.marks([(1, 1), (1, 5), (7, 70)], [1]) == {(1, 5)}
    assert here.marks([], [2, 9]) == {(2, 2)}
    assert here.among([1, 9]) == {1}


def test_half_of_the_words_must_be_new() -> None:
    known = Known(["Storm hits coast"])
    assert known.news("Storm hits island harbour") == "Storm hits island harbour"
    assert known.news("Storm hits island coast") == ""
    assert known.news("a b c") == ""


@given(
    stories=st.lists(
        st.builds(
            lambda number, titles, topics, sources: a_story(
                number,
                *(a_telling(100 * number + at, text, gist=text) for at, text in enumerate(titles)),
                topics=frozenset(topics),
                sources=sources,
            ),
            st.integers(1, 50),
            st.lists(st.text(max_size=30), min_size=1, max_size=4),
            st.lists(st.sampled_from("abc"), max_size=2),
            st.integers(0, 9),
        ),
        max_size=20,
        unique_by=lambda story: story.story_id,
    ),
    topics=st.lists(st.sampled_from("abc"), max_size=3, unique=True),
    length=st.sampled_from(Length),
    marks=st.dictionaries(st.integers(1, 50), st.integers(1, 5_100)),
    muted=st.frozensets(st.integers(1, 50)),
)
def test_whatever_there_is_the_choice_keeps_its_bounds(
    stories: list[Candidate],
    topics: list[str],
    length: Length,
    marks: dict[int, int],
    muted: frozenset[int],
) -> None:
    reading = Reading(marks=frozenset(marks.items()), muted=muted)
    chosen = choose(window(*stories), tuple(topics), length, reading)
    ids = [item.story_id for item in chosen]
    assert len(ids) == len(set(ids)) <= SIZES[length].stories
    assert not muted & set(ids)
    assert all(len(item.sentences) <= SIZES[length].sentences for item in chosen)
    assert all(item.update == (item.story_id in marks) for item in chosen)
