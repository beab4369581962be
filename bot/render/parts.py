"""Cuts Telegram HTML to Telegram's sizes without ever breaking an entity.

Telegram counts UTF-16 units of the text that is left after the tags are parsed; the cut is at a
line end, a sentence's end or a space in the last half of what fits (RSS-to-Telegram-Bot's rule).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from markupsafe import Markup

MESSAGE_UNITS = 4096

_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z-]+)[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL
)
_TAG = re.compile(r"</?[a-z-]+[^>]*>")
_SENTENCE_END = (". ", "! ", "? ", "… ")


def units(text: str) -> int:
    """The length of plain text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length(html: Markup) -> int:
    """The length of HTML as Telegram counts it: tags are nothing, an entity is its character."""
    return units(plain(html))


def plain(html: str) -> str:
    """The text of HTML as a reader sees it, without what its tags do to it."""
    return unescape(_TAG.sub("", html))


def shorten(text: str, limit: int) -> str:
    """Plain text of at most that many UTF-16 units, cut at a space, with an ellipsis."""
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    cut = kept.decode("utf-16-le", "ignore")
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:–—-") + "…"


def split(html: Markup, limit: int = MESSAGE_UNITS) -> tuple[Markup, ...]:
    """The HTML in parts that each fit; tags open at a cut are closed and opened again."""
    if html.strip() and units(html) <= limit:  # the usual case; tags only make it longer
        return (html,)
    parts: list[Markup] = []
    part = _Part()
    for token in _tokens(html):
        if part.units + token.units > limit:
            parts.append(part.take(part.best_cut()))
        part.add(token)
    parts.append(part.take(len(part.tokens)))
    return tuple(finished for finished in parts if finished.striptags().strip())


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    units: int
    opens: str = ""
    closes: str = ""

    @property
    def plain(self) -> str:
        return unescape(self.text) if self.units else ""


def _tokens(html: Markup) -> Iterator[_Token]:
    for match in _TOKEN.finditer(str(html)):
        text, name = match[0], match["name"]
        if name is None:
            yield _Token(text, units(unescape(text)))
        elif match["end"]:
            yield _Token(text, 0, closes=name)
        else:
            yield _Token(text, 0, opens=name)


@dataclass(slots=True)
class _Part:
    """The part in the making: its tokens, and the tags that were open where it began."""

    tokens: list[_Token] = field(default_factory=list)
    units: int = 0

    def add(self, token: _Token) -> None:
        self.tokens.append(token)
        self.units += token.units

    def best_cut(self) -> int:
        """The index to cut before: the last good place in the last half, else the end."""
        half = len(self.tokens) // 2
        best = {"line": 0, "sentence": 0, "space": 0}
        for index, (token, after) in enumerate(pairwise(self.tokens), start=1):
            if token.plain == "\n":
                best["line"] = index
            elif token.plain + after.plain in _SENTENCE_END:
                best["sentence"] = index + 1
            elif token.plain == " ":
                best["space"] = index
        return next((cut for cut in best.values() if cut > half), len(self.tokens))

    def take(self, cut: int) -> Markup:
        """The tokens before the cut as whole HTML; what is left starts the next part."""
        taken, rest = self.tokens[:cut], self.tokens[cut:]
        still_open = _still_open(taken)
        closing = "".join(f"</{token.opens}>" for token in reversed(still_open))
        self.tokens, self.units = [], 0
        for token in (*still_open, *rest):
            self.add(token)
        return Markup("".join(token.text for token in taken) + closing)


def _still_open(tokens: list[_Token]) -> list[_Token]:
    stack: list[_Token] = []
    for token in tokens:
        if token.opens:
            stack.append(token)
        elif token.closes and stack:
            stack.pop()
    return stack
