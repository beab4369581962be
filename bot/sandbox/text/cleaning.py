"""What Telegram does to a text before it shows it: clean, trim, tidy the entities.

After TDLib's `fix_formatted_text`: control characters become spaces, some characters vanish, the
ends are trimmed, and the entities move along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.sandbox.text.entities import Entity, FormattedText, in_order, normalised, utf16_length

_TO_SPACE = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_VANISHING = frozenset("\r\u0333\u033f\u030a\u2028\u2029\u202a\u202b\u202c\u202d\u202e")
_MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_INVISIBLE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e007f]*"
)
_BLANK = " \n"


class EntityError(ValueError):
    """An entity points into the middle of a symbol or out of the text."""


def cleaned(given: FormattedText) -> FormattedText:
    """The text with control characters replaced and entities moved along, not trimmed.

    Raises:
        EntityError: an entity does not begin and end at symbols of the text.
    """
    text, places = _without_control_characters(given.text)
    moved = [_moved(entity, places) for entity in normalised(_meaningful(given.entities))]
    if not text.strip(_BLANK):
        return FormattedText(text="")
    return FormattedText(text=text, entities=tuple(normalised(_meaningful(moved))))


def trimmed(given: FormattedText) -> FormattedText:
    """Without blanks at the end, and at the beginning unless an entity begins there."""
    text = given.text.rstrip(_BLANK)
    end = utf16_length(text)
    kept = [
        replace(entity, length=min(entity.end, end) - entity.offset)
        for entity in given.entities
        if entity.offset < end
    ]
    blanks = len(text) - len(text.lstrip(_BLANK))
    cut = min([blanks, *(entity.offset for entity in kept)])
    moved = (replace(entity, offset=entity.offset - cut) for entity in kept)
    return FormattedText(text=text[cut:], entities=tuple(in_order(moved)))


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all."""
    return _INVISIBLE.fullmatch(text) is not None


def _without_control_characters(text: str) -> tuple[str, dict[int, int]]:
    """The cleaned text, and where each UTF-16 offset at which a symbol begins has gone."""
    out: list[str] = []
    places = {}
    old = new = 0
    for char in text:
        places[old] = new
        old += utf16_length(char)
        if char not in _VANISHING:
            out.append(" " if _TO_SPACE.match(char) else char)
            new += utf16_length(char)
    places[old] = new
    return _MARKS.sub(lambda match: "\u200c" * len(match[0]), "".join(out)), places


def _moved(entity: Entity, places: dict[int, int]) -> Entity:
    try:
        begin, end = places[entity.offset], places[entity.end]
    except KeyError:
        raise EntityError(_fault(entity, max(places))) from None
    return replace(entity, offset=begin, length=end - begin)


def _fault(entity: Entity, end: int) -> str:
    if entity.offset >= end:
        return f"Entity begins after the end of the text at UTF-16 offset {entity.offset}"
    beginning = f"Entity beginning at UTF-16 offset {entity.offset} ends"
    if entity.end > end:
        return f"{beginning} after the end of the text at UTF-16 offset {entity.end}"
    return f"{beginning} or begins in a middle of a UTF-16 symbol"


def _meaningful(entities: Iterable[Entity]) -> list[Entity]:
    return [entity for entity in entities if entity.length > 0]
