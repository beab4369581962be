"""What a full stop after a word means in a language: the words of `abbreviations.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

_FALLBACK = "en"
_NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Abbreviations:
    """Sets of words; `abbreviations.toml` says what each is for, and what its letters mean."""

    never: frozenset[str] = field(default=_NO_WORDS)
    number: frozenset[str] = field(default=_NO_WORDS)
    ends: frozenset[str] = field(default=_NO_WORDS)
    unit: frozenset[str] = field(default=_NO_WORDS)
    either: frozenset[str] = field(default=_NO_WORDS)
    openers: frozenset[str] = field(default=_NO_WORDS)
    ordinals: frozenset[str] = field(default=_NO_WORDS)
    goes_on: frozenset[str] = field(default=_NO_WORDS)
    says: frozenset[str] = field(default=_NO_WORDS)

    @cached_property
    def listed(self) -> frozenset[str]:
        """All words that a full stop may belong to."""
        return self.never | self.number | self.ends | self.unit | self.either


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("summarizer").joinpath("abbreviations.toml").read_text("utf-8"))


def abbreviations(language: str) -> Abbreviations:
    """Return those of a language (ISO 639-1), of its nearest kin, or the English ones."""
    tables = _tables()
    code = tables["aliases"].get(language, language)
    return _read(code if code in tables and code != "aliases" else _FALLBACK)


@lru_cache(maxsize=16)
def _read(code: str) -> Abbreviations:
    table = _tables()[code]
    return Abbreviations(**{kind: frozenset(words.split()) for kind, words in table.items()})
