"""The file of countries says what CLDR says."""

from __future__ import annotations

from bot.news.vocabulary import COUNTRIES
from tests.countries import countries


def test_the_file_is_up_to_date() -> None:
    assert COUNTRIES.read_bytes() == countries(), "run: make countries"
