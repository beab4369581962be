"""Who may do what: the owners of the settings, and those that they chose."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, Final

from bot.errors import RoleError
from bot.model import Role
from bot.news.acquaintances import Acquaintances
from bot.store.people import People, Person, Standing

# Wrong codes that are listened to before only a restart helps.
CLAIM_TRIES: Final = 5
# What the audit trail calls the changes that `Roles.undo` takes back.
ROLE_CHANGES: Final = frozenset({"promote", "demote", "ban", "unban"})
# Those of them that only owners make, and so undo.
RESERVED: Final = frozenset({"promote", "demote"})
_ROLES = {Standing.OWNER: Role.OWNER, Standing.ADMIN: Role.ADMIN}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What became of somebody; no standing is a reader's."""

    id: int
    name: str
    was: Standing | None
    became: Standing | None

    @property
    def data(self) -> dict[str, Any]:
        """What `Roles.undo` needs, as JSON can hold it."""
        return {"id": self.id, "name": self.name, "was": self.was, "became": self.became}


class Roles:
    """Everybody's role, in memory: asking costs no look into the database.

    The owners of the settings stand above the table: they can be neither demoted nor banned.
    Every refusal is a RoleError whose message says why.
    """

    def __init__(self, people: People, owners: frozenset[int] = frozenset()) -> None:
        self._people = people
        self._owners = owners
        self._known: dict[int, Person] = {}
        # One change at a time: two owners who demote each other must not both succeed.
        self._changing = asyncio.Lock()
        self._code = ""
        self._tries = 0
        self.acquaintances = Acquaintances()

    async def reload(self) -> None:
        """Read the table."""
        self._known = {person.id: person for person in await self._people.all()}

    def role(self, user_id: int) -> Role:
        """What that person may do."""
        if user_id in self._owners:
            return Role.OWNER
        standing = self._standing(user_id)
        return _ROLES.get(standing, Role.READER) if standing else Role.READER

    def banned(self, user_id: int) -> bool:
        """Whether that person is not to be listened to."""
        return self._standing(user_id) is Standing.BANNED and user_id not in self._owners

    def people(self) -> tuple[Person, ...]:
        """All who have a standing in the table."""
        return tuple(self._known.values())

    def admins(self) -> tuple[int, ...]:
        """The ids of all admins and owners, those of the settings too."""
        chosen = (person.id for person in self.people() if person.standing in _ROLES)
        return tuple(dict.fromkeys((*sorted(self._owners), *chosen)))

    def appointed(self) -> tuple[int, ...]:
        """The ids of the owners that the settings name."""
        return tuple(sorted(self._owners))

    @property
    def owned(self) -> bool:
        """Whether the bot has an owner."""
        return bool(self._owners) or any(
            person.standing is Standing.OWNER for person in self.people()
        )

    async def promote(
        self, person_id: int, name: str, *, by: int, now: datetime, owner: bool = False
    ) -> Change:
        """Make an admin, or an owner, of somebody."""
        async with self._changing:
            self._check(person_id, by=by, needed=Role.OWNER)
            standing = Standing.OWNER if owner else Standing.ADMIN
            if self._standing(person_id) is Standing.BANNED:
                raise RoleError("roles.is_banned", name=name)
            if self.role(person_id).may(_ROLES[standing]):
                raise RoleError("roles.is_that_already", name=name)
            return await self._change(person_id, name, standing, now)

    async def demote(self, person_id: int, name: str, *, by: int, now: datetime) -> Change:
        """Make a reader of an admin or an owner; the last owner stays."""
        async with self._changing:
            self._check(person_id, by=by, needed=Role.OWNER)
            if self.role(person_id) is Role.READER:
                raise RoleError("roles.is_reader", name=name)
            self._check_last_owner(person_id, name)
            return await self._change(person_id, name, None, now)

    async def ban(self, person_id: int, name: str, *, by: int, now: datetime) -> Change:
        """Stop listening to a reader. Whoever is more has to be demoted first."""
        async with self._changing:
            self._check(person_id, by=by, needed=Role.ADMIN)
            if self.banned(person_id):
                raise RoleError("roles.is_banned_already", name=name)
            if self.role(person_id) is not Role.READER:
                raise RoleError("roles.demote_first", name=name)
            return await self._change(person_id, name, Standing.BANNED, now)

    async def unban(self, person_id: int, name: str, *, by: int, now: datetime) -> Change:
        """Listen to somebody again."""
        async with self._changing:
            self._check(person_id, by=by, needed=Role.ADMIN)
            if not self.banned(person_id):
                raise RoleError("roles.is_not_banned", name=name)
            return await self._change(person_id, name, None, now)

    async def undo(self, data: dict[str, Any], now: datetime) -> None:
        """Put somebody back where a change (`Change.data`) found them, unless they moved since."""
        was = Standing(data["was"]) if data["was"] else None
        became = Standing(data["became"]) if data["became"] else None
        async with self._changing:
            if self._standing(data["id"]) is not became:
                raise RoleError("roles.moved_since", name=data["name"])
            self._check_last_owner(data["id"], data["name"])
            await self._change(data["id"], data["name"], was, now)

    def offer_claim(self, code: str) -> None:
        """Let whoever tells this code first become the owner."""
        self._code, self._tries = code, CLAIM_TRIES

    @property
    def claimable(self) -> bool:
        """Whether an owner is looked for."""
        return bool(self._code) and not self.owned

    async def claim(self, person_id: int, name: str, code: str, *, now: datetime) -> Change:
        """Make the owner of who knows the code; after five wrong ones nobody can."""
        async with self._changing:
            if not self.claimable or not self._tries:
                raise RoleError("claim.closed")
            # Compared as bytes: what a stranger sends need not be ASCII.
            if not compare_digest(code.encode(errors="replace"), self._code.encode()):
                self._tries -= 1
                raise RoleError("claim.wrong", left=self._tries)
            change = await self._change(person_id, name, Standing.OWNER, now)
            self._code = ""
            return change

    def _standing(self, user_id: int) -> Standing | None:
        person = self._known.get(user_id)
        return person.standing if person else None

    def _check(self, person_id: int, *, by: int, needed: Role) -> None:
        if not self.role(by).may(needed):
            raise RoleError("roles.not_yours")
        if person_id in self._owners:
            raise RoleError("roles.appointed")

    def _check_last_owner(self, person_id: int, name: str) -> None:
        owners = {*self._owners, *(p.id for p in self.people() if p.standing is Standing.OWNER)}
        if owners == {person_id}:
            raise RoleError("roles.last_owner", name=name)

    async def _change(
        self, person_id: int, name: str, standing: Standing | None, now: datetime
    ) -> Change:
        was = self._standing(person_id)
        if standing is None:
            await self._people.remove(person_id)
            self._known.pop(person_id, None)
        else:
            person = Person(id=person_id, name=name, standing=standing, since=now)
            await self._people.put(person)
            self._known[person_id] = person
        return Change(id=person_id, name=name, was=was, became=standing)
