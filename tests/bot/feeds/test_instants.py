from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.instants import instant

_NOON = datetime(2025, 6, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2025-06-14T12:00:00Z",
        "2025-06-14 14:00:00+02:00",
        "2025-06-14T12:00:00",
        "Sat, 14 Jun 2025 12:00:00 GMT",
        "Sat, 14 Jun 2025 08:00:00 -0400",
        int(_NOON.timestamp()),
        _NOON.timestamp() * 1000,
        f" {int(_NOON.timestamp())} ",
        str(int(_NOON.timestamp()) * 1000),
        datetime(2025, 6, 14, 12),  # noqa: DTZ001  # YAML gives such
        datetime(2025, 6, 14, 15, tzinfo=timezone(timedelta(hours=3))),
    ],
)
def test_shapes_of_one_instant(value: object) -> None:
    assert instant(value) == _NOON


@pytest.mark.parametrize("value", ["2025-06-14", "20250614", date(2025, 6, 14)])
def test_a_date_is_its_first_moment(value: object) -> None:
    assert instant(value) == datetime(2025, 6, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [None, True, [], "", "yesterday", "0001-01-01T00:00:00+14:00", 1e300, float("nan"), 10**30],
)
def test_what_is_no_date(value: object) -> None:
    assert instant(value) is None


@given(st.text() | st.integers() | st.floats() | st.none() | st.datetimes() | st.dates())
def test_any_value_gives_an_aware_instant_or_none(value: object) -> None:
    found = instant(value)
    assert found is None or found.tzinfo is UTC
