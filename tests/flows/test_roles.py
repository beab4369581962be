"""Owner, admin, reader and who is banned, as they meet in chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.model import Role
from bot.news.roles import Roles
from tests.flows.conftest import (
    GROUP,
    OWNER,
    NewPerson,
    Person,
    World,
    labels,
    living,
    people_of,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

VASIL = 1002


@pytest_asyncio.fixture(loop_scope="session")
async def owner(new_person: NewPerson) -> Person:
    return await new_person(user_id=OWNER)


@pytest_asyncio.fixture(loop_scope="session")
async def eve(new_person: NewPerson) -> Person:
    """A reader whom the bot has met: it can write to nobody else."""
    person = await new_person()
    await person.say("/about")
    return person


async def commands(person: Person) -> set[str]:
    """Telegram's menu of that person's own chat."""
    query = {"chat_id": str(person.id), "user_id": str(person.id), "language": "en"}
    address = f"{person.world.address}/sandbox/commands"
    async with person.world.session.get(address, params=query) as answer:
        return {command["command"] for command in (await answer.json())["commands"]}


async def test_from_reader_to_admin_and_back(eve: Person, owner: Person) -> None:
    unknown = (await eve.say("/audit"))["text"]
    assert "I do not know /audit" in unknown
    assert "audit" not in await commands(eve)
    await owner.say(f"/promote {eve.id}")
    assert "Welcome to the editors" in (await eve.hear())["text"]
    assert {"audit", "ban"} <= await commands(eve)
    assert "promote" not in await commands(eve)
    assert "/audit " in (await eve.say("/help"))["text"]
    assert "promoted Eve" in (await eve.say("/audit"))["text"]
    admins = await owner.say("/admins")
    button = next(label for label in labels(admins) if label.endswith("Eve"))
    await owner.tap(admins, button)
    assert "no longer an admin" in (await eve.hear())["text"]
    assert "audit" not in await commands(eve)
    assert (await eve.say("/audit"))["text"] == unknown


async def test_a_button_outlives_the_role_that_it_was_for(eve: Person, owner: Person) -> None:
    await owner.say(f"/promote {eve.id}")
    await eve.hear()
    await owner.say("/ban 424242")
    page = await eve.say("/audit")
    await owner.say(f"/demote {eve.id}")
    await eve.hear()
    undo = next(label for label in labels(page) if "Undo" in label)
    note = await eve.note(await eve.press(page, undo))
    assert "too old" in note["text"]
    assert eve.world.services.roles.banned(424242)
    await owner.say("/unban 424242")


async def test_what_was_done_can_be_undone_once(eve: Person, owner: Person) -> None:
    await owner.say(f"/ban {eve.id}")
    page = await owner.say("/audit")
    first, second = await owner.press(page, "1"), await owner.press(page, "1")
    notes = [(await owner.note(first))["text"], (await owner.note(second))["text"]]
    assert sum("Eve" in note for note in notes) == 1
    assert not eve.world.services.roles.banned(eve.id)
    assert "Latest" in (await eve.say("/latest"))["text"]


async def test_who_is_banned_hears_it_once_and_then_nothing(eve: Person, owner: Person) -> None:
    old = await eve.say("/latest")
    await owner.say(f"/ban {eve.id}")
    assert "not to answer you" in (await eve.say("/latest"))["text"]
    await eve.send("/latest")
    await eve.send("river")
    await eve.press(old, "1")
    await owner.say(f"/unban {eve.id}")
    # Had the bot said anything in between, it would come first.
    assert "listen to you again" in (await eve.hear())["text"]


async def test_by_a_reply_in_a_group_and_by_name(new_person: NewPerson, owner: Person) -> None:
    vasil = await new_person(user_id=VASIL)
    await vasil.say("/about")
    # Whoever speaks first lends the group a language; the other tests want English.
    await (await new_person(user_id=1001, chat_id=GROUP)).say("/about")
    in_group = await new_person(user_id=OWNER, chat_id=GROUP)
    said = await vasil.post("send", chat_id=GROUP, user_id=VASIL, text="What a day")
    await in_group.say("/promote", reply_to_message_id=said["message_id"])
    await vasil.hear()
    roles = owner.world.services.roles
    assert roles.role(VASIL) is Role.ADMIN
    await owner.say("/demote @Vasil")
    await vasil.hear()
    assert roles.role(VASIL) is Role.READER


async def test_by_a_reply_to_a_forwarded_message(eve: Person, owner: Person) -> None:
    said = await eve.post("send", chat_id=GROUP, user_id=eve.id, text="What a day")
    forwarded = await owner.post(
        "forward",
        chat_id=OWNER,
        user_id=OWNER,
        from_chat_id=GROUP,
        message_id=said["message_id"],
    )
    await owner.send("/promote", reply_to_message_id=forwarded["message_id"])
    await eve.hear()
    assert owner.world.services.roles.role(eve.id) is Role.ADMIN
    await owner.say(f"/demote {eve.id}")


async def test_in_a_group_a_readers_try_is_nobodys_business(new_person: NewPerson) -> None:
    alice = await new_person(user_id=1001, chat_id=GROUP)
    await alice.send("/promote 1001")
    await alice.send("/ban 1003")
    # The first thing that the bot says in the group is this.
    assert "extractive" in (await alice.say("/about"))["text"]
    assert alice.world.services.roles.role(1001) is Role.READER


async def test_roles_outlive_a_restart(eve: Person, owner: Person) -> None:
    await owner.say(f"/promote {eve.id}")
    await eve.hear()
    again = Roles(eve.world.services.store.people)
    await again.reload()
    assert again.role(eve.id) is Role.ADMIN
    await owner.say(f"/demote {eve.id}")


@pytest_asyncio.fixture(loop_scope="session")
async def orphan(tmp_path: Path) -> AsyncIterator[World]:
    """A bot without an owner."""
    async with living(tmp_path) as world:
        world.services.roles._owners = frozenset()
        world.services.roles.offer_claim("c0de")
        yield world


async def test_a_stranger_who_guesses_gets_no_further(orphan: World) -> None:
    async with people_of(orphan) as make:
        eve, bob = await make(), await make(name="Bob")
        for left in range(4, -1, -1):
            assert f"left: {left}." in (await eve.say("/claim guess"))["text"]
        assert "too many wrong codes" in (await bob.say("/claim c0de"))["text"]
        assert not orphan.services.roles.owned
        in_group = await make(user_id=1001, chat_id=GROUP)
        await in_group.send("/claim c0de")
        assert "extractive" in (await in_group.say("/about"))["text"]
