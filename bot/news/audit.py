"""The audit trail: who did what and when, and how it is undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.errors import NotFoundError
from bot.model import Role
from bot.store.audit import AuditTrail, Entry

# Undoes an action, given the `data` that it was recorded with.
Undo = Callable[[dict[str, Any], datetime], Awaitable[None]]

UNDO_WITHIN = timedelta(hours=24)
# The action of undoing another: its data names that "entry".
UNDOING = "undo"


@dataclass(frozen=True, kw_only=True, slots=True)
class Who:
    """Whoever acts: Telegram's id, and the name at the time."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """Records actions and undoes them.

    `undo` has the actions that can be undone; those in `reserved` by an owner only, others by
    any admin. Action NAME is shown in the words of the message `audit.NAME`, in which {subject}
    and the simple values of its data can stand.
    """

    trail: AuditTrail
    undo: Mapping[str, Undo] = field(default_factory=dict)
    reserved: frozenset[str] = frozenset()

    async def record(
        self, who: Who, action: str, subject: str, data: dict[str, Any], *, now: datetime
    ) -> int:
        """Note an action; `data` is what JSON can hold. Returns the entry's id."""
        return await self.trail.add(
            person_id=who.id,
            person_name=who.name,
            action=action,
            subject=subject,
            data=data,
            now=now,
        )

    def can_undo(self, entry: Entry, role: Role, *, now: datetime) -> bool:
        """Whether somebody of that role can still undo it."""
        return (
            entry.action in self.undo
            and entry.undone is None
            and now - entry.at < UNDO_WITHIN
            and role.may(Role.OWNER if entry.action in self.reserved else Role.ADMIN)
        )

    async def take_back(self, entry_id: int, *, who: Who, role: Role, now: datetime) -> Entry:
        """Undo an entry, once, and record that too.

        Raises:
            NotFoundError: it cannot be undone, or no longer.
            GazetteError: what the undoing itself raises; the entry then stands as before.
        """
        entry = await self.trail.get(entry_id)
        if entry is None or not self.can_undo(entry, role, now=now):
            raise NotFoundError("audit.too_late")
        # The mark comes first: it decides who of two that tap at once does the work.
        if not await self.trail.take_back(entry_id, now=now):
            raise NotFoundError("audit.too_late")
        try:
            await self.undo[entry.action](entry.data, now)
        except BaseException:
            await self.trail.let_stand(entry_id)
            raise
        await self.record(who, UNDOING, entry.subject, {"entry": entry_id}, now=now)
        return entry
