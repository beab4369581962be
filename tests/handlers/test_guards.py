from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers.guards import REMEMBERED, Bans, Throttle, Verdict

NOON = datetime(2026, 2, 8, 12, tzinfo=UTC)


def test_the_first_one_over_is_warned_and_the_others_dropped() -> None:
    throttle = Throttle(2)
    verdicts = [throttle.judge(1, NOON) for _ in range(5)]
    assert verdicts == [Verdict.PASS, Verdict.PASS, Verdict.WARN, Verdict.DROP, Verdict.DROP]


def test_a_new_minute_is_a_new_start() -> None:
    throttle = Throttle(1)
    throttle.judge(1, NOON)
    assert throttle.judge(1, NOON) is Verdict.WARN
    assert throttle.judge(1, NOON + timedelta(minutes=1)) is Verdict.PASS


def test_people_do_not_count_for_each_other() -> None:
    throttle = Throttle(1)
    throttle.judge(1, NOON)
    assert throttle.judge(2, NOON) is Verdict.PASS


def test_memory_is_bounded() -> None:
    throttle = Throttle(1)
    for person in range(REMEMBERED + 5):
        throttle.judge(person, NOON)
    assert throttle.judge(0, NOON) is Verdict.PASS
    assert len(throttle._minutes) == REMEMBERED


def test_a_ban_is_news_once() -> None:
    bans = Bans()
    assert [bans.are_news_to(person) for person in (1, 2, 1, 1)] == [True, True, False, False]
