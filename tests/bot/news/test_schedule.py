"""Every zone of tzdata, every date of six years: one digest each, in order, at its wall time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given

from bot.errors import NotFoundError
from bot.model import Subscription
from bot.news.schedule import (
    Plan,
    next_after,
    next_instant,
    rezoned,
    slot_date,
    zone_data,
    zone_of,
)
from tests.bot.news.zone_days import (
    DAY,
    END,
    MINUTE,
    START,
    ZONES,
    at,
    dates,
    hour,
    instants,
    plans,
)


def digests(plan: Plan, start: datetime, end: datetime) -> Iterator[datetime]:
    instant = next_instant(plan, start)
    while instant is not None and instant < end:
        yield instant
        instant = next_instant(plan, instant)


@cache
def transitions(name: str) -> tuple[datetime, ...]:
    zone, found = zone_of(name), []
    for day in range((END - START).days):
        low, high = START + day * DAY, START + (day + 1) * DAY
        before = low.astimezone(zone).utcoffset()
        if before != high.astimezone(zone).utcoffset():
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                same = middle.astimezone(zone).utcoffset() == before
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
    return tuple(found)


def assert_is_its_wall_time(plan: Plan, instant: datetime, day: date) -> None:
    zone = zone_of(plan.zone)
    wanted = datetime(day.year, day.month, day.day, plan.minute // 60, plan.minute % 60)  # noqa: DTZ001 - a wall time
    local = instant.astimezone(zone)
    if local.replace(tzinfo=None) == wanted:
        assert local.fold == 0
    else:
        # The first minute after a gap that holds the wall time.
        earlier = (instant - MINUTE).astimezone(zone)
        assert earlier.replace(tzinfo=None) < wanted < local.replace(tzinfo=None)


def assert_one_a_date(plan: Plan, start: datetime, end: datetime) -> None:
    zone = zone_of(plan.zone)
    found = list(digests(plan, start - DAY, end + DAY))
    slots = [slot_date(plan, instant) for instant in found]
    assert found == sorted(set(found))
    assert slots == sorted(set(slots))
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    wanted = [day for day in dates(zone, start, end) if 1 << day.weekday() & plan.days]
    assert [day for day in slots if first < day < last] == wanted_between(wanted, first, last)
    for instant, day in zip(found, slots, strict=True):
        assert_is_its_wall_time(plan, instant, day)


def wanted_between(wanted: list[date], first: date, last: date) -> list[date]:
    return [day for day in wanted if first < day < last]


@pytest.mark.parametrize("part", range(8))
def test_every_zone_has_one_digest_a_date_over_six_years(part: int) -> None:
    random = Random(part)
    for name in ZONES[part::8]:
        plan = Plan(minute=random.randrange(1440), zone=name)
        assert_one_a_date(plan, START, END)


@pytest.mark.parametrize("part", range(4))
def test_every_transition_of_every_zone_leaves_one_digest_a_date(part: int) -> None:
    for name in ZONES[part::4]:
        zone = zone_of(name)
        for transition in transitions(name):
            around = (transition + shift * MINUTE for shift in (-61, -31, -1, 0, 1, 30))
            walls = [each.astimezone(zone) for each in around]
            for minute in {wall.hour * 60 + wall.minute for wall in walls}:
                plan = Plan(minute=minute, zone=name)
                assert_one_a_date(plan, transition - 3 * DAY, transition + 3 * DAY)


@given(plans, instants)
def test_any_weekdays_have_one_digest_a_date(plan: Plan, start: datetime) -> None:
    assert_one_a_date(plan, start, start + 30 * DAY)


@given(plans, instants)
def test_the_next_one_is_always_later_and_none_is_jumped_over(plan: Plan, after: datetime) -> None:
    instant = next_instant(plan, after)
    assert instant is not None
    assert after < instant
    # From anywhere in between, it is still the next one.
    assert next_instant(plan, after + (instant - after) / 2) == instant
    assert next_instant(plan, instant - timedelta(microseconds=1)) == instant


@given(plans, instants)
def test_the_next_one_by_date_is_the_next_one_by_instant(plan: Plan, after: datetime) -> None:
    instant = next_instant(plan, after)
    assert instant is not None
    assert next_after(plan, slot_date(plan, instant)) == next_instant(plan, instant)


@pytest.mark.parametrize(
    ("zone", "wall", "after", "expected"),
    [
        ("Europe/Berlin", "02:30", "2026-10-24T12:00", "2026-10-25T00:30"),
        ("Europe/Berlin", "02:30", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("Europe/Berlin", "02:30", "2027-03-27T12:00", "2027-03-28T01:00"),
        ("Europe/Berlin", "02:30", "2027-03-28T01:00", "2027-03-29T00:30"),
        ("Australia/Lord_Howe", "02:10", "2025-10-04T12:00", "2025-10-04T15:30"),
        ("Australia/Lord_Howe", "01:45", "2025-04-05T12:00", "2025-04-05T14:45"),
        ("America/Nuuk", "23:30", "2025-03-29T12:00", "2025-03-30T01:00"),
        ("America/Nuuk", "23:30", "2025-03-30T01:00", "2025-03-31T00:30"),
        ("Europe/Dublin", "01:30", "2025-03-29T12:00", "2025-03-30T01:00"),
        ("Africa/Casablanca", "02:30", "2025-04-05T12:00", "2025-04-06T02:00"),
        ("Pacific/Apia", "07:00", "2011-12-29T18:00", "2011-12-30T17:00"),
        ("Pacific/Kwajalein", "07:00", "1993-08-20T20:00", "1993-08-21T19:00"),
        ("Asia/Kathmandu", "00:00", "2025-06-01T00:00", "2025-06-01T18:15"),
        # The zone kept summer time for good in 2016.
        ("Asia/Barnaul", "08:00", "2016-03-26T02:00", "2016-03-27T01:00"),
    ],
)
def test_known_days(zone: str, wall: str, after: str, expected: str) -> None:
    assert next_instant(Plan(minute=hour(wall), zone=zone), at(after)) == at(expected)


def test_a_time_pushed_past_midnight_belongs_to_its_own_day() -> None:
    plan = Plan(minute=hour("23:30"), zone="America/Nuuk", days=1 << 5)
    instant = next_instant(plan, at("2025-03-29T12:00"))
    assert instant == at("2025-03-30T01:00")
    assert slot_date(plan, instant) == date(2025, 3, 29)


def test_a_date_that_the_zone_leaves_out_has_none_though_it_is_the_only_weekday() -> None:
    fridays = Plan(minute=hour("07:00"), zone="Pacific/Apia", days=1 << 4)
    assert next_instant(fridays, at("2011-12-29T00:00")) == at("2012-01-05T17:00")


def test_no_days_no_digest() -> None:
    plan = Plan(minute=0, zone="UTC", days=0)
    assert next_instant(plan, START) is None
    assert next_after(plan, START.date()) is None
    assert rezoned(plan, plan, None, START) is None


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../zones", "europe/minsk", "localtime"])
def test_an_unknown_zone_is_an_error(zone: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        next_instant(Plan(minute=0, zone=zone), START)
    assert caught.value.key == "zone.unknown"
    assert caught.value.arguments == {"zone": zone}


def test_a_subscription_has_a_plan() -> None:
    subscription = Subscription(chat_id=1, minute=450, zone="Europe/Minsk", days=3, since=START)
    assert Plan.of(subscription) == Plan(minute=450, zone="Europe/Minsk", days=3)


def test_the_rules_have_a_version() -> None:
    assert zone_data()[:2] == "20"
