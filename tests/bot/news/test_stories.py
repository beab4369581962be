from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.stories import ALONE, WINDOW, Grouper, group

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Told:
    title: str = ""
    text: str = ""
    language: str = "en"
    url: str = ""
    published: datetime | None = NOW


FIRE = Told(
    title="Fire in the port of Odessa hurts twelve",
    text="A fire broke out in the port of Odessa on Monday. Twelve people were hurt, the mayor "
    "Hennadiy Trukhanov said. Grain stores of the company Olimpex burnt down. Ships were moved "
    "to Chornomorsk, and the harbour master closed two of the five piers until the evening.",
)
ALSO_FIRE = Told(
    title="Twelve hurt as fire hits Odessa port",
    text="Twelve people were hurt by a fire in the port of Odessa, doctors said on Monday. "
    "The fire began in a grain store of Olimpex, the mayor Hennadiy Trukhanov said.",
)
OTHER_FIRE = Told(
    title="Forest fire near Athens forces thousands out of their homes",
    text="A forest fire north of Athens spread on Monday to the villages of Varnavas and Marathon. "
    "The Greek civil protection sent thousands of people away. Planes came from Italy.",
)
CHESS = Told(
    title="Norway's champion wins chess tournament in Stavanger",
    text="The chess champion Magnus Carlsen won the tournament in Stavanger on Monday.",
)
RUSSIAN = Told(
    title="Пожар в порту Одессы: двенадцать пострадавших",
    text="В порту Одессы загорелись склады компании «Олимпекс», сообщил мэр Геннадий Труханов.",
    language="ru",
)
ALSO_RUSSIAN = Told(
    title="В порту Одессы горят склады «Олимпекса»",
    text="Двенадцать человек пострадали при пожаре на складах «Олимпекса», сообщил Труханов.",
    language="ru",
)

articles = st.lists(
    st.builds(
        Told,
        title=st.text(max_size=60) | st.sampled_from([FIRE.title, CHESS.title, "2024", "The"]),
        text=st.text(max_size=300) | st.sampled_from([FIRE.text, ALSO_FIRE.text, ""]),
        language=st.sampled_from(["", "und", "en", "ru", "be-BY", "zh", "x\0y", "tlh"]),
        published=st.none()
        | st.datetimes()
        | st.datetimes(timezones=st.just(UTC))
        | st.integers(0, 200).map(lambda hours: NOW + timedelta(hours=hours)),
    ),
    max_size=12,
)


def filled(*told: tuple[int, Told, int]) -> Grouper:
    grouper = Grouper()
    for key, article, story in told:
        grouper.put(key, article, story)
    return grouper


def test_one_event_is_one_story_and_others_are_others() -> None:
    assert group([FIRE, CHESS, OTHER_FIRE, ALSO_FIRE]) == (0, 1, 2, 0)


def test_russian_endings_do_not_matter() -> None:
    assert group([RUSSIAN, ALSO_RUSSIAN]) == (0, 0)


def test_languages_are_not_mixed() -> None:
    assert group([FIRE, RUSSIAN, replace(FIRE, language="de")]) == (0, 1, 2)


def test_a_language_that_is_not_given_is_found_out() -> None:
    assert group([FIRE, replace(ALSO_FIRE, language="und")]) == (0, 0)


def test_bare_headlines_are_placed_by_what_they_say() -> None:
    headlines = [replace(each, text="") for each in (FIRE, CHESS, ALSO_FIRE)]
    assert group([FIRE, *headlines[1:]])[1] == 1
    assert group([headlines[0], CHESS, headlines[0]]) == (0, 1, 0)


def test_what_is_too_long_ago_is_another_story() -> None:
    later = replace(FIRE, published=NOW + WINDOW + timedelta(minutes=1))
    earlier = replace(FIRE, published=NOW - WINDOW - timedelta(minutes=1))
    assert group([FIRE, later]) == (0, 1)
    assert group([FIRE, earlier]) == (0, 1)


def test_a_story_goes_on_as_long_as_there_is_news_of_it() -> None:
    days = [replace(FIRE, published=NOW + timedelta(days=4 * n)) for n in range(5)]
    assert group(days) == (0,) * 5


def test_a_story_cools() -> None:
    grouper = filled((1, FIRE, 7))
    fresh = grouper.place(ALSO_FIRE)
    late = grouper.place(replace(ALSO_FIRE, published=NOW + timedelta(days=3)))
    assert late.likeness < fresh.likeness


def test_placing_changes_nothing() -> None:
    grouper = Grouper()
    assert grouper.place(FIRE) == ALONE
    grouper.put(1, FIRE, 7)
    placed = grouper.place(ALSO_FIRE)
    assert placed.story == 7
    assert 0.5 <= placed.likeness < 1.0
    assert not placed.copy
    assert grouper.place(ALSO_FIRE) == placed


