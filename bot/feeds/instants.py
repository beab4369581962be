"""Dates as documents write them, read into instants."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

# Unix time in milliseconds passes this from 1973 on; in seconds not before the year 5138.
_MILLISECONDS = 100_000_000_000
_UNIX = re.compile(r"\d{9,13}(?:\.\d*)?", re.ASCII)


def instant(value: object) -> datetime | None:
    """An instant in UTC from ISO 8601, RFC 822, Unix seconds or milliseconds, or a date.

    A time with no zone is taken for UTC, a date for its first moment. None for what is no date.
    """
    try:
        found = _read(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read(value: object) -> datetime:
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case int() | float() if not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
        case str():
            return _read_words(value.strip())
        case _:
            raise ValueError(value)


def _read_words(words: str) -> datetime:
    if _UNIX.fullmatch(words):
        return _read(float(words))
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return parsedate_to_datetime(words)
