"""Instants in words, in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel.dates import format_date, format_timedelta

RECENT = timedelta(days=7)
JUST_NOW = timedelta(minutes=1)


def ago(instant: datetime, now: datetime, language: str) -> str:
    """An age: "2 hr. ago" within a week, a date before that. Both instants are aware."""
    age = max(now - instant, JUST_NOW)
    if age < RECENT:
        return format_timedelta(-age, add_direction=True, format="short", locale=language)
    # The day as the language writes it, in UTC.
    return format_date(instant, format="medium", locale=language)


def ahead(instant: datetime, now: datetime, language: str) -> str:
    """How long until then, at least a minute: "in 15 min". Both instants are aware."""
    wait = max(instant - now, JUST_NOW)
    return format_timedelta(wait, add_direction=True, format="short", locale=language)
