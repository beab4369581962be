"""What the tests of the schedule share: the zones, instants of six years, and the dates in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.news.schedule import EVERY_DAY, Plan, zone_names

START = datetime(2025, 1, 1, tzinfo=UTC)
END = datetime(2031, 1, 1, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ZONES = sorted(zone_names())
HOURS_OF_2025_TO_2030 = int((END - START) / HOUR)

zones = st.sampled_from(ZONES)
minutes = st.integers(0, 1439)
days = st.integers(1, EVERY_DAY)
instants = st.integers(0, HOURS_OF_2025_TO_2030 * 60).map(lambda n: START + n * MINUTE)
plans = st.builds(
    lambda minute, zone, days: Plan(minute=minute, zone=zone, days=days), minutes, zones, days
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hour(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def dates(zone: ZoneInfo, start: datetime, end: datetime) -> list[date]:
    """Every local date in between, seen by walking: none is shorter than six hours."""
    seen: dict[date, None] = {}
    while start < end:
        seen[start.astimezone(zone).date()] = None
        start += 6 * HOUR
    return sorted(seen)
