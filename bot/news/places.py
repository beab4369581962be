"""Time zones by what people call the place they are in, or by where that is. Pure.

Zones and countries are named by CLDR (https://cldr.unicode.org) in each of our languages, their
zones are those of tzdata's zone.tab, and `places.toml` has what neither knows: other names, other
cities, and which of a country's zones are the most populous.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import get_global

from bot.news.schedule import zone_names, zone_of
from summarizer.stems import words

LANGUAGES = ("en", "be", "ru")
MOST_PLACES = 12

_LONGEST = 80
_SHORTEST_PART = 3
_SHORTEST_NEAR = 4
_LIKENESS = 0.75
_MOST_NEAR = 3
_TYPING_SLIPS = 2
# Words before a place, folded: "in Minsk".
_BEFORE = frozenset({"in", "at", "from", "в", "во", "у", "г", "город", "горад"})
_OFFSET = re.compile(
    r"(?:utc|gmt)?\s*(?P<sign>[+\-\u2212\u2013])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?"
    r"|(?:utc|gmt)(?:\s*[+\-]?\s*0)?",
    re.IGNORECASE,
)
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_WHOLE_HOURS = re.compile(r"Etc/GMT[+-]\d{1,2}")
# Two zones whose clocks agree at all of these are one choice to a reader.
_AHEAD = tuple(timedelta(weeks=week) for week in range(53))


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A zone (IANA) under a name that a reader knows: "Minsk, Belarus", "UTC+3"."""

    zone: str
    name: str


class Gazetteer:
    """The index of places. Built in 50 ms and never changed; `gazetteer()` keeps one."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """Index CLDR's names and what `places.toml` tells."""
        self._territories = _territories()
        self._cities = {language: _cities(language) for language in LANGUAGES}
        self._ranks = {zone: rank for rank, zone in enumerate(told["zones"])}
        self._suggested: Mapping[str, list[str]] = told["suggested"]
        self._identifiers = {name.lower(): name for name in zone_names() if "/" in name}
        # A name may mean several zones and countries: "Santiago", "Georgia".
        self._meanings: dict[str, dict[str, None]] = {}
        for name, meaning in (*self._names(), *_told(told)):
            self._meanings.setdefault(_folded(name), {})[meaning] = None
        self._meanings.pop("", None)

    def find(self, text: str, language: str, now: datetime) -> tuple[Place, ...]:
        """The zones that a text may mean, the likeliest first, at most 12; never raises.

        A text is a city, a country, "Minsk, Belarus", an IANA name or an offset from UTC in any of
        our languages, with typing slips. Of zones whose clocks agree from `now` on, a country has
        only the most populous.
        """
        told = " ".join(text[:_LONGEST].split())
        if offset := _OFFSET.fullmatch(told):
            zones = self._at_offset(offset, now)
        elif (name := told.lower().replace(" ", "_")) in self._identifiers:
            zones = [_current(self._identifiers[name])]
        else:
            zones = [zone for meaning in self._meant(told) for zone in self._zones(meaning, now)]
        return self._places(zones, language)

    def suggested(self, language: str) -> tuple[Place, ...]:
        """Zones to offer to a reader of that language before they say anything."""
        return self._places(self._suggested.get(language, self._suggested["en"]), language)

    def name(self, zone: str, language: str) -> str:
        """What a reader of that language calls a zone, its IANA name where there is no other."""
        zone = _current(zone)
        if zone.startswith("Etc/"):
            return _offset_name(zone)
        city = self._city(zone, language)
        territory = Locale.parse(language).territories.get(self._territories.get(zone, ""), "")
        if not territory:
            return zone
        return city if territory.startswith(city) else f"{city}, {territory}"

    def _names(self) -> Iterator[tuple[str, str]]:
        """CLDR's names of zones and countries, and the cities of the identifiers, with meanings."""
        for zone in self._territories:
            yield _identifier_city(zone), zone
        for language in LANGUAGES:
            yield from ((city, zone) for zone, city in self._cities[language].items())
            territories = Locale.parse(language).territories
            for code in dict.fromkeys(self._territories.values()):
                yield from ((each, code) for each in _spellings(territories.get(code, "")))

    def _meant(self, told: str) -> Iterable[str]:
        """Zones and country codes: by the whole name, else by its parts, else by near names."""
        if meanings := self._named(told):
            return meanings
        place, _comma, country = told.rpartition(",")
        # CLDR's own names may have commas: "Beulah, North Dakota".
        city = self._named(place) or self._named(told.partition(",")[0])
        within = self._named(country)
        inside = [zone for zone in city if self._territories.get(zone) in within]
        return inside or (*city, *within) or self._near(_folded(told))

    def _named(self, name: str) -> Collection[str]:
        """What exactly that name means."""
        return self._meanings.get(_folded(name), ())

    def _near(self, query: str) -> Iterable[str]:
        """What names mean that are spelt nearly so or begin so, the likest first."""
        near: set[str] = set()
        if len(query) >= _SHORTEST_PART:
            near |= {name for name in self._meanings if name.startswith(query)}
        if len(query) >= _SHORTEST_NEAR:
            lengths = range(len(query) - _TYPING_SLIPS, len(query) + _TYPING_SLIPS + 1)
            alike = [name for name in self._meanings if len(name) in lengths]
            near |= {*get_close_matches(query, alike, n=_MOST_NEAR, cutoff=_LIKENESS)}
        names = sorted(near, key=lambda name: (-SequenceMatcher(None, name, query).ratio(), name))
        return dict.fromkeys(meaning for name in names for meaning in self._meanings[name])

    def _zones(self, meaning: str, now: datetime) -> Iterable[str]:
        """The zone itself, or those of a country that differ, the most populous first."""
        if "/" in meaning:
            return (meaning,)
        zones = [zone for zone, territory in self._territories.items() if territory == meaning]
        return self._distinct(zones, now)

    def _distinct(self, zones: Iterable[str], now: datetime) -> Iterable[str]:
        """One zone of each kind of clock, the most populous first."""
        clocks: dict[tuple[timedelta | None, ...], str] = {}
        for zone in sorted(zones, key=lambda zone: self._ranks.get(zone, len(self._ranks))):
            rules = zone_of(zone)
            clock = tuple((now + ahead).astimezone(rules).utcoffset() for ahead in _AHEAD)
            clocks.setdefault(clock, zone)
        return clocks.values()

    def _at_offset(self, told: re.Match[str], now: datetime) -> Iterable[str]:
        """The zone of whole hours without summer time, else those of cities that are there now."""
        sign = -1 if told["sign"] not in {None, "+"} else 1
        hours, minutes = int(told["hours"] or 0), int(told["minutes"] or 0)
        offset = sign * timedelta(hours=hours, minutes=minutes)
        if not _WEST <= offset <= _EAST:
            return ()
        if not minutes:
            # POSIX counts towards the west: Etc/GMT-3 is three hours ahead of UTC.
            return (f"Etc/GMT{-sign * hours:+d}" if hours else "Etc/UTC",)
        there = (
            zone
            for zone in self._territories
            if now.astimezone(zone_of(zone)).utcoffset() == offset
        )
        return self._distinct(there, now)

    def _places(self, zones: Iterable[str], language: str) -> tuple[Place, ...]:
        places = (Place(zone=zone, name=self.name(zone, language)) for zone in dict.fromkeys(zones))
        return tuple(places)[:MOST_PLACES]

    def _city(self, zone: str, language: str) -> str:
        return self._cities.get(language, {}).get(zone) or _identifier_city(zone)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of `places.toml`."""
    told = files("bot.news").joinpath("places.toml").read_text(encoding="utf-8")
    return Gazetteer(tomllib.loads(told))


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone (IANA) of a point in degrees, at sea "Etc/GMT…", None for what is no point.

    The first call loads the borders: 70 ms and 35 MB.
    """
    from tzfpy import get_tz

    zone = get_tz(longitude, latitude)
    return zone if zone in zone_names() else None


