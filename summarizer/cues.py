"""What the surface of a sentence gives away: names, numbers, quotes, marks and telling words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

import numpy as np

from summarizer.analysis import Analysis, Floats
from summarizer.tokens import fold

# Patterns that begin with a character, not with a choice, let `re` skip whatever is none.
_NUMBER = re.compile(r"\d\d*(?:[.,:]\d+)*")
# A capital amid a sentence; the letter before may be closed by a quote or a comma.
_CAPITAL = re.compile(r""" (?<=[\w,;:'"»«“”)–-] )[^\W\d_a-zа-яёіўїєґß-ÿ]\w+""")
_QUOTE = re.compile(r"""["“”«»„'`](?:(?<=["“”«»„])|(?<=')'|(?<=`)`)""")
_OPENING_QUOTES = tuple("\"“«„'`‘")
_MARKS = {
    "question": ("?",),
    "bracket": ("(", "["),
    "colon": (":",),
    "dash": (" - ", "–", "—", "--"),
}
_COUNTED = ("pronouns", "says", "first_person")
# Beyond these more of them say nothing more: it is a table or a list.
_MOST_NUMBERS = _MOST_COMMAS = 4
# What is measured together, and only where one of them is asked for.
_NAMING = ("names", "names_share", "capitals")
_QUOTING = ("quote", "one_quote", "opens_with_quote", "quote_before")
_TELLING = ("pronoun", "opener", "says", "pronouns_share", "first_person_share")


@lru_cache(maxsize=1)
def words() -> dict[str, frozenset[str]]:
    """Return the folded telling words by kind: pronouns, openers, says, first_person."""
    text = files("summarizer").joinpath("cues.toml").read_text("utf-8")
    return {
        kind: frozenset(map(fold, listed.split())) for kind, listed in tomllib.loads(text).items()
    }


@lru_cache(maxsize=1)
def _counted() -> frozenset[str]:
    return frozenset(word for kind in _COUNTED for word in words()[kind])


def name_count(text: str) -> int:
    """Count words with a capital that do not begin the sentence."""
    return len(_CAPITAL.findall(text))


def number_count(text: str) -> int:
    """Count numbers written in digits: "1,200.50" and "10:30" are one each."""
    return len(_NUMBER.findall(text))


def surface(analysis: Analysis, asked: Callable[[str], bool]) -> dict[str, Floats]:
    """Measure the surface of all sentences: float64 arrays by name, the costly if asked for."""
    texts = [sentence.text for sentence in analysis.sentences]
    length = np.maximum(analysis.lengths, 1).astype(np.float64)
    numeric = analysis.numeric[analysis.units]
    numbers = np.bincount(analysis.unit_rows, numeric, len(texts))
    everything = "\n".join(texts)
    found = {
        name: _holding(texts, [form for form in forms if form in everything])
        for name, forms in _MARKS.items()
    }
    found |= {
        "number": np.minimum(numbers, 1),
        "numbers": np.minimum(numbers, _MOST_NUMBERS),
        "commas": np.minimum(_array([text.count(",") for text in texts]), _MOST_COMMAS),
    }
    if any(map(asked, _NAMING)):
        found |= _naming(texts, length)
    if any(map(asked, _QUOTING)):
        found |= _quoting(texts)
    if any(map(asked, _TELLING)):
        found |= _telling(analysis, length)
    return found


def _naming(texts: list[str], length: Floats) -> dict[str, Floats]:
    names = _array([name_count(text) for text in texts])
    capitals = _array([sum(map(str.isupper, text.split())) for text in texts])
    return {"names": np.sqrt(names), "names_share": names / length, "capitals": capitals / length}


def _quoting(texts: list[str]) -> dict[str, Floats]:
    quotes = _array([len(_QUOTE.findall(text)) for text in texts])
    return {
        "quote": np.minimum(quotes, 1),
        "one_quote": (quotes == 1).astype(np.float64),
        "opens_with_quote": _array([text.startswith(_OPENING_QUOTES) for text in texts]),
    }


def _telling(analysis: Analysis, length: Floats) -> dict[str, Floats]:
    listed, is_counted = words(), _counted().__contains__
    told = [list(filter(is_counted, tokens)) for tokens in analysis.words]
    said = {
        kind: _array([sum(map(listed[kind].__contains__, tokens)) for tokens in told])
        for kind in _COUNTED
    }
    openings = [tokens[0] if tokens else "" for tokens in analysis.words]
    return {
        "pronoun": _array([word in listed["pronouns"] for word in openings]),
        "opener": _array([word in listed["openers"] for word in openings]),
        "says": np.minimum(said["says"], 1),
        "pronouns_share": said["pronouns"] / length,
        "first_person_share": said["first_person"] / length,
    }


def _holding(texts: list[str], forms: list[str]) -> Floats:
    """Tell for each text whether it holds one of the forms."""
    held = np.zeros(len(texts), dtype=np.bool_)
    for form in forms:
        held |= [form in text for text in texts]
    return held.astype(np.float64)


def _array(values: list[int] | list[bool]) -> Floats:
    return np.array(values, dtype=np.float64)
