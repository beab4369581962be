from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Standing
from bot.news.turns import scheduled, turn
from tests.bot.news.digest_writing import DAY, HOUR, NOW, a_list

PATIENCE = 3 * HOUR
TODAY = date(2026, 6, 2)


def test_a_turn_on_time() -> None:
    taken = turn(a_list(), NOW, PATIENCE)
    assert (taken.day, taken.goes, taken.late, taken.place) == (TODAY, True, False, (1, 0))
    assert taken.after == a_list(since=NOW, next_digest_at=NOW + DAY)


@pytest.mark.parametrize(
    ("late", "goes", "noted"),
    [(0.1, True, False), (2.9, True, True), (3.1, False, False), (30, False, False)],
)
def test_lateness(late: float, *, goes: bool, noted: bool) -> None:
    now = NOW + late * HOUR
    taken = turn(a_list(), now, PATIENCE)
    assert (taken.day, taken.goes, taken.late) == (TODAY, goes, noted)
    assert taken.after.since == (now if goes else NOW - DAY)
    upcoming = taken.after.next_digest_at
    assert upcoming is not None
    assert upcoming > now


def test_a_skipped_date_is_left_out_and_forgotten() -> None:
    taken = turn(a_list(skipped=TODAY), NOW, PATIENCE)
    assert not taken.goes
    assert taken.after == a_list(next_digest_at=NOW + DAY)


def test_a_date_to_be_skipped_later_is_remembered() -> None:
    later = date(2026, 6, 5)
    taken = turn(a_list(skipped=later), NOW, PATIENCE)
    assert taken.goes
    assert taken.after.skipped == later


@pytest.mark.parametrize(
    ("fields", "goes", "standing", "upcoming"),
    [
        ({"resumes": NOW}, True, Standing.ACTIVE, NOW + DAY),
        ({"resumes": NOW + 3 * DAY}, False, Standing.PAUSED, NOW + 3 * DAY),
        ({}, False, Standing.PAUSED, None),
    ],
)
def test_pauses(
    fields: dict[str, Any], standing: Standing, upcoming: datetime | None, *, goes: bool
) -> None:
    taken = turn(a_list(standing=Standing.PAUSED, **fields), NOW, PATIENCE)
    assert taken.goes == goes
    assert (taken.after.standing, taken.after.next_digest_at) == (standing, upcoming)


@pytest.mark.parametrize("standing", [Standing.ENDED, Standing.UNREACHABLE])
def test_what_has_stopped_has_no_next(standing: Standing) -> None:
    taken = turn(a_list(standing=standing), NOW, PATIENCE)
    assert not taken.goes
    assert taken.after.next_digest_at is None
    assert scheduled(a_list(standing=standing), NOW).next_digest_at is None


def test_a_zone_moved_at_once_gets_no_second_digest_of_its_date() -> None:
    # Due at 23:59 of a date, though the hour of the list is midnight of the next one.
    before = a_list(minute=0, zone="UTC", next_digest_at=datetime(2026, 6, 2, 23, 59, tzinfo=UTC))
    taken = turn(before, datetime(2026, 6, 2, 23, 59, 30, tzinfo=UTC), PATIENCE)
    assert taken.day == TODAY
    assert taken.after.next_digest_at == datetime(2026, 6, 3, tzinfo=UTC)


@given(
    minute=st.integers(0, 1439),
    days=st.integers(1, 127),
    zone=st.sampled_from(["Europe/Minsk", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    delays=st.lists(st.integers(0, 60 * 30), min_size=5, max_size=20),
)
def test_dates_go_on_without_a_repetition(
    minute: int, days: int, zone: str, delays: list[int]
) -> None:
    start = datetime(2026, 10, 20, tzinfo=UTC)
    subscription = scheduled(a_list(minute=minute, days=days, zone=zone), start)
    dates = []
    for delay in delays:
        due = subscription.next_digest_at
        assert due is not None
        taken = turn(subscription, due + timedelta(minutes=delay), PATIENCE)
        dates.append(taken.day)
        subscription = taken.after
    assert dates == sorted(set(dates))
