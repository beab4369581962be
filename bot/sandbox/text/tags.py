"""What the tags of Telegram's HTML mean: which there are, and the entity that each one makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.sandbox.text.entities import Entity
from bot.sandbox.text.links import LinkError, checked_link, user_of

_STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
}
TAGS = frozenset({*_STYLES, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"})
_ATTRIBUTES = {
    ("a", "href"): "",
    ("blockquote", "expandable"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "format"): "",
    ("tg-time", "unix"): "",
}
_MAX_ID = 2**63 - 1


class MarkupError(ValueError):
    """The text is not Telegram's HTML; the message is Telegram's reason."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """An open tag. Its text begins at `offset` in UTF-16 units, at `begin` in characters."""

    name: str
    attributes: dict[str, str]
    offset: int
    begin: int


def counts(tag: str, attribute: str, value: str) -> bool:
    """Whether an attribute means something; one that does not cannot undo an earlier one."""
    prefix = _ATTRIBUTES.get((tag, attribute))
    return prefix is not None and value.startswith(prefix)


def close(tag: Tag, length: int, text: str, entities: list[Entity]) -> None:
    """Add what a closed tag makes of its text (`length` in UTF-16 units) to the entities.

    Raises:
        MarkupError: an attribute that must be there is wrong.
    """
    entity = Entity(type=tag.name, offset=tag.offset, length=length)
    if tag.name in {"pre", "code"}:
        _close_code(entity, tag, entities)
    elif tag.name in _STYLES:
        entities.append(replace(entity, type=_STYLES[tag.name]))
    elif tag.name == "a":
        entities += _link(entity, tag.attributes.get("href") or text)
    elif tag.name == "tg-emoji":
        entities.append(_emoji(entity, tag.attributes.get("emoji-id", "")))
    elif tag.name == "tg-time":
        entities += _date(entity, tag.attributes)
    else:
        kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
        entities.append(replace(entity, type=kind))


def finished(entity: Entity) -> Entity:
    """The entity as it is shown: inline code has no language."""
    return replace(entity, argument="") if entity.type == "code" else entity


def _close_code(entity: Entity, tag: Tag, entities: list[Entity]) -> None:
    """`pre` and `code` over the same text are one block; the language is that of `code`."""
    language = tag.attributes.get("class", "").removeprefix("language-")
    twin = _twin(entity, entities)
    if twin == ("code", True) and tag.name == "pre":
        entities[-1] = replace(entities[-1], type="pre")
    elif twin == ("pre", False) and tag.name == "code" and language:
        entities[-1] = replace(entities[-1], argument=language)
    else:
        entities.append(replace(entity, argument=language))


def _twin(entity: Entity, entities: list[Entity]) -> tuple[str, bool] | None:
    """The last entity if it has the same extent: its type, and whether it has a language."""
    last = entities[-1] if entities else None
    if last is None or (last.offset, last.length) != (entity.offset, entity.length):
        return None
    return last.type, bool(last.argument)


def _link(entity: Entity, url: str) -> list[Entity]:
    user = user_of(url)
    if user is not None:
        return [replace(entity, type="text_mention", argument=str(user))]
    try:
        return [replace(entity, type="text_link", argument=checked_link(url))]
    except LinkError:
        return []


def _emoji(entity: Entity, identifier: str) -> Entity:
    number = int(identifier) if re.fullmatch(r"-?\d{1,19}", identifier, re.ASCII) else 0
    if not 0 < abs(number) <= _MAX_ID:
        raise MarkupError("Invalid custom emoji identifier specified")
    return replace(entity, type="custom_emoji", argument=str(number))


def _date(entity: Entity, attributes: dict[str, str]) -> list[Entity]:
    form = attributes.get("format", "")
    if form not in {"r", "R"} and not re.fullmatch(r"[tTdDwW]*", form):
        raise MarkupError("Invalid date format used")
    match = re.match(r"\d{1,10}", attributes.get("unix", ""), re.ASCII)
    instant = int(match[0]) if match else 0
    return [replace(entity, type="date_time", argument=form, unix_time=instant)] if instant else []
