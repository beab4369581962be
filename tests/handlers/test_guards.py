from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.guards import MINUTE, REMEMBERED, Bans, Throttle, Verdict, gate_of

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


def said(user_id: int) -> dict[str, Any]:
    return {"update_id": 1, "message": {"from": {"id": user_id}, "chat": {"id": user_id}}}


def test_what_the_throttle_would_drop_is_turned_away_at_the_door() -> None:
    throttle, clock = Throttle(2), [NOON]
    counted: list[str] = []
    gate = gate_of(throttle, lambda: clock[0], counted.append)
    verdicts = [throttle.judge(7, NOON) for _ in range(2)]
    assert verdicts == [Verdict.PASS, Verdict.PASS]
    assert gate.admits(said(7))  # the next one is to be told
    assert throttle.judge(7, NOON) is Verdict.WARN
    assert not gate.admits(said(7))
    assert gate.admits(said(8))
    assert gate.admits({"update_id": 1, "poll": {"id": "5"}})
    assert counted == ["throttled"]
    clock[0] += MINUTE
    assert gate.admits(said(7))


def test_who_runs_over_their_line_is_told_with_their_next_update() -> None:
    throttle = Throttle(100)
    counted: list[str] = []
    gate = gate_of(throttle, lambda: NOON, counted.append)
    gate.overran(said(7))  # nothing of theirs was let in yet: there is nothing to count on
    assert throttle.judge(7, NOON) is Verdict.PASS
    gate.overran(said(7))
    gate.overran({"update_id": 1, "poll": {"id": "5"}})
    assert throttle.judge(7, NOON) is Verdict.WARN
    assert throttle.judge(7, NOON) is Verdict.DROP
    assert counted == ["overran"] * 3
