from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.news.cadence import (
    LONGEST,
    SHORTEST,
    adapted,
    wait_after_failure,
    wait_after_success,
)

HOUR = timedelta(hours=1)
intervals = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400))
chances = st.floats(min_value=0, max_value=1, exclude_max=True)


def test_a_feed_that_brings_news_is_polled_twice_as_often() -> None:
    assert adapted(HOUR, brought=True) == HOUR / 2


def test_a_feed_that_brings_none_is_left_alone_half_as_long_again() -> None:
    assert adapted(HOUR, brought=False) == HOUR * 1.5


def test_the_interval_settles_at_the_feed_s_own_pace() -> None:
    interval, since, waits = HOUR, timedelta(), []
    for _ in range(200):
        since += interval
        brought = since >= timedelta(hours=6)
        since = timedelta() if brought else since
        interval = adapted(interval, brought=brought)
        waits.append(interval)
    mean = sum(waits[100:], timedelta()) / 100
    assert timedelta(hours=2) < mean < timedelta(hours=6)


def test_what_the_publisher_asks_for_is_kept_to() -> None:
    assert wait_after_success(HOUR, asked=5 * HOUR, chance=0) == 5 * HOUR
    assert wait_after_success(HOUR, asked=timedelta(minutes=1), chance=0) == HOUR


def test_a_publisher_cannot_ask_for_a_year() -> None:
    assert wait_after_success(HOUR, asked=timedelta(days=365), chance=0) == LONGEST


def test_failures_back_off_to_a_day() -> None:
    waits = [wait_after_failure(HOUR, failures, chance=0) for failures in (1, 2, 3, 4, 5, 1000)]
    assert waits == [2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, LONGEST, LONGEST]


def test_retry_after_may_ask_for_days() -> None:
    assert wait_after_failure(HOUR, 1, asked=timedelta(days=3), chance=0) == timedelta(days=3)
    week = wait_after_failure(HOUR, 1, asked=timedelta(days=300), chance=0)
    assert week == timedelta(days=7)


@given(intervals, intervals, chances, st.booleans())
def test_no_wait_is_shorter_than_allowed(
    interval: timedelta, asked: timedelta, chance: float, brought: bool
) -> None:
    wait = wait_after_success(adapted(interval, brought=brought), asked=asked, chance=chance)
    assert SHORTEST <= wait <= LONGEST * 1.1
    assert wait >= min(asked, LONGEST)


@given(intervals, st.integers(min_value=1, max_value=10**6), chances)
def test_chance_only_makes_it_later(interval: timedelta, failures: int, chance: float) -> None:
    wait = wait_after_failure(interval, failures, chance=chance)
    assert wait >= wait_after_failure(interval, failures, chance=0) >= SHORTEST
