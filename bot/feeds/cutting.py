"""A feed's document cut at its items, so that those it had before need not be read again.

A feed that changed repeats nearly all of what it had, and reading it is what polling spends most
time on. Cutting looks for tags alone, and gives up wherever that could go wrong.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from bot.feeds.feed import MOST_ENTRIES

_TAGS = (b"item", b"entry")
_AFTER_NAME = b"> \t\r\n"
# In these a tag is none.
_QUOTES = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))


@dataclass(frozen=True, kw_only=True, slots=True)
class CutFeed:
    """The items as they are written; `around` has one piece more than those."""

    items: tuple[bytes, ...]
    around: tuple[bytes, ...]

    @property
    def hashes(self) -> frozenset[int]:
        """What the items can be told by, within this process."""
        return frozenset(map(hash, self.items))

    def without(self, known: Container[int]) -> bytes:
        """The document without the items of those hashes; empty when it has no others."""
        kept = [b"" if hash(item) in known else item for item in self.items]
        if not any(kept):
            return b""
        first, *others = self.around
        return first + b"".join(item + gap for item, gap in zip(kept, others, strict=True))


def cut_feed(data: bytes, known: Container[int] = ()) -> CutFeed | None:
    """The items of an RSS or Atom document; None where they cannot be told for sure.

    None, too, for more items than are read of a feed. Takes time in proportion to the document,
    less for items of the hashes `known` from one that was cut before.
    """
    for tag in _TAGS:
        places = _places(data, tag)
        if places is None:
            return None
        if places:
            return _cut(data, places, known)
    return None


def _places(data: bytes, tag: bytes) -> list[tuple[int, int]] | None:
    """From where to where each item goes; None where one has no end, or another one inside."""
    opening, closing = b"<" + tag, b"</" + tag + b">"
    places: list[tuple[int, int]] = []
    start = _next(data, opening, 0)
    while start >= 0:
        end = data.find(closing, start)
        following = _next(data, opening, start + len(opening))
        if end < 0 or 0 <= following < end or len(places) == MOST_ENTRIES:
            return None
        places.append((start, end + len(closing)))
        start = following
    return places


def _next(data: bytes, opening: bytes, start: int) -> int:
    """Where the next tag of just that name begins, -1 for nowhere: "<item>", not "<items>"."""
    while (start := data.find(opening, start)) >= 0:
        after = start + len(opening)
        if after < len(data) and data[after] in _AFTER_NAME:
            return start
        start = after
    return -1


def _cut(data: bytes, places: list[tuple[int, int]], known: Container[int]) -> CutFeed | None:
    starts = [start for start, _ in places] + [len(data)]
    ends = [0] + [end for _, end in places]
    items = tuple(data[start:end] for start, end in places)
    around = tuple(data[end:start] for end, start in zip(ends, starts, strict=True))
    new = (item for item in items if hash(item) not in known)
    if not all(map(_is_balanced, (*new, *around))):
        return None
    return CutFeed(items=items, around=around)


def _is_balanced(piece: bytes) -> bool:
    """Whether a piece was not cut within a quotation or a comment."""
    return all(piece.count(begin) == piece.count(end) for begin, end in _QUOTES)
