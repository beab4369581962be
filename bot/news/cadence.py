"""When a feed is polled next: as often as it brings something new, and no oftener than it asks.

Intervals follow the feed: halved by a poll that brought something, half as long again after one
that did not, between a quarter of an hour and a day.
"""

from __future__ import annotations

from datetime import timedelta

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=24)
# A server that is busy, or sends us away, may ask for more than a day; a slip of a year is none.
_LONGEST_ASKED = timedelta(days=7)
# So much later at most, so that feeds that were added together do not stay together.
_JITTER = 0.1


def adapted(interval: timedelta, *, brought: bool) -> timedelta:
    """A feed's own interval after a poll that brought something new, or nothing."""
    return _within(interval / 2 if brought else interval * 1.5)


def wait_after_success(
    interval: timedelta, *, asked: timedelta = timedelta(), chance: float
) -> timedelta:
    """How long to wait: the interval, or what the publisher asks for (a day at most) if longer.

    `chance` is from [0, 1); the wait is never shortened by it.
    """
    return _jittered(max(_within(interval), min(asked, LONGEST)), chance)


def wait_after_failure(
    interval: timedelta, failures: int, *, asked: timedelta = timedelta(), chance: float
) -> timedelta:
    """How long to wait after so many failures in a row (at least 1): doubled by each, to a day.

    What the server asks for (Retry-After) is kept to, a week at most.
    """
    # Ten doublings of the shortest interval are over a day already.
    backed_off = _within(_within(interval) * 2 ** min(failures, 10))
    return _jittered(max(backed_off, min(asked, _LONGEST_ASKED)), chance)


def _within(interval: timedelta) -> timedelta:
    return min(max(interval, SHORTEST), LONGEST)


def _jittered(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 + _JITTER * chance)
