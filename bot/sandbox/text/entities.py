"""Entities of a text, and Telegram's rules for nesting, merging and splitting them.

The rules are those of TDLib's `fix_entities` (td/telegram/MessageEntity.cpp): bold, italic,
underline, strikethrough and spoiler may be cut in pieces; quotes and links may not; nothing
lives inside code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
PREFORMATTED = frozenset({"pre", "code", "date_time"})
_RANK = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    **{kind: 90 + index for index, kind in enumerate(SPLITTABLE)},
    "custom_emoji": 99,
}
_FOUND_RANK = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A stretch of a text with a meaning; `offset` and `length` count UTF-16 units.

    `argument` is the URL of a link, the language of a code block, the id of a user or an emoji,
    or the format of a date (whose instant is `unix_time`).
    """

    type: str
    offset: int
    length: int
    argument: str = ""
    unix_time: int = 0

    @property
    def end(self) -> int:
        """The first UTF-16 unit after the entity."""
        return self.offset + self.length


@dataclass(frozen=True, kw_only=True, slots=True)
class FormattedText:
    """A text and its entities, sorted by Telegram's order."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """How many UTF-16 units a text has: what Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Sorted as Telegram sorts: by start, the longer first, then by type."""
    return sorted(entities, key=lambda e: (e.offset, -e.length, _rank(e)))


def _rank(entity: Entity) -> int:
    if entity.type == "pre" and entity.argument:
        return 10
    return _RANK.get(entity.type, _FOUND_RANK)


def normalised(entities: Iterable[Entity]) -> list[Entity]:
    """The entities as Telegram keeps them: no forbidden nesting, like pieces merged."""
    links, quotes, styles = _sorted_apart(entities)
    quotes = _without_overlap(quotes)
    whole = _clear_of(quotes, _without_overlap(links))
    return _with_styles(in_order(whole + quotes), styles)


def merged(entities: Iterable[Entity], found: Iterable[Entity]) -> list[Entity]:
    """The entities together with those found in the text; what was there before wins."""
    links, quotes, styles = _sorted_apart(entities)
    kept = [
        new
        for new in _clear_of(quotes, list(found))
        if not any(new.offset < old.end and old.offset < new.end for old in links)
    ]
    return _with_styles(in_order(links + kept + quotes), styles)


def _sorted_apart(
    entities: Iterable[Entity],
) -> tuple[list[Entity], list[Entity], list[Entity]]:
    ordered = in_order(entities)
    styles = [e for e in ordered if e.type in SPLITTABLE]
    quotes = [e for e in ordered if e.type in QUOTES]
    links = [e for e in ordered if e.type not in SPLITTABLE and e.type not in QUOTES]
    return links, quotes, styles


def _without_overlap(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _clear_of(quotes: list[Entity], entities: list[Entity]) -> list[Entity]:
    """Those that lie wholly inside one quote or wholly outside all of them."""
    return [
        entity
        for entity in entities
        if all(
            quote.end <= entity.offset
            or entity.end <= quote.offset
            or (quote.offset <= entity.offset and entity.end <= quote.end)
            for quote in quotes
        )
    ]


def _with_styles(whole: list[Entity], styles: list[Entity]) -> list[Entity]:
    return in_order(whole + _Cutter(styles).cut_at(whole)) if styles else whole


class _Cutter:
    """Cuts styles where other entities begin and end, and drops them inside code.

    Of each style at most one stretch is open at a time; like stretches that touch are one.
    """

    def __init__(self, styles: list[Entity]) -> None:
        self._waiting = styles[::-1]
        self._open: dict[str, Entity] = {}
        self._pieces: list[Entity] = []

    def cut_at(self, whole: list[Entity]) -> list[Entity]:
        stack: list[Entity] = []
        for entity in whole:
            self._leave(stack, entity.offset)
            self._advance(entity.offset)
            stack.append(entity)
        self._leave(stack, None)
        self._advance(None)
        return self._pieces

    def _leave(self, stack: list[Entity], offset: int | None) -> None:
        while stack and (offset is None or offset >= stack[-1].end):
            inside = len(self._pieces)
            self._advance(stack[-1].end)
            if stack[-1].type in PREFORMATTED:
                del self._pieces[inside:]
            stack.pop()

    def _advance(self, offset: int | None) -> None:
        while self._waiting and (offset is None or self._waiting[-1].offset < offset):
            style = self._waiting.pop()
            known = self._open.get(style.type)
            if known is not None and style.offset <= known.end:
                end = max(known.end, style.end)
                self._open[style.type] = replace(known, length=end - known.offset)
            else:
                self._flush(style.offset)
                self._open[style.type] = style
        self._flush(offset)

    def _flush(self, offset: int | None) -> None:
        for kind in SPLITTABLE:
            style = self._open.get(kind)
            if style is None or (offset is not None and style.offset >= offset):
                continue
            if offset is None or style.end <= offset:
                self._pieces.append(style)
                del self._open[kind]
            else:
                self._pieces.append(replace(style, length=offset - style.offset))
                self._open[kind] = replace(style, offset=offset, length=style.end - offset)
