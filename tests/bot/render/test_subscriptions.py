from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model import Length, Standing, Subscription
from bot.render.subscriptions import (
    EVERY_DAY,
    WEEKDAYS,
    WEEKEND,
    ListView,
    clock,
    days_in_words,
    is_skipping,
    list_buttons,
    list_text,
    lists_text,
    moment,
    wants,
)
from bot.render.texts import LANGUAGES, texts_in

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
NEXT = datetime(2026, 6, 2, 5, tzinfo=UTC)
LIST = Subscription(
    id=3, chat_id=1, minute=480, zone="Europe/Minsk", since=NOW, next_digest_at=NEXT
)
VIEW = ListView(subscription=LIST, topics="", city="Minsk, Belarus", zone=MINSK)
EN = texts_in("en")


def test_a_wall_time() -> None:
    assert [clock(minute) for minute in (0, 65, 1439)] == ["00:00", "01:05", "23:59"]


@pytest.mark.parametrize(
    ("days", "english", "russian"),
    [
        (EVERY_DAY, "every day", "каждый день"),
        (WEEKDAYS, "on weekdays", "по будням"),
        (WEEKEND, "at weekends", "по выходным"),
        (0b0000101, "Mon, Wed", "пн, ср"),
        (0b1000000, "Sun", "вс"),
    ],
)
def test_days_in_words(days: int, english: str, russian: str) -> None:
    assert days_in_words(EN, days) == english
    assert days_in_words(texts_in("ru"), days) == russian


def test_a_moment_has_words_for_clients_that_do_not_know_its_entity() -> None:
    told = moment(EN, NEXT, MINSK)
    assert told == '<tg-time unix="1780376400" format="wDt">Tue, 2 Jun, 08:00</tg-time>'
    assert "аў, 2 чэр" in moment(texts_in("be"), NEXT, MINSK)


def test_a_list_in_words() -> None:
    assert list_text(EN, VIEW, NOW).striptags() == (
        "Daily news At 08:00, every day (Minsk, Belarus) All topics "
        "Short: a sentence for each story Next: Tue, 2 Jun, 08:00"
    )
    named = replace(VIEW.named("<Work>"), topics="Economy", chat="Friends & co")
    assert "<b>&lt;Work&gt;</b> for Friends &amp; co\n" in wants(EN, named)
    assert "Topics: Economy" in wants(EN, named)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", Length)
@pytest.mark.parametrize("standing", Standing)
def test_every_standing_and_length_has_words(
    language: str, length: Length, standing: Standing
) -> None:
    view = replace(VIEW, subscription=replace(LIST, length=length, standing=standing))
    text = list_text(texts_in(language), view, NOW)
    assert "standing." not in text
    assert "length." not in text
    assert all(button.text for row in list_buttons(texts_in(language), LIST, NOW) for button in row)


def test_a_pause_says_how_long_and_what_then() -> None:
    pausing = replace(LIST, standing=Standing.PAUSED, resumes=NOW + timedelta(days=1))
    told = list_text(EN, replace(VIEW, subscription=pausing), NOW)
    assert "Paused until <tg-time" in told
    assert "Next: " in told


def test_a_skipped_date_is_told_until_it_is_over() -> None:
    skipping = replace(LIST, skipped=date(2026, 6, 2))
    assert "Left out: Tue, 2 Jun" in list_text(EN, replace(VIEW, subscription=skipping), NOW)
    assert is_skipping(skipping, NOW)
    assert not is_skipping(skipping, NOW + timedelta(days=2))
    assert not is_skipping(LIST, NOW)


def test_lists_are_numbered_where_there_are_several() -> None:
    assert lists_text(EN, [VIEW], NOW).startswith("<b>Daily")
    assert "\n\n2. <b>Work</b>" in lists_text(EN, [VIEW, VIEW.named("Work")], NOW)
