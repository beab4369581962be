from __future__ import annotations

from bot.pulse import Pulse


def test_who_is_not_heard_of_in_time_is_overdue() -> None:
    now = 100.0
    pulse = Pulse(lambda: now)
    pulse.expect("feeds", 60)
    pulse.expect("upkeep", 600)
    assert pulse.overdue() == {}
    now = 170.0
    assert pulse.overdue() == {"feeds": 10.0}
    pulse.expect("feeds", 60)
    assert pulse.overdue() == {}


def test_who_ended_in_order_is_not_missed() -> None:
    now = 0.0
    pulse = Pulse(lambda: now)
    pulse.expect("feeds", 1)
    assert "feeds" in pulse
    assert list(pulse) == ["feeds"]
    pulse.forget("feeds")
    pulse.forget("feeds")
    now = 5.0
    assert pulse.overdue() == {}
    assert "feeds" not in pulse
