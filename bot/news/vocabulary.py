"""The vocabulary of topics: countries from CLDR (https://cldr.unicode.org), the rest from a TOML.

```toml
ignore = ["New Mexico"]                    # phrases that hold a name and mean something else
unclear_cities = ["Phoenix"]               # CLDR's cities that are no sign of their country

[topics.energy]
names = { en = "Energy", be = "Энергетыка", ru = "Энергетика" }
en = ["energy", "oil"]                     # aliases of a language, with their usual capitals:
ru = ["энергетика", "нефть"]               # a mention has at least those
implies = ["economy"]                      # news of it is news of these topics, too

[countries.BY]                             # by ISO 3166 code: what CLDR does not have
names = { en = "Belarus" }
en = ["Belarusian", "Minsk"]
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bot.errors import DocumentError
from bot.feeds.seeds import seeds_folder
from bot.model import Topic
from bot.news.lexicon import Alias
from bot.news.topics import Vocabulary
from summarizer.stems import words

LANGUAGES = ("en", "be", "ru", "uk", "de", "fr", "pl")
"""Those that countries are named in."""
COUNTRIES = Path(__file__).with_name("countries.json")
"""What CLDR knows of countries: `make countries` writes it."""

Table = Mapping[str, Any]


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """The vocabulary of a `topics.toml` (default: that of the seeds).

    Raises:
        DocumentError: "topics.invalid" (name, reason) when the file is not as it should be.
    """
    path = path or seeds_folder() / "topics.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        told, unclear = content.get("countries", {}), frozenset(content.get("unclear_cities", ()))
        tables = content.get("topics", {}) | dict(_countries(told, unclear))
        return Vocabulary(
            [_topic(key, table) for key, table in tables.items()],
            _Aliases(tables),
            ignored=content.get("ignore", ()),
            implied=_implied(tables),
        )
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise DocumentError("topics.invalid", name=path.name, reason=str(error)) from error


@dataclass(frozen=True, slots=True)
class _Aliases:
    """All that the tables list under languages, made each time that it is gone through."""

    tables: Mapping[str, Table]

    def __iter__(self) -> Iterator[Alias]:
        for key, table in self.tables.items():
            for language in LANGUAGES:
                for phrase in table.get(language, ()):
                    yield Alias(topic=key, language=language, phrase=phrase)


def _topic(key: str, table: Table) -> Topic:
    phrases = dict.fromkeys(phrase for language in LANGUAGES for phrase in table.get(language, ()))
    return Topic(key=key, names=dict(table["names"]), aliases=tuple(phrases))


def _implied(tables: Table) -> dict[str, tuple[str, ...]]:
    """What each topic implies. Raises KeyError for a topic that there is none of."""
    implied = {key: tuple(table["implies"]) for key, table in tables.items() if "implies" in table}
    for other in (other for others in implied.values() for other in others):
        tables[other]
    return implied


def _countries(told: Table, unclear: frozenset[str]) -> Iterator[tuple[str, Table]]:
    """CLDR's countries as tables like those of `topics`, together with what is told of them.

    Their cities name them, but for the `unclear` ones, which mean something else as well.
    """
    known = orjson.loads(COUNTRIES.read_bytes())
    # Those told of come first, and so have the stems that two share (Нигер, Нигерия).
    for code in sorted(known, key=lambda code: (code not in told, code)):
        country, table = known[code], told.get(code, {})
        names = country["names"] | table.get("names", {})
        phrases = {
            language: [
                *(names[language], *spellings, *table.get(language, ())),
                *(
                    city
                    for name, city in country["cities"][language].items()
                    if name not in unclear
                ),
            ]
            for language, spellings in country["spellings"].items()
        }
        yield table.get("key") or "-".join(words(names["en"])), {"names": names, **phrases}
