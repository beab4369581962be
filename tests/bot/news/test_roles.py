from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import RoleError
from bot.model import Role
from bot.news.roles import CLAIM_TRIES, Roles
from bot.store import Store, open_store
from bot.store.people import Standing

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BOSS, EVE, BOB, STRANGER = 1, 2, 3, 4


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def roles(store: Store) -> Roles:
    return Roles(store.people, frozenset({BOSS}))


async def again(store: Store) -> Roles:
    """The roles as they are after a restart."""
    roles = Roles(store.people, frozenset({BOSS}))
    await roles.reload()
    return roles


async def refusal(deed: object) -> str:
    with pytest.raises(RoleError) as caught:
        await deed  # type: ignore[misc]  # any awaitable
    return caught.value.key


async def test_who_has_no_row_reads(roles: Roles) -> None:
    assert roles.role(STRANGER) is Role.READER
    assert not roles.banned(STRANGER)
    assert roles.role(BOSS) is Role.OWNER
    assert roles.owned


async def test_promoted_demoted_and_so_after_a_restart(roles: Roles, store: Store) -> None:
    change = await roles.promote(EVE, "Eve", by=BOSS, now=NOW)
    assert change.data == {"id": EVE, "name": "Eve", "was": None, "became": "admin"}
    assert roles.role(EVE) is (await again(store)).role(EVE) is Role.ADMIN
    assert roles.admins() == (BOSS, EVE)
    await roles.promote(EVE, "Eve", by=BOSS, now=NOW, owner=True)
    assert roles.role(EVE) is Role.OWNER
    await roles.demote(EVE, "Eve", by=BOSS, now=NOW)
    assert roles.role(EVE) is (await again(store)).role(EVE) is Role.READER
    assert roles.people() == ()


async def test_only_owners_promote_and_demote(roles: Roles) -> None:
    await roles.promote(EVE, "Eve", by=BOSS, now=NOW)
    for by in (EVE, STRANGER):
        assert await refusal(roles.promote(BOB, "Bob", by=by, now=NOW)) == "roles.not_yours"
        assert await refusal(roles.demote(EVE, "Eve", by=by, now=NOW)) == "roles.not_yours"


async def test_admins_ban_readers_and_nobody_else(roles: Roles, store: Store) -> None:
    for person in (EVE, BOB):
        await roles.promote(person, "admin", by=BOSS, now=NOW)
    assert await refusal(roles.ban(BOB, "Bob", by=EVE, now=NOW)) == "roles.demote_first"
    assert await refusal(roles.ban(EVE, "Eve", by=EVE, now=NOW)) == "roles.demote_first"
    assert await refusal(roles.ban(BOSS, "Boss", by=EVE, now=NOW)) == "roles.appointed"
    assert await refusal(roles.ban(BOB, "Bob", by=STRANGER, now=NOW)) == "roles.not_yours"
    await roles.ban(STRANGER, "Stranger", by=EVE, now=NOW)
    assert roles.banned(STRANGER)
    assert roles.role(STRANGER) is Role.READER
    assert (await again(store)).banned(STRANGER)
    again_banned = roles.ban(STRANGER, "Stranger", by=EVE, now=NOW)
    assert await refusal(again_banned) == "roles.is_banned_already"
    promoted = roles.promote(STRANGER, "Stranger", by=BOSS, now=NOW)
    assert await refusal(promoted) == "roles.is_banned"
    await roles.unban(STRANGER, "Stranger", by=EVE, now=NOW)
    assert not roles.banned(STRANGER)
    unbanned = roles.unban(STRANGER, "Stranger", by=EVE, now=NOW)
    assert await refusal(unbanned) == "roles.is_not_banned"


async def test_what_changes_nothing_is_said(roles: Roles) -> None:
    await roles.promote(EVE, "Eve", by=BOSS, now=NOW)
    assert await refusal(roles.promote(EVE, "E", by=BOSS, now=NOW)) == "roles.is_that_already"
    assert await refusal(roles.demote(BOB, "Bob", by=BOSS, now=NOW)) == "roles.is_reader"


async def test_owners_by_the_settings_stand_above_the_table(roles: Roles, store: Store) -> None:
    await roles.promote(EVE, "Eve", by=BOSS, now=NOW, owner=True)
    assert await refusal(roles.demote(BOSS, "Boss", by=EVE, now=NOW)) == "roles.appointed"
    # A ban from before the settings named them counts no more.
    await Roles(store.people, frozenset({EVE})).ban(BOSS, "Boss", by=EVE, now=NOW)
    renewed = await again(store)
    assert renewed.role(BOSS) is Role.OWNER
    assert not renewed.banned(BOSS)


