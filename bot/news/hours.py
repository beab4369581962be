"""Hours, weekdays and spans as people type them, in English, Belarusian and Russian. Pure.

Every reader returns None for what cannot be meant, and never raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from bot.news.schedule import EVERY_DAY, Quiet

MORNING, NOON, EVENING = 8 * 60, 12 * 60 + 30, 19 * 60
"""The presets, in minutes after midnight: what "in the morning" means without an hour."""

WEEKDAYS, WEEKEND = 0b001_1111, 0b110_0000
"""Bits of `Plan.days`."""

LONGEST_SPAN = timedelta(days=366)

_LONGEST = 100
_HOUR, _DAY_MINUTES = 60, 24 * 60


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A part of the day: its pattern, what it means alone, and the hours that may be told of it."""

    words: str
    alone: int | None
    hours: Mapping[int, int]


def _part(words: str, alone: int | None, hours: dict[int, int]) -> _Part:
    return _Part(words=words, alone=alone, hours=MappingProxyType(hours))


def _later(first: int, last: int) -> dict[int, int]:
    return {hour: hour + 12 for hour in range(first, last + 1)}


def _same(first: int, last: int) -> dict[int, int]:
    return {hour: hour for hour in range(first, last + 1)}


_PARTS = (
    _part("am?", None, {12: 0, **_same(1, 11)}),
    _part("pm?", None, {12: 12, **_later(1, 11)}),
    _part(r"noon|midday|полдень|полудень|поўдзень|апоўдні", 12 * _HOUR, {12: 12}),
    _part(r"midnight|полночь|полуночь|поўнач|апоўначы", 0, {12: 0}),
    _part(r"(?:in the )?mornings?|утр\w{1,2}|раніц\w*|зранку|ранкам", MORNING, _same(1, 11)),
    _part(
        r"(?:in the )?afternoon|lunch(?:time)?|дня|дн[её]м|обед\w?|удзень|дзень|абед\w?",
        NOON,
        {11: 11, 12: 12, **_later(1, 6)},
    ),
    _part(r"(?:in the )?evenings?|вечер\w{0,2}|[уў]?вечар\w{0,2}", EVENING, _later(4, 11)),
    _part(
        r"(?:at )?night|ноч[иьы]ю?|[уў]?начы|ноччу", None, {12: 0, **_same(1, 5), **_later(8, 11)}
    ),
)

_AT = re.compile(r"\A(?:(?:at|by|about|around|во?|[уў]|аб?|каля|около|с|з|к)(?:\s|(?=\d))|@\s?)")
_CLOCK = re.compile(
    r"""
    (?P<hour> \d{1,2} )
    (?: (?: \s? (?: [:.,hчг-] | час\w* | гадз\w* ) \s? | \s )?
        (?P<minute> \d\d ) (?: \s? (?: m | min\w* | мин\w* | м | хв\w* ) )? )?
    (?: -? (?: й | ай | ой | th ) )?
    (?: \s? (?: h | hrs? | hours? | o'?clock | ч | час\w{0,2} | г | гадз\w* ) \b )?
    (?: \s? (?P<part> [^\d\s] .* ) )?
    """,
    re.VERBOSE,
)

_DAY_NAMES = (
    r"mo|mon|mondays?|пн|пон|понедельник\w*|пан|панядзел\w*",
    r"tu|tues?|tuesdays?|вт|вторник\w*|аў|аўт|аўтор\w*",
    r"wed?|weds|wednesdays?|ср|сред\w{1,2}|серад\w{1,2}",
    r"th|thur?s?|thursdays?|чт|четв|четверг\w*|чц|чацв|чацвер\w*|чацвярг\w*",
    r"fri?|fridays?|пт|пятниц\w{1,2}|пятніц\w{1,2}",
    r"sat?|saturdays?|сб|суб|суббот\w{1,2}|субот\w{1,2}",
    r"sun?|sundays?|вс|вск|воскресень\w{1,2}|нд|нядзел\w{1,2}",
)
_GROUPS = (
    (r"daily|everyday|ежедневно|штодзень|штодзённа", EVERY_DAY),
    (r"weekdays?|workdays?|будн\w{1,3}|будзённ\w*", WEEKDAYS),
    (r"weekends?|выходн\w{1,3}|выхадн\w{1,3}", WEEKEND),
)
_DAYS_IN_WORDS = (
    (re.compile(r"\b(?:every|each|all|кажд\w+|кожн\w+|все|[уў]се) (?:days?|д[езн]\w+)"), "daily"),
    (re.compile(r"\b(?:work(?:ing)?|week|рабоч\w+|працоўн\w+|будн\w+) (?:days|д\w+)"), "weekdays"),
    (re.compile(r"\b(?:week ends?|(?:выхадн|выходн)\w+ д\w+)"), "weekend"),
)
_RANGE = re.compile(r"\s*(?:-|\.{2,})\s*|(?<=\w)\s+(?:to|through|till?|until|по|до|да|па)\s+")
_LISTED = re.compile(r"[\s,;/&+]+")
_FILLERS = frozenset(
    ("and", "on", "from", "и", "і", "й", "ды", "по", "па", "в", "во", "у", "ў", "с", "з")
)

