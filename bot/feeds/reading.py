"""What comes out of a document: the articles in it, and what was wrong with the rest."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import DocumentError
from bot.model import Draft


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """The drafts of one document in its own order, and one fault for each part that was lost.

    Every fault has the document's `name` among its arguments, and `line` or `number` (of an item)
    where there is one, both counted from 1.
    """

    drafts: tuple[Draft, ...] = ()
    faults: tuple[DocumentError, ...] = ()
