"""What moves a digest: lateness, travelling, quiet hours."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.schedule import (
    Late,
    Plan,
    Quiet,
    catch_up,
    next_instant,
    quiet_until,
    rezoned,
    slot_date,
    zone_of,
)
from tests.bot.news.zone_days import (
    HOUR,
    MINUTE,
    START,
    at,
    dates,
    hour,
    instants,
    minutes,
    plans,
    zones,
)


def test_lateness() -> None:
    patience = 3 * HOUR
    assert catch_up(START, START, patience) is Late.PROMPT
    assert catch_up(START, START + 14 * MINUTE, patience) is Late.PROMPT
    assert catch_up(START, START + 15 * MINUTE, patience) is Late.NOTED
    assert catch_up(START, START + patience - MINUTE, patience) is Late.NOTED
    assert catch_up(START, START + patience, patience) is Late.MISSED


# Travelling -------------------------------------------------------------------------------------


def moved(wall: str, old: str, new: str, served: date | None, now: str) -> datetime | None:
    here, there = (Plan(minute=hour(wall), zone=zone) for zone in (old, new))
    return rezoned(here, there, served, at(now))


def test_a_traveller_to_the_west_gets_no_second_one() -> None:
    # Served at 08:00 in Tokyo, and it is the evening before in New York.
    instant = moved("08:00", "Asia/Tokyo", "America/New_York", date(2026, 6, 2), "2026-06-02T01:00")
    assert instant == at("2026-06-03T12:00")


def test_a_traveller_to_the_east_leaves_no_date_out() -> None:
    # 20:00 in New York is 09:00 of the next day in Tokyo, an hour after its digest.
    now = "2026-06-02T00:00"
    assert moved("08:00", "America/New_York", "Asia/Tokyo", date(2026, 6, 1), now) == at(now)


def test_a_traveller_over_the_date_line_has_no_digest_of_a_date_they_did_not_see() -> None:
    # From the first of June to the third.
    now = "2026-06-02T10:30"
    instant = moved("08:00", "Pacific/Pago_Pago", "Pacific/Kiritimati", date(2026, 6, 1), now)
    assert instant == at("2026-06-02T18:00")


def test_who_corrects_the_zone_before_the_first_digest_still_gets_it_today() -> None:
    now = "2026-06-01T04:30"
    assert moved("08:00", "Europe/Minsk", "Asia/Yekaterinburg", None, now) == at(now)


def test_who_was_promised_none_today_gets_none() -> None:
    # 09:00 in Minsk: the first one was to come tomorrow, and so it stays.
    instant = moved("08:00", "Europe/Minsk", "Asia/Yekaterinburg", None, "2026-06-01T06:00")
    assert instant == at("2026-06-02T03:00")


def test_days_that_the_new_plan_leaves_out_are_left_out() -> None:
    old = Plan(minute=hour("20:00"), zone="UTC")
    new = Plan(minute=hour("08:00"), zone="UTC", days=1 << 1)
    # A Monday at noon; the new plan is for Tuesdays.
    instant = rezoned(old, new, date(2026, 5, 31), at("2026-06-01T12:00"))
    assert instant == at("2026-06-02T08:00")


@given(st.lists(zones, min_size=2, max_size=5), minutes, instants, st.data())
def test_travellers_get_one_digest_for_each_date_they_see(
    route: list[str], minute: int, start: datetime, data: st.DataObject
) -> None:
    plan = Plan(minute=minute, zone=route[0])
    now, served, seen = start, [], {start.astimezone(zone_of(route[0])).date()}
    due = next_instant(plan, now)
    for zone in (*route[1:], route[-1]):
        leaving = now + data.draw(st.integers(1, 72 * 60)) * MINUTE
        while due is not None and due <= leaving:
            served.append(slot_date(plan, due))
            due = next_instant(plan, due)
            assert due is None or slot_date(plan, due) > served[-1]
        seen |= set(dates(zone_of(plan.zone), now, leaving + MINUTE))
        seen.add(leaving.astimezone(zone_of(plan.zone)).date())
        now, old, plan = leaving, plan, Plan(minute=minute, zone=zone)
        due = rezoned(old, plan, served[-1] if served else None, now)
        seen.add(now.astimezone(zone_of(zone)).date())
    assert served == sorted(set(served))
    if served:
        missed = {day for day in seen if served[0] < day < served[-1]} - set(served)
        assert not missed


@given(plans, instants)
def test_a_plan_that_stays_the_same_keeps_its_instant(plan: Plan, now: datetime) -> None:
    instant = next_instant(plan, now)
    assert instant is not None
    assert rezoned(plan, plan, None, now) == instant
    assert rezoned(plan, plan, slot_date(plan, instant), now) == next_instant(plan, instant)


# Quiet hours ------------------------------------------------------------------------------------

NIGHT = Quiet(start=hour("22:00"), end=hour("07:00"))


@pytest.mark.parametrize(
    ("instant", "end"),
    [
        ("2026-06-01T18:59", None),
        ("2026-06-01T19:00", "2026-06-02T04:00"),
        ("2026-06-01T23:00", "2026-06-02T04:00"),
        ("2026-06-02T03:59", "2026-06-02T04:00"),
        ("2026-06-02T04:00", None),
    ],
)
def test_a_night_in_minsk(instant: str, end: str | None) -> None:
    assert quiet_until(NIGHT, "Europe/Minsk", at(instant)) == (end and at(end))


def test_quiet_hours_within_a_day() -> None:
    nap = Quiet(start=hour("13:00"), end=hour("15:00"))
    assert quiet_until(nap, "UTC", at("2026-06-01T14:00")) == at("2026-06-01T15:00")
    assert quiet_until(nap, "UTC", at("2026-06-01T16:00")) is None


def test_no_quiet_hours_where_the_end_is_the_start() -> None:
    assert quiet_until(Quiet(start=60, end=60), "UTC", at("2026-06-01T01:00")) is None


def test_quiet_hours_that_ended_do_not_begin_again_when_the_clock_is_set_back() -> None:
    quiet = Quiet(start=hour("22:00"), end=hour("01:30"))
    # 01:10 for the second time in New York.
    assert quiet_until(quiet, "America/New_York", at("2026-11-01T06:10")) is None
    assert quiet_until(quiet, "America/New_York", at("2026-11-01T05:10")) == at("2026-11-01T05:30")


@given(minutes, minutes, zones, instants)
def test_quiet_hours_end_within_a_day_and_do_not_hold_twice(
    start: int, end: int, zone: str, instant: datetime
) -> None:
    until = quiet_until(Quiet(start=start, end=end), zone, instant)
    if until is not None:
        assert instant < until <= instant + 25 * HOUR
        assert quiet_until(Quiet(start=start, end=end), zone, until) is None
