"""Writes bot/news/countries.json: countries and their cities in our languages, from CLDR.

A vocabulary is made of it at each start: to read it out of Babel's locales takes ten times as
long. Run by `make countries`; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import orjson
from babel import Locale
from babel.core import get_global

from bot.news.vocabulary import COUNTRIES, LANGUAGES

# CLDR's territories that are no countries: groups, parts, test data, and nobody's land.
_NO_COUNTRIES = frozenset(
    {
        *("AC", "BV", "CP", "CQ", "DG", "EA", "EU", "EZ", "GS", "HM"),
        *("IC", "IO", "QO", "TA", "TF", "UM", "UN", "XA", "XB", "ZZ"),
    }
)
# Research stations under the names of their discoverers.
_NO_CITIES = frozenset({"AQ"})
_CODE = re.compile("[A-Z]{2}")
# "Hong Kong (SAR)": what follows is often the name of another country.
_QUALIFIER = re.compile(r"\s*[(,].*")


def countries() -> bytes:
    """The file, a country a line: by ISO 3166 code names, spellings and cities by language."""
    cities = {language: cities_of(language) for language in LANGUAGES}
    territories = {language: Locale.parse(language).territories for language in LANGUAGES}
    codes = filter(_CODE.fullmatch, territories["en"].keys() - _NO_COUNTRIES)
    lines = []
    for code in sorted(codes):
        full = {language: named[code] for language, named in territories.items() if code in named}
        country = {
            "names": {language: _QUALIFIER.sub("", name) for language, name in full.items()},
            "spellings": {language: _spellings(name) for language, name in full.items()},
            "cities": {language: cities[language].get(code, {}) for language in full},
        }
        lines.append(b'"%s": %s' % (code.encode(), orjson.dumps(country)))
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _spellings(name: str) -> list[str]:
    """How else a name of CLDR's is written: without its qualifier and its abbreviations."""
    short = _QUALIFIER.sub("", name)
    spelt = (short, short.replace(" & ", " and ").replace("St. ", "Saint "))
    return list(dict.fromkeys(spelt))


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


if __name__ == "__main__":
    COUNTRIES.write_bytes(countries())
