"""What the feeds had when they were last read: in memory, for a day at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.feeds.cutting import cut_feed
from bot.feeds.feed import Feed


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """The part of a document that was not read before.

    `body` is a document by itself, empty when there is nothing new; `whole` when it is all of it.
    `items` are hashes of all the document's items, None where these cannot be told.
    """

    body: bytes
    whole: bool = True
    items: frozenset[int] | None = None


class FeedMemory:
    """Leaves out of a feed's document the items that it had before.

    Nothing depends on it but time spent: whatever it forgets is read again and known by its key.
    Every day all is forgotten, so that each feed is read as a whole now and then.
    """

    def __init__(self) -> None:
        self._known: dict[int, frozenset[int]] = {}
        self._day: date | None = None

    def unread(self, feed_id: int, body: bytes, *, now: datetime) -> Unread:
        """What of a document is to be read."""
        if self._day != now.date():
            self._known.clear()
            self._day = now.date()
        known = self._known.get(feed_id, frozenset())
        document = cut_feed(body, known)
        if not document:
            return Unread(body=body)
        if not known:
            return Unread(body=body, items=document.hashes)
        return Unread(body=document.without(known), whole=False, items=document.hashes)

    def keep(self, feed_id: int, items: frozenset[int] | None, read: Feed) -> None:
        """Remember what a document has, once its items are taken in."""
        ids = [entry.id for entry in read.entries if entry.id]
        # Where entries share an id, what that makes of them shows in the whole feed alone.
        if items is not None and len(set(ids)) == len(ids):
            self._known[feed_id] = items
        else:
            self._known.pop(feed_id, None)