async def test_the_last_owner_stays_even_when_two_demote_each_other(store: Store) -> None:
    roles = Roles(store.people)
    roles.offer_claim("code")
    await roles.claim(EVE, "Eve", "code", now=NOW)
    assert await refusal(roles.demote(EVE, "Eve", by=EVE, now=NOW)) == "roles.last_owner"
    await roles.promote(BOB, "Bob", by=EVE, now=NOW, owner=True)
    outcomes = await asyncio.gather(
        roles.demote(BOB, "Bob", by=EVE, now=NOW),
        roles.demote(EVE, "Eve", by=BOB, now=NOW),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, RoleError) for outcome in outcomes) == 1
    assert roles.owned


async def test_a_change_can_be_undone(roles: Roles) -> None:
    promoted = await roles.promote(EVE, "Eve", by=BOSS, now=NOW)
    await roles.undo(promoted.data, NOW)
    assert roles.role(EVE) is Role.READER
    banned = await roles.ban(EVE, "Eve", by=BOSS, now=NOW)
    await roles.undo(banned.data, NOW)
    assert not roles.banned(EVE)
    await roles.promote(EVE, "Eve", by=BOSS, now=NOW, owner=True)
    demoted = await roles.demote(EVE, "Eve", by=BOSS, now=NOW)
    await roles.undo(demoted.data, NOW)
    assert roles.role(EVE) is Role.OWNER


async def test_an_undo_does_not_undo_what_came_after(roles: Roles) -> None:
    promoted = await roles.promote(EVE, "Eve", by=BOSS, now=NOW)
    await roles.demote(EVE, "Eve", by=BOSS, now=NOW)
    await roles.ban(EVE, "Eve", by=BOSS, now=NOW)
    assert await refusal(roles.undo(promoted.data, NOW)) == "roles.moved_since"
    assert roles.banned(EVE)


async def test_an_undo_leaves_the_last_owner(store: Store) -> None:
    roles = Roles(store.people)
    roles.offer_claim("code")
    await roles.claim(EVE, "Eve", "code", now=NOW)
    promoted = await roles.promote(BOB, "Bob", by=EVE, now=NOW, owner=True)
    await roles.demote(EVE, "Eve", by=BOB, now=NOW)
    assert await refusal(roles.undo(promoted.data, NOW)) == "roles.last_owner"


async def test_the_first_to_tell_the_code_is_the_owner(store: Store) -> None:
    roles = Roles(store.people)
    assert not roles.owned
    assert not roles.claimable
    assert await refusal(roles.claim(EVE, "Eve", "", now=NOW)) == "claim.closed"
    roles.offer_claim("c0de")
    outcomes = await asyncio.gather(
        *(roles.claim(person, "x", "c0de", now=NOW) for person in (EVE, BOB)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, RoleError) for outcome in outcomes) == 1
    (owner,) = roles.people()
    assert owner.standing is Standing.OWNER
    assert not roles.claimable
    renewed = Roles(store.people)
    await renewed.reload()
    assert renewed.owned


@pytest.mark.parametrize("wrong", ["", "C0DE", "c0de ", "кот", "\ud83d", "c0de" * 1000])
async def test_a_wrong_code_is_wrong(store: Store, wrong: str) -> None:
    roles = Roles(store.people)
    roles.offer_claim("c0de")
    assert await refusal(roles.claim(EVE, "Eve", wrong, now=NOW)) == "claim.wrong"
    assert not roles.owned


async def test_after_five_wrong_codes_only_a_restart_helps(store: Store) -> None:
    roles = Roles(store.people)
    roles.offer_claim("c0de")
    for _ in range(CLAIM_TRIES):
        assert await refusal(roles.claim(EVE, "Eve", "guess", now=NOW)) == "claim.wrong"
    assert await refusal(roles.claim(BOB, "Bob", "c0de", now=NOW)) == "claim.closed"
    assert not roles.owned


async def test_since_is_when_the_standing_began(roles: Roles) -> None:
    await roles.promote(EVE, "Eve", by=BOSS, now=NOW)
    await roles.promote(EVE, "Eve", by=BOSS, now=NOW + timedelta(days=1), owner=True)
    (person,) = roles.people()
    assert person.since == NOW + timedelta(days=1)
