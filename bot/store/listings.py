"""The lists that chats were shown, so that their buttons and numbers go on working."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Final

import orjson
import structlog

from bot.errors import StoreError
from bot.model import Brief, BriefKind, Listing
from bot.store.instants import to_seconds
from bot.store.sqlite import Connection, Database, Row

log = structlog.get_logger(__name__)

# More than anybody scrolls back.
_KEPT = 50
# Numbers left out at a start: those of lists that a crash kept from being written stand under
# messages, and must not become those of other lists.
_SPARED: Final = 1_000

# So long lists are gathered before they are written.
_GATHER_SECONDS: Final = 0.02

_COLUMNS = "id, chat_id, kind, query, story_ids, page_size"
# A chat may have been forgotten a moment ago.
_ENSURE = """
    INSERT INTO chats (id, language, first_seen, last_seen)
    SELECT value, '', :now, :now FROM json_each(:chats) WHERE true ON CONFLICT DO NOTHING
"""
_ADD = """
    INSERT INTO listings (id, chat_id, kind, query, story_ids, page_size, created)
    VALUES (:id, :chat_id, :kind, :query, :story_ids, :page_size, :created)
"""
_TRIM = """
    DELETE FROM listings WHERE id IN (
        SELECT old.id FROM json_each(:chats) AS chat
        JOIN listings AS old ON old.chat_id = chat.value AND old.id <= (
            SELECT id FROM listings WHERE chat_id = chat.value
            ORDER BY id DESC LIMIT 1 OFFSET :kept))
"""
_GET = f"SELECT {_COLUMNS} FROM listings WHERE id = :id"  # noqa: S608 - made of constants
_LAST = f"""
    SELECT {_COLUMNS} FROM listings WHERE chat_id = :chat_id ORDER BY id DESC LIMIT 1
"""  # noqa: S608 - made of constants
_NEWEST = "SELECT max(seq) AS newest FROM sqlite_sequence WHERE name = 'listings'"


class Listings:
    """The newest 50 lists of each chat.

    A list is there at once and written a moment later, together with others: a transaction for
    each would cost more than the rest of an answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        # Those not written yet, with when they were made.
        self._fresh: dict[int, tuple[Listing, int]] = {}
        self._newest = 0  # none known yet
        self._writing: asyncio.Task[None] | None = None

    async def add(self, chat_id: int, brief: Brief, *, now: datetime) -> Listing:
        """Keep the list behind `brief`; the oldest of the chat goes when it has too many."""
        listing = Listing(
            id=await self._next_id(),
            chat_id=chat_id,
            kind=brief.kind,
            query=brief.query,
            story_ids=brief.story_ids,
            page_size=brief.page_size,
        )
        self._fresh[listing.id] = listing, to_seconds(now)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return listing

    async def get(self, listing_id: int) -> Listing | None:
        """The list, or None when it is gone."""
        if fresh := self._fresh.get(listing_id):
            return fresh[0]
        row = await self._database.one(_GET, {"id": listing_id})
        return _listing(row) if row else None

    async def last(self, chat_id: int) -> Listing | None:
        """The newest list of a chat, or None."""
        for listing, _ in reversed(self._fresh.values()):
            if listing.chat_id == chat_id:
                return listing
        row = await self._database.one(_LAST, {"chat_id": chat_id})
        return _listing(row) if row else None

    def forget(self, chat_id: int) -> None:
        """Do not write what a chat was shown: all that is known of it is about to be deleted.

        What is being written already comes before that, and goes with the rest.
        """
        for listing, _ in list(self._fresh.values()):
            if listing.chat_id == chat_id:
                del self._fresh[listing.id]

    async def settle(self) -> None:
        """Wait until all is written; to be called when nothing is added any more."""
        if self._writing is not None:
            await self._writing

    async def _next_id(self) -> int:
        if not self._newest:
            row = await self._database.one(_NEWEST)
            first = (row["newest"] or 0 if row else 0) + _SPARED
            # Somebody else may have asked meanwhile, and got the first.
            self._newest = max(self._newest, first)
        self._newest += 1
        return self._newest

    async def _write(self) -> None:
        """Write what there is, and what came meanwhile, until nothing is left."""
        try:
            while self._fresh:
                await asyncio.sleep(_GATHER_SECONDS)
                batch = dict(self._fresh)
                await self._write_batch(batch)
                for listing_id in batch:
                    self._fresh.pop(listing_id, None)
        except StoreError as fault:
            # They were shown; their buttons will say that they are gone.
            log.warning("listings.lost", lists=len(self._fresh), fault=str(fault))
            self._fresh.clear()
        finally:
            self._writing = None

    async def _write_batch(self, batch: dict[int, tuple[Listing, int]]) -> None:
        rows = [_fields(*entry) for entry in batch.values()]
        chats = json.dumps([*{listing.chat_id for listing, _ in batch.values()}])
        now = max(created for _, created in batch.values())

        async def write(transaction: Connection) -> None:
            await transaction.run(_ENSURE, {"chats": chats, "now": now})
            await transaction.run_each(_ADD, rows)
            await transaction.run(_TRIM, {"chats": chats, "kept": _KEPT})

        await self._database.atomically(write, beside=True)


def _fields(listing: Listing, created: int) -> dict[str, object]:
    return {
        "id": listing.id,
        "chat_id": listing.chat_id,
        "kind": listing.kind,
        "query": listing.query,
        "story_ids": orjson.dumps(listing.story_ids).decode(),
        "page_size": listing.page_size,
        "created": created,
    }


def _listing(row: Row) -> Listing:
    return Listing(
        id=row["id"],
        chat_id=row["chat_id"],
        kind=BriefKind(row["kind"]),
        query=row["query"],
        story_ids=tuple(json.loads(row["story_ids"])),
        page_size=row["page_size"],
    )
