from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.store.instants import first_sequence, to_instant, to_seconds

_INSTANTS = st.datetimes(timezones=st.just(UTC))


@given(_INSTANTS)
def test_seconds_and_back(instant: datetime) -> None:
    assert to_instant(to_seconds(instant)) == instant.replace(microsecond=0)


@given(_INSTANTS, _INSTANTS)
def test_sequences_are_chronological_and_fit_sqlite(one: datetime, other: datetime) -> None:
    if to_seconds(one) < to_seconds(other):
        assert first_sequence(one) < first_sequence(other)
    assert abs(first_sequence(one)) < 1 << 63


def test_any_zone_is_understood() -> None:
    minsk = datetime(2026, 1, 1, 3, tzinfo=timezone(timedelta(hours=3)))
    assert to_seconds(minsk) == to_seconds(datetime(2026, 1, 1, tzinfo=UTC))
