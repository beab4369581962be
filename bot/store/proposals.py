"""Articles that wait for somebody to publish them: editors' previews, and what feeds hold."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.model import Draft, Fault
from bot.store.drafts import draft_fields, draft_of_fields
from bot.store.instants import to_instant, to_seconds
from bot.store.sqlite import Connection, Database, Row

# An editor who comes back to a preview later than this begins again.
_KEPT_FOR = timedelta(days=7)

_COLUMNS = "id, draft, apart, editor_id, feed_id, created"
_ADD = """
    INSERT INTO proposals (draft, apart, editor_id, feed_id, created)
    VALUES (:draft, :apart, :editor_id, :feed_id, :now) RETURNING id
"""
_GET = f"SELECT {_COLUMNS} FROM proposals WHERE id = :id"  # noqa: S608 - made of constants
_CHANGE = "UPDATE proposals SET draft = :draft, apart = :apart WHERE id = :id"
_HELD = f"""
    SELECT {_COLUMNS} FROM proposals WHERE feed_id IS NOT NULL AND id > :after
    ORDER BY id LIMIT :limit
"""  # noqa: S608 - made of constants
_ALBUM = f"""
    SELECT {_COLUMNS} FROM proposals
    WHERE editor_id = :editor_id AND draft ->> 'album' = :album ORDER BY id DESC LIMIT 1
"""  # noqa: S608 - made of constants
_PURGE = "DELETE FROM proposals WHERE editor_id IS NOT NULL AND created < :oldest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """What came of one document: articles that are new, those that were there, and its faults."""

    name: str
    new: int = 0
    known: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """Drafts to be published together; nearly always it is one.

    It is an editor's (`editor_id`) or a held item of a feed (`feed_id`), never both. `topics` are
    keys that an editor chose, None while those count that are found; `apart` is for a story of
    its own. `files` are the documents that many drafts came in, all of one `album`.
    """

    id: int = 0
    drafts: tuple[Draft, ...] = ()
    topics: tuple[str, ...] | None = None
    apart: bool = False
    files: tuple[Received, ...] = ()
    album: str = ""
    editor_id: int | None = None
    feed_id: int | None = None
    created: datetime

    @property
    def draft(self) -> Draft:
        """The one draft, or the first."""
        return self.drafts[0]


class Proposals:
    """The proposals of the database; editors' own go after a week."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, proposal: Proposal) -> Proposal:
        """Keep a proposal; returns it with its number."""
        async with self._database.transaction() as transaction:
            return await insert_proposal(transaction, proposal)

    async def get(self, proposal_id: int) -> Proposal | None:
        """The proposal, or None when it is gone."""
        row = await self._database.one(_GET, {"id": proposal_id})
        return _proposal(row) if row else None

    async def of_album(self, editor_id: int, album: str) -> Proposal | None:
        """What came of the documents that this editor sent together, so far."""
        row = await self._database.one(_ALBUM, {"editor_id": editor_id, "album": album})
        return _proposal(row) if row else None

    async def change(self, proposal: Proposal) -> bool:
        """Keep its content in place of what was; False when it is gone."""
        return bool(await self._database.run(_CHANGE, _row(proposal) | {"id": proposal.id}))

    async def drop(self, proposal_id: int) -> bool:
        """Forget it; False when it is gone already."""
        return bool(
            await self._database.run("DELETE FROM proposals WHERE id = :id", {"id": proposal_id})
        )

    async def held(self, limit: int, *, after: int = 0) -> tuple[Proposal, ...]:
        """What feeds hold, the oldest first, from the first one past the number `after`."""
        rows = await self._database.all(_HELD, {"limit": limit, "after": after})
        return tuple(_proposal(row) for row in rows)

    async def count_held(self) -> int:
        """How much feeds hold."""
        row = await self._database.one(
            "SELECT count(*) AS held FROM proposals WHERE feed_id IS NOT NULL"
        )
        return row["held"] if row else 0

    async def newest_held(self) -> int:
        """The highest number of what feeds hold, 0 for nothing."""
        row = await self._database.one(
            "SELECT max(id) AS newest FROM proposals WHERE feed_id IS NOT NULL"
        )
        return (row["newest"] or 0) if row else 0

    async def purge(self, *, now: datetime) -> int:
        """Delete editors' proposals of more than a week ago; returns how many."""
        return await self._database.run(_PURGE, {"oldest": to_seconds(now - _KEPT_FOR)})


async def insert_proposal(transaction: Connection, proposal: Proposal) -> Proposal:
    """Write a proposal; returns it with its number."""
    (row,) = await transaction.all(_ADD, _row(proposal))
    return replace(proposal, id=row["id"])


def _row(proposal: Proposal) -> dict[str, object]:
    content = {
        "drafts": [draft_fields(draft) for draft in proposal.drafts],
        "topics": proposal.topics,
        "files": [asdict(received) for received in proposal.files],
        "album": proposal.album,
    }
    return {
        "draft": json.dumps(content, ensure_ascii=False),
        "apart": proposal.apart,
        "editor_id": proposal.editor_id,
        "feed_id": proposal.feed_id,
        "now": to_seconds(proposal.created),
    }


def _proposal(row: Row) -> Proposal:
    content = json.loads(row["draft"])
    topics = content["topics"]
    return Proposal(
        id=row["id"],
        drafts=tuple(draft_of_fields(fields) for fields in content["drafts"]),
        topics=None if topics is None else tuple(topics),
        apart=bool(row["apart"]),
        files=tuple(_received(fields) for fields in content["files"]),
        album=content["album"],
        editor_id=row["editor_id"],
        feed_id=row["feed_id"],
        created=to_instant(row["created"]),
    )


def _received(fields: dict[str, Any]) -> Received:
    return Received(**{**fields, "faults": tuple(Fault(**fault) for fault in fields["faults"])})
