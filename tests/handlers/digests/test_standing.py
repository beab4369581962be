from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import Standing, Subscription
from handlers.digests.standing import back, ended, paused, replanned, resumed, skipping

# Monday noon; in Minsk it is 15:00.
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NEXT = datetime(2026, 6, 2, 5, tzinfo=UTC)
LIST = Subscription(
    chat_id=1, minute=480, zone="Europe/Minsk", since=NOW - DAY, next_digest_at=NEXT
)


def test_resumed_is_as_if_it_were_new() -> None:
    stopped = replace(
        LIST,
        standing=Standing.PAUSED,
        resumes=NOW + DAY,
        skipped=date(2026, 6, 3),
        next_digest_at=None,
    )
    assert resumed(stopped, NOW) == LIST


def test_a_pause_of_a_day_leaves_one_out() -> None:
    pausing = paused(LIST, NOW + DAY)
    assert pausing.standing is Standing.PAUSED
    assert pausing.next_digest_at == NEXT + DAY
    assert paused(LIST, None).next_digest_at is None


def test_ended_keeps_all_but_its_next_time() -> None:
    over = ended(LIST)
    assert (over.standing, over.next_digest_at) == (Standing.ENDED, None)
    assert (over.minute, over.zone, over.days) == (LIST.minute, LIST.zone, LIST.days)


def test_skipping_leaves_the_next_date_out() -> None:
    without = skipping(LIST)
    assert (without.skipped, without.next_digest_at) == (date(2026, 6, 2), NEXT + DAY)
    never = replace(LIST, next_digest_at=None)
    assert skipping(never) == never


def test_another_hour_gives_no_date_two_digests() -> None:
    served = replace(LIST, since=NOW - timedelta(hours=7))  # at 8:00 in Minsk
    evening = replanned(served, replace(served, minute=19 * 60), NOW)
    assert evening.next_digest_at == datetime(2026, 6, 2, 16, tzinfo=UTC)


def test_another_hour_counts_today_where_nothing_came_yet() -> None:
    new = replace(LIST, since=NOW - DAY)
    evening = replanned(new, replace(new, minute=19 * 60), NOW)
    assert evening.next_digest_at == datetime(2026, 6, 1, 16, tzinfo=UTC)


def test_who_was_never_told_anything_has_no_date_served() -> None:
    weekly = replace(LIST, days=1, since=NOW - timedelta(days=20), next_digest_at=NEXT)
    moved = replanned(weekly, replace(weekly, days=2), NOW)
    assert moved.next_digest_at == NEXT


def test_nothing_new_in_the_plan_changes_nothing() -> None:
    other_topics = replace(LIST, topics=("economy",), skipped=date(2026, 6, 2))
    assert replanned(LIST, other_topics, NOW) == other_topics


def test_a_paused_list_stays_so_with_another_hour() -> None:
    pausing = paused(LIST, NOW + DAY)
    moved = replanned(pausing, replace(pausing, minute=540), NOW)
    assert moved.standing is Standing.PAUSED
    assert moved.next_digest_at == NEXT + DAY + timedelta(hours=1)


@pytest.mark.parametrize(
    ("standing", "resumes", "upcoming"),
    [
        (Standing.ACTIVE, None, NEXT),
        (Standing.ACTIVE, NOW + 3 * DAY, NEXT),
        (Standing.PAUSED, NOW + 3 * DAY, NEXT + 3 * DAY),
    ],
)
def test_who_comes_back_goes_on_as_it_stood(
    standing: Standing, resumes: datetime | None, upcoming: datetime
) -> None:
    away = replace(LIST, standing=standing, resumes=resumes, next_digest_at=None)
    assert back(away, NOW).next_digest_at == upcoming
