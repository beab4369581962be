from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.render.when import ago

NOW = datetime(2026, 2, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "language", "words"),
    [
        (timedelta(hours=2), "en", "2 hr. ago"),
        (timedelta(hours=2), "ru", "2 ч назад"),
        (timedelta(minutes=5), "en", "5 min. ago"),
        (timedelta(days=3), "en", "3 days ago"),
        (timedelta(days=30), "en", "Jan 9, 2026"),
        (-timedelta(hours=3), "en", "1 min. ago"),
    ],
)
def test_an_age_in_words(age: timedelta, language: str, words: str) -> None:
    assert ago(NOW - age, NOW, language) == words


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_a_date_names_its_year(language: str) -> None:
    assert "2026" in ago(NOW - timedelta(days=30), NOW, language)
