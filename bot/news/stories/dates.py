"""The names of months and weekdays, by language, from CLDR (https://cldr.unicode.org). Pure."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from babel.core import Locale, UnknownLocaleError

from summarizer.tokens import words


@lru_cache(maxsize=32)
def date_words(language: str) -> frozenset[str]:
    """Return the folded names of months and weekdays in full; none for an unknown language.

    Short forms are left out: many are words or names of their own (Jan, Sun).
    """
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    tables = [
        table[context]["wide"]
        for table, context in product((locale.months, locale.days), ("format", "stand-alone"))
    ]
    names = (words(name) for table in tables for name in table.values())
    # The months of some languages are numbers: "1月".
    return frozenset(name[0] for name in names if len(name) == 1 and not name[0].isdigit())
