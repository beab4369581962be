"""JSON and JSON Lines of articles, JSON Feed (https://jsonfeed.org) among them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bot.errors import DocumentError
from bot.feeds.fields import draft_of, language_code, named
from bot.feeds.prose import plain
from bot.feeds.reading import Reading

_LISTS = ("articles", "items", "entries", "stories", "data")


def read_json(text: str, name: str) -> Reading:
    """One article, a list of them, or an object with such a list.

    Raises:
        DocumentError: the text is no JSON.
    """
    content = _parse(text, name, line=1)
    items = _items(content)
    if items is None:
        return _read([(1, content)], name, "document.no_article")
    # What a feed says of itself holds for those of its items that say nothing else.
    feed = content if isinstance(content, dict) else {}
    return _read(
        enumerate(items, 1),
        name,
        "document.item",
        source=named(feed.get("source") or feed.get("title")),
        language=language_code(plain(feed.get("language"))),
    )


def read_json_lines(text: str, name: str) -> Reading:
    """An article in each line; a bad line is a fault and the others are read."""
    readings = [
        _read_line(line, name, number)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    return Reading(
        drafts=tuple(draft for reading in readings for draft in reading.drafts),
        faults=tuple(fault for reading in readings for fault in reading.faults),
    )


def _read_line(line: str, name: str, number: int) -> Reading:
    try:
        return _read([(number, _parse(line, name, line=number))], name, "document.line")
    except DocumentError as fault:
        return Reading(faults=(fault,))


def _read(
    numbered: Iterable[tuple[int, object]],
    name: str,
    fault: str,
    *,
    source: str = "",
    language: str = "",
) -> Reading:
    drafts, faults = [], []
    for number, item in numbered:
        draft = draft_of(item, source=source, language=language) if isinstance(item, dict) else None
        if draft is None:
            faults.append(DocumentError(fault, name=name, number=number))
        else:
            drafts.append(draft)
    return Reading(drafts=tuple(drafts), faults=tuple(faults))


def _parse(text: str, name: str, *, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            "document.json",
            name=name,
            line=line + error.lineno - 1,
            reason=error.msg.removesuffix(" at"),
        ) from error
    except (RecursionError, ValueError) as error:
        # Lists in lists without end, and whole numbers of thousands of digits.
        raise DocumentError("document.json", name=name, line=line, reason=str(error)) from error


def _items(content: object) -> list[object] | None:
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        return next((content[key] for key in _LISTS if isinstance(content.get(key), list)), None)
    return None