_FROM = re.compile(r"\A(?:from|between|с|со|з|ад)\s+")
_UNTIL = re.compile(r"\s*(?:-|\.{2,}|\b(?:to|till?|until|and|до|по|да|па)\b)\s*")

_SPAN = re.compile(r"(?:for |на )?(?:(?P<number>\d{1,4})|an?|one|один|одну|адзін)?\s?(?P<unit>\D+)")
_UNITS = (
    (r"h|hours?|ч|час\w{0,2}|гадзін\w?", timedelta(hours=1)),
    (r"d|days?|д|день|дн[яі]|дней|дзень|дзён", timedelta(days=1)),
    (r"w|weeks?|недел\w{1,2}|тыд\w{2,4}", timedelta(weeks=1)),
    (r"months?|мес|месяц\w{0,2}", timedelta(days=30)),
)


def read_hour(text: str) -> int | None:
    """The wall time in minutes after midnight: "7", "7.30", "19h", "7 p.m.", "в 7 утра".

    Words alone mean the presets, but noon is 12:00.
    """
    told = _folded(text)
    for words in (told, _AT.sub("", told)):
        for part in _PARTS:
            if part.alone is not None and re.fullmatch(part.words, words):
                return part.alone
        if (clock := _CLOCK.fullmatch(words)) and (minute := _minute(clock)) is not None:
            return minute
    return None


def read_days(text: str) -> int | None:
    """Weekdays as bits of `Plan.days`: "weekdays", "mon-fri", "пн, ср", "every day"."""
    told = _folded(text)
    for phrase, word in _DAYS_IN_WORDS:
        told = phrase.sub(word, told)
    days = 0
    for part in _LISTED.split(_RANGE.sub("-", told)):
        if part in _FILLERS:
            continue
        if not (read := _listed_days(part)):
            return None
        days |= read
    return days or None


def read_quiet(text: str) -> Quiet | None:
    """Quiet hours: "22:00-07:00", "22-7", "from 10pm to 7am", "с 22 до 7"."""
    told = _FROM.sub("", _folded(text))
    for between in _UNTIL.finditer(told):
        start, end = read_hour(told[: between.start()]), read_hour(told[between.end() :])
        if start is not None and end is not None and start != end:
            return Quiet(start=start, end=end)
    return None


def read_span(text: str) -> timedelta | None:
    """How long, a year at most: "a day", "2 weeks", "на неделю". A month has 30 days."""
    if not (told := _SPAN.fullmatch(_folded(text))):
        return None
    for words, unit in _UNITS:
        if re.fullmatch(words, told["unit"]):
            span = unit * int(told["number"] or 1)
            return span if timedelta() < span <= LONGEST_SPAN else None
    return None


def _folded(text: str) -> str:
    """The text in one case, with one kind of hyphen and space; "" for one that is too long."""
    if len(text) > _LONGEST:
        return ""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    folded = re.sub(r"(?<![^\W\d])([ap])\.\s?m\b\.?", r"\1m", re.sub("[‐‑‒–—−]", "-", folded))
    return " ".join(folded.split()).strip(" .,;!?")


def _minute(clock: re.Match[str]) -> int | None:
    """The minute of the day that was told, None where there is none such."""
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    if clock["part"]:
        part = next((each for each in _PARTS if re.fullmatch(each.words, clock["part"])), None)
        told = part.hours.get(hour, hour if hour in part.hours.values() else None) if part else None
    else:
        told = hour
    if told is None or minute >= _HOUR or (total := told * _HOUR + minute) > _DAY_MINUTES:
        return None
    return total % _DAY_MINUTES


def _listed_days(part: str) -> int | None:
    """The bits of a day, of a group of them, or of a range, which may go over the weekend."""
    for words, days in _GROUPS:
        if re.fullmatch(words, part):
            return days
    first, dash, last = part.partition("-")
    start, end = _weekday(first), _weekday(last if dash else first)
    if start is None or end is None:
        return None
    return sum(1 << (start + step) % 7 for step in range((end - start) % 7 + 1))


def _weekday(name: str) -> int | None:
    return next((n for n, names in enumerate(_DAY_NAMES) if re.fullmatch(names, name)), None)
