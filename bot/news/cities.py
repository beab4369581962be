"""Cities by country, from CLDR: those that its time zones are called by, capitals most of all."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale
from babel.core import get_global

# Research stations under the names of their discoverers.
_NO_CITIES = frozenset({"AQ"})


def _older_identifiers() -> dict[str, list[str]]:
    older: dict[str, list[str]] = {}
    for old, current in get_global("zone_aliases").items():
        older.setdefault(current, []).append(old)
    return older


_OLDER = _older_identifiers()


def cities_of(language: str) -> dict[str, dict[str, str]]:
    """For each ISO 3166 code the cities' English names, each with its name in that language.

    CLDR names a city where the language spells it unlike the zone's identifier does; without a
    name only English takes the identifier's.
    """
    cities: dict[str, dict[str, str]] = {}
    english, named = (Locale.parse(code).time_zones for code in ("en", language))
    for zone, territory in get_global("zone_territories").items():
        name = _city(english, zone) or zone.rpartition("/")[2].replace("_", " ")
        city = _city(named, zone) or (name if language == "en" else "")
        # "Etc/UTC" is no place; "Center, North Dakota" is none that a headline means.
        if "/" in zone and territory not in _NO_CITIES and city and "," not in city:
            cities.setdefault(territory, {})[name] = city
    return cities


def _city(named: Mapping[str, Mapping[str, str]], zone: str) -> str:
    """CLDR's own name of the city, "" for none."""
    # A locale may know the zone by an older identifier: Asia/Katmandu.
    zones = (zone, *_OLDER.get(zone, ()))
    return next((named[each]["city"] for each in zones if "city" in named.get(each, {})), "")