def _territories() -> dict[str, str]:
    """Each zone that people live in, with its ISO 3166 code; a country's largest is often first."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="ascii")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {zone: territory for territory, _coordinates, zone, *_comment in rows}


def _cities(language: str) -> dict[str, str]:
    """CLDR's names for the zones' cities; it may know a zone by an older identifier."""
    named = Locale.parse(language).time_zones
    return {_current(zone): names["city"] for zone, names in named.items() if "city" in names}


def _current(zone: str) -> str:
    """The identifier that a zone has today: Europe/Kyiv for Europe/Kiev."""
    return str(get_global("zone_aliases").get(zone, zone))


def _identifier_city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _offset_name(zone: str) -> str:
    """What people call a zone without summer time: "UTC+3" for Etc/GMT-3."""
    hours = int(zone[len("Etc/GMT") :]) if _WHOLE_HOURS.fullmatch(zone) else 0
    return f"UTC{-hours:+d}".replace("-", "\N{MINUS SIGN}") if hours else "UTC"


def _told(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for names_of in (told["zones"], told["countries"]):
        for meaning, names in names_of.items():
            yield from ((name, meaning) for name in names)


def _spellings(name: str) -> Iterator[str]:
    """A country's name, also without a qualifier, and with its abbreviations written out."""
    yield name
    yield re.sub(r"\s*[(,].*", "", name)
    yield name.replace(" & ", " and ").replace("St. ", "Saint ")


def _folded(name: str) -> str:
    """The words of a name as they are compared, without those before it."""
    folded = words(name)
    while len(folded) > 1 and folded[0] in _BEFORE:
        folded = folded[1:]
    return " ".join(folded)
