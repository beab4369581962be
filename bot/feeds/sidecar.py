"""A TOML beside a document, which says of its articles what the document does not.

```toml
[article]                    # holds for the drafts with text
title = "…"                  # title and url: only where there is one such draft
source = "Gazette seeds"
url = "https://…"
published = 2025-06-13T09:00:00Z
language = "en"
topics = ["belarus"]

[headlines]                  # holds for the drafts without text
source = "…"
```

Where one `published` holds for several drafts, the first is the newest, each next a second older.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import DocumentError
from bot.feeds.decode import decode
from bot.feeds.fields import labels, language_code
from bot.feeds.instants import instant
from bot.feeds.prose import headline, plain
from bot.model import Draft

_SECOND = timedelta(seconds=1)
_FIELDS: Mapping[str, Callable[[Any], object]] = {
    "title": lambda value: headline(plain(value)),
    "source": lambda value: headline(plain(value)),
    "author": lambda value: headline(plain(value)),
    "url": plain,
    "published": instant,
    "language": lambda value: language_code(plain(value)),
    "topics": labels,
}
_OF_ONE = ("title", "url")


def amend(drafts: tuple[Draft, ...], sidecar: bytes, name: str) -> tuple[Draft, ...]:
    """The drafts with what their sidecar (a file called `name`) says in place of their own.

    Raises:
        DocumentError: "document.sidecar" (name, reason): no TOML, a field unknown or empty, or a
            title or link for several drafts.
    """
    tables = _tables(sidecar, name)
    amended: dict[int, Draft] = {}
    for table, with_text in (("article", True), ("headlines", False)):
        places = [at for at, draft in enumerate(drafts) if bool(draft.text) is with_text]
        changes = _changes(tables.get(table, {}), name)
        if len(places) > 1 and any(field in changes for field in _OF_ONE):
            raise DocumentError("document.sidecar", name=name, reason=f"{table}: several drafts")
        for order, at in enumerate(places):
            amended[at] = replace(drafts[at], **_spaced(changes, order))
    return tuple(amended[at] for at in range(len(drafts)))


def _tables(sidecar: bytes, name: str) -> dict[str, Any]:
    try:
        tables = tomllib.loads(decode(sidecar))
    except tomllib.TOMLDecodeError as error:
        raise DocumentError("document.sidecar", name=name, reason=str(error)) from error
    if unknown := tables.keys() - {"article", "headlines"}:
        raise DocumentError("document.sidecar", name=name, reason=", ".join(sorted(unknown)))
    return tables


def _changes(table: object, name: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise DocumentError("document.sidecar", name=name, reason=repr(table))
    changes = {}
    for field, value in table.items():
        change = _FIELDS[field](value) if field in _FIELDS else None
        if not change:
            raise DocumentError("document.sidecar", name=name, reason=f"{field} = {value!r}")
        changes[field] = change
    return changes


def _spaced(changes: dict[str, Any], order: int) -> dict[str, Any]:
    published = changes.get("published")
    if not isinstance(published, datetime):
        return changes
    return changes | {"published": published - order * _SECOND}
