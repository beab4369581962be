"""Numbers as news writes them: "1,200", "1 200", "41,5", "three", "1.2 million"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from summarizer.tokens import word_spans

# Every look around is bounded and every repeat ends at another kind of character: linear time.
_NUMBER = re.compile(
    r"(?<![\w$€£¥₽#№:/.,–-])(?:\d{1,3}(?:[., \u00a0\u202f]\d{3}(?!\d))+|\d{1,12})(?:[.,]\d{1,4})?"
    r"(?![\w:/%–-]|[.,]\d)"
)
_POINT_LANGUAGES = frozenset(("en", "he", "ja", "ko", "th", "zh"))
_GROUP = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value and the [start, end) of what was written."""

    value: Decimal
    start: int
    end: int


def numbers(text: str, language: str) -> list[Number]:
    """List the numbers of a text in order: digits, or words up to twelve; with their scale.

    What is a part of something else is left out: times, dates with dots, scores, percentages,
    prices, "COVID-19". `language` says what separates decimals and how words are read.
    """
    written = [
        Number(_value(match[0], language), match.start(), match.end())
        for match in _NUMBER.finditer(text)
    ]
    known = _words().get(language, {})
    spans = word_spans(text)
    spelt = [Number(known[word], start, end) for word, start, end in spans if word in known]
    scaled = {start: (_scale(word), end) for word, start, end in spans if _scale(word)}
    found = sorted([*written, *spelt], key=lambda number: number.start)
    return [_multiplied(number, text, scaled) for number in found]


def _multiplied(number: Number, text: str, scaled: Mapping[int, tuple[int, int]]) -> Number:
    """The number with the scale that follows it, if one does: "1.2 million"."""
    after = number.end + 1
    if after not in scaled or not text[number.end].isspace():
        return number
    scale, end = scaled[after]
    return Number(number.value * scale, number.start, end)


def _value(digits: str, language: str) -> Decimal:
    """Read digits with their separators."""
    point = "." if language in _POINT_LANGUAGES else ","
    parts = re.split(r"[., \u00a0\u202f]", digits)
    marks = re.findall(r"[., \u00a0\u202f]", digits)
    decimal = bool(marks) and (
        len(parts[-1]) != _GROUP or (marks[-1] == point and (len(marks) == 1 or marks[0] != point))
    )
    whole = "".join(parts[:-1]) if decimal else "".join(parts)
    return Decimal(f"{whole}.{parts[-1]}" if decimal else whole)


def _scale(word: str) -> int:
    exact, begun = _scales()
    return exact.get(word) or next((n for start, n in begun if word.startswith(start)), 0)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, Decimal]]:
    """The value of each number in words, by language."""
    return {
        language: {form: Decimal(value) for value, forms in table.items() for form in forms.split()}
        for language, table in _data()["words"].items()
    }


@lru_cache(maxsize=1)
def _scales() -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """The scales by word, and by the beginning of one."""
    pairs = [(form, int(n)) for n, forms in _data()["scales"].items() for form in forms.split()]
    exact = {form: n for form, n in pairs if not form.endswith("*")}
    return exact, tuple((form[:-1], n) for form, n in pairs if form.endswith("*"))


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("summarizer").joinpath("figures.toml").read_text("utf-8"))
