"""Texts of every kind that a summariser may be handed, from a seed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator

_MEGABYTE = 1_000_000
_WORDS = (
    "the minister said on Monday that talks in U.S. had failed No. 5 p.m. Mr. Брат сказал что "
    "выборы прошли в г. Минске 1990 г. выбары Мінск цяпер ў 日本 首相 は 。 שלום לכולם مرحبا ؟ "
    "🙂 🇧🇾 👩\u200d👧 é e\u0301 ÀÉÎ ß ﬁ x\u200by \u202eabc ( ) « » “ ” ... … ! ? . , : ; — - • | "
    "\n \n\n \r\n \t \u2028 \x00 \x1b 12.5 https://a.example/b?c=d a@b.example "
    "By CNN (CNN) -- Updated: Share"
).split(" ")
_ALPHABETS = (
    "abcdefgh .",
    "АБВ где. ",
    "日本語。、",
    "שלום. ",
    "🙂👍🏽 .",
    "\x00\x07\x1f\x7f\n ",
    "A. ",
    "\u0301\u200d\ufe0f ",
)


def wild_texts(seed: int, count: int) -> Iterator[str]:
    """Yield `count` texts, the same ones for the same seed; few are longer than 10 kB."""
    dice = random.Random(seed)
    kinds = (_any_unicode, _pieces, _pieces, _alphabet, _prose, _prose)
    for _ in range(count):
        yield dice.choice(kinds)(dice)


def giant_texts() -> Iterator[tuple[str, str]]:
    """Yield (name, text) of a megabyte or so each, made to cost time."""
    units: dict[str, str] = {
        "one giant word": "x",
        "one giant Cyrillic word": "ж",
        "full stops": ".",
        "spaces": " ",
        "line ends": "\n",
        "capitals": "ALL OF IT IS IN CAPITALS. ",
        "spaced stops": ". ",
        "initials": "A. ",
        "quotes": "«»",
        "parentheses": "(a! ",
        "ideographs": "日本の首相。",
        "ideographs without marks": "日",
        "right to left": "שלום לכולם היום. ",
        "emoji": "🙂",
        "combining marks": "e\u0301\u0301\u0301",
        "surrogates": "\ud83d",
        "datelines": "LONDON (CNN) -- ",
        "bullets": "• ",
        "list of links": "A link\n",
        "numbers": "1. ",
        "joined sentences": "the end.The start",
    }
    for name, unit in units.items():
        yield name, unit * (_MEGABYTE // len(unit))
    dice = random.Random(0)
    yield "prose", "".join(_sentence(dice) for _ in range(14_000))
    yield "lines", "\n".join(f"Line {number} of a list" for number in range(50_000))


def _any_unicode(dice: random.Random) -> str:
    return "".join(chr(dice.randrange(sys.maxunicode + 1)) for _ in range(dice.randrange(200)))


def _pieces(dice: random.Random) -> str:
    joint = dice.choice(["", " ", " ", "\n"])
    return joint.join(dice.choices(_WORDS, k=dice.randrange(300)))


def _alphabet(dice: random.Random) -> str:
    return "".join(dice.choices(dice.choice(_ALPHABETS), k=dice.randrange(1_000)))


def _prose(dice: random.Random) -> str:
    changes: list[Callable[[str], str]] = [str, str, str.upper, str.lower, str.title]
    return dice.choice(changes)("".join(_sentence(dice) for _ in range(dice.randrange(60))))


def _sentence(dice: random.Random) -> str:
    words = (
        f"{dice.choice('bcdfgмнпр')}{dice.randrange(2_000)}o" for _ in range(dice.randrange(3, 25))
    )
    return " ".join(words).capitalize() + dice.choice([". ", ". ", "! ", "?\n", "…\n\n", " "])
