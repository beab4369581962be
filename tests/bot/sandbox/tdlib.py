"""TDLib's own text functions (no network, no token): the judge of the sandbox's parser."""

from __future__ import annotations

import json
from typing import Any

import tdjson

from bot.sandbox.text.entities import Entity, FormattedText

_TYPES = {
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "PreCode": "pre",
    "BotCommand": "bot_command",
    "EmailAddress": "email",
}
_NAMES = {name: kind for kind, name in _TYPES.items()} | {"pre": "Pre"}


def execute(query: dict[str, Any]) -> dict[str, Any]:
    answer = tdjson.td_execute(json.dumps(query).encode())
    assert answer is not None
    result: dict[str, Any] = json.loads(answer)
    return result


def silence() -> None:
    execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def parse_html(text: str) -> FormattedText | str:
    """The parsed text, or the words of the refusal."""
    mode = {"@type": "textParseModeHTML"}
    answer = execute({"@type": "parseTextEntities", "text": text, "parse_mode": mode})
    return _formatted(answer)


def tidy(given: FormattedText) -> FormattedText | str:
    """TDLib's clean-up of a text without Markdown signs: `fix_formatted_text` untrimmed."""
    entities = [_entity_json(entity) for entity in given.entities]
    formatted = {"@type": "formattedText", "text": given.text, "entities": entities}
    return _formatted(execute({"@type": "parseMarkdown", "text": formatted}))


def found(text: str) -> list[tuple[str, int, int]]:
    answer = execute({"@type": "getTextEntities", "text": text})
    entities = [_entity(entity) for entity in answer["entities"]]
    return [(entity.type, entity.offset, entity.length) for entity in entities]


def _formatted(answer: dict[str, Any]) -> FormattedText | str:
    if answer["@type"] == "error":
        return str(answer["message"])
    entities = tuple(_entity(entity) for entity in answer["entities"])
    return FormattedText(text=answer["text"], entities=entities)


def _entity(raw: dict[str, Any]) -> Entity:
    details = raw["type"]
    name = details["@type"].removeprefix("textEntityType")
    argument = (
        details.get("url")
        or details.get("language")
        or details.get("user_id")
        or details.get("custom_emoji_id")
        or ""
    )
    return Entity(
        type=_TYPES.get(name, name.lower()),
        offset=raw["offset"],
        length=raw["length"],
        argument=str(argument),
        unix_time=details.get("unix_time", 0),
    )


def _entity_json(entity: Entity) -> dict[str, Any]:
    name = _NAMES.get(entity.type, entity.type.capitalize())
    return {
        "@type": "textEntity",
        "offset": entity.offset,
        "length": entity.length,
        "type": {"@type": f"textEntityType{name}", "url": entity.argument},
    }


silence()
