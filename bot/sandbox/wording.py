"""From the parameters of a call to the text that a message will carry, within its limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox.params import Json, Params
from bot.sandbox.refusal import bad_request, not_played
from bot.sandbox.text.cleaning import EntityError, cleaned, is_blank, trimmed
from bot.sandbox.text.entities import Entity, FormattedText, merged, utf16_length
from bot.sandbox.text.found import found_entities
from bot.sandbox.text.links import LinkError, checked_link
from bot.sandbox.text.markup import parse_html
from bot.sandbox.text.tags import MarkupError

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_BYTES = 1 << 15
_MARKUP = (
    "bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre "
    "text_link text_mention custom_emoji date_time"
)
_GIVEN = frozenset(_MARKUP.split())
_FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
_ARGUMENTS = {
    "pre": "language",
    "text_link": "url",
    "custom_emoji": "custom_emoji_id",
    "date_time": "date_time_format",
}


def message_text(params: Params) -> FormattedText:
    """The `text` of a call, parsed, cleaned, ≤ 4096 UTF-16 units, never empty."""
    text = params.text("text")
    if not text:
        raise bad_request("Message text is empty")
    formatted = plain(_parsed(params, text, "entities"))
    if is_blank(formatted.text):
        raise bad_request("Text must be non-empty")
    if utf16_length(formatted.text) > MAX_TEXT:
        raise bad_request("Message is too long")
    return formatted


def caption_text(params: Params) -> FormattedText:
    """The `caption` of a call, parsed and cleaned, ≤ 1024 UTF-16 units, may be empty."""
    formatted = plain(_parsed(params, params.text("caption"), "caption_entities"))
    if utf16_length(formatted.text) > MAX_CAPTION:
        raise bad_request("Message caption is too long")
    return formatted


def plain(given: FormattedText) -> FormattedText:
    """The text as a chat shows it: cleaned, trimmed, with the links and commands found in it."""
    try:
        tidy = trimmed(cleaned(given))
    except EntityError as error:
        raise bad_request(str(error)) from error
    found = found_entities(tidy.text)
    return FormattedText(text=tidy.text, entities=tuple(merged(tidy.entities, found)))


def fields(given: FormattedText, *, caption: bool, users: Mapping[int, Json]) -> Json:
    """The text as fields of a Message; mentions of users that nobody knows are left out."""
    text, entities = ("caption", "caption_entities") if caption else ("text", "entities")
    shown = [_entity_json(entity, users) for entity in given.entities if _known(entity, users)]
    return ({text: given.text} if given.text else {}) | ({entities: shown} if shown else {})


def _parsed(params: Params, text: str, entities: str) -> FormattedText:
    if len(text.encode("utf-8", "replace")) > _MAX_BYTES:
        raise bad_request("Text is too long")
    mode = params.text("parse_mode").lower()
    if mode in {"markdown", "markdownv2"} and text:
        raise not_played(f"parse_mode {params.text('parse_mode')}")
    if mode not in {"", "none", "html", "markdown", "markdownv2"}:
        raise bad_request("Unsupported parse_mode")
    if mode == "html" and text:
        return _html(text)
    given = params.json_array(entities, "entities", "MessageEntity")
    return FormattedText(text=text, entities=tuple(e for raw in given if (e := _entity(raw))))


def _html(text: str) -> FormattedText:
    try:
        return parse_html(text)
    except MarkupError as error:
        raise bad_request(f"Can't parse entities: {error}") from error


def _entity(raw: Any) -> Entity | None:
    """An entity as a bot gives it; those that Telegram finds by itself are not taken."""
    fault = "Can't parse MessageEntity: "
    if not isinstance(raw, dict):
        raise bad_request(fault + "expected an Object")
    kind, offset, length = str(raw.get("type")), raw.get("offset"), raw.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request(fault + 'Field "offset" and "length" must be of type Number')
    if kind in _FOUND:
        return None
    if kind not in _GIVEN:
        raise bad_request(fault + "Unsupported type specified")
    return Entity(
        type=kind,
        offset=offset,
        length=length,
        argument=_argument(kind, raw),
        unix_time=raw.get("unix_time", 0),
    )


def _argument(kind: str, raw: Json) -> str:
    if kind == "text_mention":
        user = raw.get("user")
        return str(user.get("id", "")) if isinstance(user, dict) else ""
    value = str(raw.get(_ARGUMENTS.get(kind, ""), ""))
    if kind != "text_link":
        return value
    try:
        return checked_link(value)
    except LinkError as error:
        raise bad_request(f"Can't parse MessageEntity: {error}") from error


def _known(entity: Entity, users: Mapping[int, Json]) -> bool:
    return entity.type != "text_mention" or _mentioned(entity) in users


def _mentioned(entity: Entity) -> int:
    return int(entity.argument) if entity.argument.isdecimal() else 0


def _entity_json(entity: Entity, users: Mapping[int, Json]) -> Json:
    shown: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.type == "text_mention":
        shown["user"] = users[_mentioned(entity)]
    elif entity.type in _ARGUMENTS and entity.argument:
        shown[_ARGUMENTS[entity.type]] = entity.argument
    if entity.type == "date_time":
        shown["unix_time"] = entity.unix_time
    return shown
