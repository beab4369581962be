"""Drafts as the database keeps them: JSON, without what is empty."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.model import Draft
from bot.store.instants import to_instant, to_seconds

_READ_APART = frozenset({"title", "published", "topics"})


def draft_fields(draft: Draft) -> dict[str, Any]:
    """What JSON can hold of a draft; its instant to the second."""
    fields = {name: value for name, value in asdict(draft).items() if value}
    if draft.published is not None:
        fields["published"] = to_seconds(draft.published)
    return fields


def draft_of_fields(fields: dict[str, Any]) -> Draft:
    """The draft that `draft_fields` was given."""
    published = fields.get("published")
    return Draft(
        title=fields.get("title", ""),
        **{name: value for name, value in fields.items() if name not in _READ_APART},
        published=None if published is None else to_instant(published),
        topics=tuple(fields.get("topics", ())),
    )