def test_what_is_like_nothing_says_how_unlike() -> None:
    placed = filled((1, FIRE, 7)).place(OTHER_FIRE)
    assert placed.story is None
    assert 0.0 < placed.likeness < 0.5
    assert filled((1, FIRE, 7)).place(Told(title="Zebra")) == ALONE


@pytest.mark.parametrize(
    "copy",
    [
        FIRE,
        replace(FIRE, title="Odessa: port fire"),
        replace(FIRE, text=f"{FIRE.text} Our reporter in Odessa, Olena Bila, saw smoke."),
        replace(FIRE, text=FIRE.text[:200]),
        replace(FIRE, text=FIRE.text.upper()),
    ],
)
def test_a_reprint_is_a_copy(copy: Told) -> None:
    placed = filled((1, FIRE, 7)).place(copy)
    assert placed.story == 7
    assert placed.copy


def test_an_article_is_moved_and_its_story_with_it() -> None:
    grouper = filled((1, FIRE, 7), (2, CHESS, 8))
    grouper.move([1], 9)
    assert grouper.place(ALSO_FIRE).story == 9
    grouper.put(1, FIRE, 10)
    assert grouper.place(ALSO_FIRE).story == 10
    assert grouper.place(CHESS).story == 8


def test_what_stays_in_a_story_is_found_there() -> None:
    grouper = filled((1, FIRE, 7), (2, CHESS, 7))
    grouper.move([2], 8)
    assert grouper.place(FIRE).story == 7
    assert grouper.place(CHESS).story == 8


def test_articles_of_any_language_are_moved_together() -> None:
    grouper = filled((1, FIRE, 7), (2, CHESS, 8), (3, RUSSIAN, 8), (4, OTHER_FIRE, 8))
    grouper.move([2, 3, 99], 7)
    assert grouper.place(CHESS).story == grouper.place(FIRE).story == 7
    assert grouper.place(RUSSIAN).story == 7
    assert grouper.place(OTHER_FIRE).story == 8


def test_what_is_removed_is_gone() -> None:
    grouper = filled((1, FIRE, 7), (2, CHESS, 8))
    grouper.remove(1, 99)
    assert grouper.place(FIRE) == ALONE
    assert grouper.place(CHESS).story == 8


def test_what_is_forgotten_can_still_be_named() -> None:
    grouper = filled((1, FIRE, 7), (2, replace(CHESS, published=NOW + timedelta(days=1)), 8))
    grouper.forget(NOW + timedelta(hours=1))
    assert grouper.place(FIRE) == ALONE
    grouper.move([1], 9)
    assert grouper.place(FIRE) == ALONE
    assert grouper.place(CHESS).story == 8


def test_a_story_keeps_its_old_articles_until_they_are_half_of_it() -> None:
    new = replace(CHESS, published=NOW + timedelta(days=2))
    grouper = filled((1, FIRE, 7), (2, new, 7), (3, replace(new, title="Carlsen"), 7))
    grouper.forget(NOW + timedelta(days=1))
    assert grouper.place(FIRE).story == 7
    grouper.remove(3)
    grouper.forget(NOW + timedelta(days=1))
    assert grouper.place(FIRE).story is None


def test_sweeping_keeps_what_a_window_holds() -> None:
    grouper = Grouper(window=timedelta(days=1))
    grouper.sweep()
    for key, hours in enumerate(range(0, 240, 3)):
        grouper.put(key, replace(CHESS, title=f"Game {key}", published=_after(hours)), key)
        grouper.sweep()
    held = {key for shelf in grouper._shelves.values() for key in shelf._story_of}
    assert max(held) == 79
    assert 8 <= len(held) <= 12


def test_articles_without_a_date_count_as_just_come() -> None:
    undated = replace(FIRE, published=None)
    assert group([undated, CHESS, undated]) == (0, 1, 0)
    later = [replace(CHESS, published=_after(24 * day)) for day in range(0, 20, 4)]
    assert group([undated, *later, undated])[-1] != 0


def test_the_same_event_elsewhere_in_time_zones() -> None:
    naive = replace(ALSO_FIRE, published=datetime(2026, 6, 1, 11))  # noqa: DTZ001 - as feeds say it
    assert group([FIRE, naive]) == (0, 0)


@given(articles)
def test_any_articles_are_grouped_alike_and_by_those_before(told: list[Told]) -> None:
    found = group(told)
    assert found == group(told)
    assert len(found) == len(told)
    assert sorted(set(found)) == [*range(len(set(found)))]
    for number in range(len(told)):
        assert group(told[:number]) == found[:number]


@given(st.text(min_size=1), st.text())
def test_a_twin_joins(title: str, text: str) -> None:
    told = Told(title=f"Minsk {title}", text=text)
    assert group([told, told]) == (0, 0)


def _after(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)
