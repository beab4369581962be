from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.news.hours import (
    LONGEST_SPAN,
    read_days,
    read_hour,
    read_quiet,
    read_span,
)
from bot.news.schedule import EVERY_DAY

DAY = timedelta(days=1)


def clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ("07:00", "7|07|7:00|7 am|7a.m.|7 A.M.|7h|7 hours|7 o'clock|7 o’clock|0700|700|@7|at 7"),
        ("07:00", "в 7|у 7|а 7|ў 7|к 7|в7|7ч|7 ч.|в 7 часов|7 часов утра|в 7 утра|около 7 утра"),
        ("07:00", "а 7-й|а 7-й раніцы|у 7 гадзін|7 гадзін раніцы"),
        ("07:00", "7 in the morning|about 7|７"),
        ("07:30", "7:30|7.30|7,30|07h30|7h30|7 30|7-30|7–30|730|0730|7ч30|7 ч 30 мин|7 гадз 30 хв"),
        ("07:30", "  7 : 30 |7:30!|7:30 am|7:30 утра|at 7:30 a.m.|７：３０"),
        ("19:00", "19|19h|19:00|7pm|7 p.m.|7 P.M.|7 in the evening|7 вечера|в 7 часов вечера"),
        ("19:00", "7 вечара|а 7-й вечара|19 вечера|19:00 pm|1900|evening|Вечером|увечары|ўвечары"),
        ("08:00", "morning|in the morning|утро|утром|с утра|раніца|раніцай|з раніцы|зранку"),
        ("12:00", "noon|at noon|midday|12 noon|12pm|12 дня|полдень|в полдень|поўдзень|апоўдні"),
        ("12:30", "lunch|lunchtime|afternoon|днём|днем|в обед|удзень"),
        ("00:00", "midnight|12am|12 midnight|0|00:00|24:00|полночь|апоўначы|12 ночи|0am"),
        ("15:00", "3pm|3 дня|3 in the afternoon|15"),
        ("01:00", "1 ночи|1 am|1 ночы"),
        ("22:00", "10 ночи|22|10pm"),
    ],
)
def test_hours(expected: str, texts: str) -> None:
    read = {text: clock(read_hour(text)) for text in texts.split("|")}
    assert read == dict.fromkeys(read, expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "at",
        "25",
        "24:01",
        "7:60",
        "7:5",
        "-5",
        "13 am",
        "0 утра",
        "3 вечера",
        "7 belarus",
        "belarus",
        "утка",
        "1:23:45",
        "12345",
        "night",
    ],
)
def test_what_is_no_hour(text: str) -> None:
    assert read_hour(text) is None


def test_a_long_text_is_no_hour() -> None:
    assert read_hour("7" + " " * 200 + "pm") is None


@given(
    st.integers(0, 1439),
    st.sampled_from(["{0:02}:{1:02}", "{0}.{1:02}", "{0}h{1:02}", "{0} {1:02}"]),
)
def test_every_minute_of_the_day(minute: int, form: str) -> None:
    assert read_hour(form.format(minute // 60, minute % 60)) == minute


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ("MTWTFSS", "every day|daily|everyday|all days|каждый день|ежедневно|все дни|mon-sun"),
        ("MTWTFSS", "кожны дзень|штодзень|усе дні|weekdays and weekends"),
        (
            "MTWTF..",
            "weekdays|mon-fri|Mon–Fri|Monday to Friday|пн-пт|пн - пт|будни|по будням|mo-fr",
        ),
        ("MTWTF..", "с понедельника по пятницу|рабочие дни|по рабочим дням|working days|week days"),
        ("MTWTF..", "будні|у будні|працоўныя дні|з панядзелка па пятніцу|from monday till friday"),
        (
            ".....SS",
            "weekend|weekends|week end|выходные|по выходным|выхадныя|sat, sun|сб и вс|сб,нд",
        ),
        (".....SS", "по субботам и воскресеньям|выходные дни|sat & sun"),
        ("M.W.F..", "mon wed fri|mon, wed and fri|пн, ср, пт|пн ср и пт|пн, ср і пт|mo/we/fr"),
        ("M...FSS", "fri-mon|пятница-понедельник"),
        (".TWTF..", "аў-пт|tue..fri|вт-пт"),
        ("M......", "mon|monday|Mondays|on mondays|по понедельникам|панядзелак|mon-mon"),
        ("...T...", "чацвер|чц|чт|четверг|по четвергам|thursday|th"),
    ],
)
def test_days(expected: str, texts: str) -> None:
    read = {
        text: "".join("MTWTFSS"[n] if (read_days(text) or 0) >> n & 1 else "." for n in range(7))
        for text in texts.split("|")
    }
    assert read == dict.fromkeys(read, expected)


@pytest.mark.parametrize("text", ["", "-", "foo", "mon-foo", "foo-mon", "mon foo", "and", "7:30"])
def test_what_are_no_days(text: str) -> None:
    assert read_days(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "22:00-07:00",
        "22-7",
        "22–7",
        "22:00 — 7:00",
        "10pm-7am",
        "10 p.m. until 7 a.m.",
        "from 22 to 7",
        "between 10pm and 7am",
        "с 22 до 7",
        "з 22 да 7",
        "с 10 вечера до 7 утра",
        "22-00-07-00",
        "22:00..07:00",
        "22 to 7",
    ],
)
def test_quiet_hours(text: str) -> None:
    quiet = read_quiet(text)
    assert quiet is not None
    assert (clock(quiet.start), clock(quiet.end)) == ("22:00", "07:00")


@pytest.mark.parametrize("text", ["", "22", "22-22", "off", "-", "22-", "to", "22-26"])
def test_what_are_no_quiet_hours(text: str) -> None:
    assert read_quiet(text) is None


@pytest.mark.parametrize(
    ("span", "texts"),
    [
        (DAY, "a day|day|1 day|1d|one day|for a day|день|на день|дзень|один день|24 hours|24 часа"),
        (7 * DAY, "a week|week|1w|неделя|на неделю|тыдзень|на тыдзень|7 days|7 дней|7 дзён|7д"),
        (14 * DAY, "2 weeks|2 недели|на 2 тыдні|14 дней"),
        (30 * DAY, "a month|месяц|на месяц|1 month"),
    ],
)
def test_spans(span: timedelta, texts: str) -> None:
    read = {text: read_span(text) for text in texts.split("|")}
    assert read == dict.fromkeys(read, span)


@pytest.mark.parametrize(
    "text", ["", "2", "0 days", "400 days", "9999 weeks", "forever", "a", "-1 day"]
)
def test_what_are_no_spans(text: str) -> None:
    assert read_span(text) is None


LIKELY = st.lists(
    st.sampled_from(
        "7 12 30 19 : . - – h am p.m. at в а утра вечера ночи дня mon пт to до и weekdays day на "
        "неделю 99999 ² ٣ ①".split()
    ),
    max_size=8,
).flatmap(lambda words: st.sampled_from(["", " "]).map(lambda gap: gap.join(words)))


@given(st.one_of(st.text(), LIKELY))
@example("7" * 5000)
@example("a " * 5000)
@example("7 - " * 24)
def test_no_text_raises(text: str) -> None:
    hour, days, quiet, span = read_hour(text), read_days(text), read_quiet(text), read_span(text)
    assert hour is None or 0 <= hour < 1440
    assert days is None or 0 < days <= EVERY_DAY
    assert quiet is None or quiet.start != quiet.end
    assert span is None or timedelta() < span <= LONGEST_SPAN
