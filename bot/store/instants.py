"""Instants as the database keeps them: whole seconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_SECONDS = 86_400
# Room for a million articles of one second.
_SEQUENCE_BITS = 20


def to_seconds(instant: datetime) -> int:
    """The whole seconds of an aware instant, rounded down."""
    since = instant - _EPOCH
    return since.days * _DAY_SECONDS + since.seconds


def to_instant(seconds: int) -> datetime:
    """The instant (UTC) of what `to_seconds` returned."""
    return _EPOCH + timedelta(seconds=seconds)


def first_sequence(instant: datetime) -> int:
    """The lowest sequence that an article published at `instant` can have."""
    return to_seconds(instant) << _SEQUENCE_BITS


def maybe_seconds(instant: datetime | None) -> int | None:
    """As `to_seconds`, for a column that may be NULL."""
    return None if instant is None else to_seconds(instant)


def maybe_instant(seconds: int | None) -> datetime | None:
    """As `to_instant`, for a column that may be NULL."""
    return None if seconds is None else to_instant(seconds)
