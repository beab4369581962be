from __future__ import annotations

from typing import Any

import pytest

from bot.errors import NotFoundError, RoleError
from bot.model import Role
from bot.render.texts import LANGUAGES
from bot.store.audit import Entry
from handlers import Services
from handlers.context import Ask, Handler, Post, Reply
from handlers.people import (
    admins,
    ban,
    claim_or,
    demote,
    demoted_by_button,
    promote,
    unban,
    unbanned_by_button,
)
from handlers.posts import SHARED_IDS
from tests.handlers.conftest import NOW, OWNER, Asking

EVE, BOB = 5, 6
BY_OWNER: dict[str, Any] = {"user_id": OWNER, "first_name": "Мария", "role": Role.OWNER}
BY_ADMIN: dict[str, Any] = {"user_id": BOB, "first_name": "Bob", "role": Role.ADMIN}


def labels(reply: Reply) -> list[str]:
    return [button.text for row in reply.keyboard for button in row]


async def trail(services: Services) -> list[Entry]:
    return list(await services.store.audit.page(0, size=10))


async def unknown(ask: Ask) -> Reply:
    return Reply(text=ask.texts("unknown.command", command=ask.command))


async def test_the_promoted_hear_of_it_in_their_language(ask: Asking, services: Services) -> None:
    await services.store.chats.see(EVE, language="ru", now=NOW)
    services.roles.acquaintances.meet(EVE, "Eve <3", "eve")
    reply = await promote(ask(f"{EVE}", command="promote", **BY_OWNER))
    assert "Eve &lt;3" in reply.text
    assert services.roles.role(EVE) is Role.ADMIN
    assert reply.new_menus == (EVE,)
    (letter,) = reply.letters
    assert letter.chat_id == EVE
    assert "Добро пожаловать" in letter.text
    (entry,) = await trail(services)
    assert (entry.person_id, entry.person_name, entry.action) == (OWNER, "Мария", "promote")
    assert (entry.subject, entry.data["was"], entry.data["became"]) == ("Eve <3", None, "admin")


async def test_who_never_wrote_cannot_be_told(ask: Asking, services: Services) -> None:
    reply = await promote(ask(f"{EVE}", **BY_OWNER))
    assert "not written to me yet" in reply.text
    assert (reply.letters, reply.new_menus) == ((), ())
    assert services.roles.role(EVE) is Role.ADMIN
    assert "not written" not in (await demote(ask(f"{EVE}", **BY_OWNER))).text


@pytest.mark.parametrize("words", ["5 owner", "@eve owner", "@EVE Owner"])
async def test_an_owner_can_make_another(ask: Asking, services: Services, words: str) -> None:
    services.roles.acquaintances.meet(EVE, "Eve", "eve")
    await promote(ask(words, **BY_OWNER))
    assert services.roles.role(EVE) is Role.OWNER


@pytest.mark.parametrize(("words", "role"), [("", Role.ADMIN), ("owner", Role.OWNER)])
async def test_by_a_reply_the_author_is_meant(
    ask: Asking, services: Services, words: str, role: Role
) -> None:
    replied = Post(text="It rained.", user_id=EVE, user_name="Eve " + "long " * 40)
    await promote(ask(words, replied=replied, **BY_OWNER))
    assert services.roles.role(EVE) is role
    (person,) = services.roles.people()
    assert len(person.name) <= 64


@pytest.mark.parametrize(
    ("words", "replied", "key"),
    [
        ("", None, "people.how"),
        ("", Post(text="x", user_name="A channel"), "people.hidden"),
        ("@nobody", None, "people.unknown_name"),
        ("@" + "x" * 500, None, "people.unknown_name"),
        ("eve", None, "people.no_id"),
        ("0", None, "people.no_id"),
        ("-5", None, "people.no_id"),
        ("٣", None, "people.no_id"),
        ("9" * 4000, None, "people.no_id"),
        *((f"{shared}", None, "people.no_id") for shared in sorted(SHARED_IDS)),
    ],
)
@pytest.mark.parametrize("deed", [promote, demote, ban, unban])
async def test_what_works_otherwise_is_said(  # noqa: PLR0917 - fixtures and cases
    ask: Asking, services: Services, deed: Handler, words: str, replied: Post | None, key: str
) -> None:
    with pytest.raises((NotFoundError, RoleError)) as caught:
        await deed(ask(words, replied=replied, command="promote", **BY_OWNER))
    fault = caught.value
    assert fault.key == key
    for language in LANGUAGES:
        assert "{" not in ask(language=language).texts(fault.key, **fault.arguments)
    assert await trail(services) == []


async def test_the_role_is_checked_again_where_it_is_changed(ask: Asking) -> None:
    """Even a handler that is reached by mistake changes nothing."""
    for deed in (promote, demote, ban, unban):
        with pytest.raises(RoleError, match=r"roles\.not_yours"):
            await deed(ask(f"{EVE}", user_id=EVE, role=Role.READER))


async def test_a_ban_takes_the_menu_and_writes_nothing(ask: Asking, services: Services) -> None:
    await services.store.chats.see(EVE, language="en", now=NOW)
    reply = await ban(ask(f"{EVE}", **BY_OWNER))
    assert services.roles.banned(EVE)
    assert (reply.new_menus, reply.letters) == ((EVE,), ())
    reply = await unban(ask(f"{EVE}", **BY_OWNER))
    assert not services.roles.banned(EVE)
    assert [letter.chat_id for letter in reply.letters] == [EVE]
    assert [entry.action for entry in await trail(services)] == ["unban", "ban"]


async def test_an_owner_bans_an_admin_and_both_steps_are_recorded(
    ask: Asking, services: Services
) -> None:
    await promote(ask(f"{EVE}", **BY_OWNER))
    await ban(ask(f"{EVE}", **BY_OWNER))
    assert services.roles.banned(EVE)
    assert services.roles.role(EVE) is Role.READER
    assert [entry.action for entry in await trail(services)] == ["ban", "demote", "promote"]


async def test_an_admin_bans_readers_only(ask: Asking, services: Services) -> None:
    for person in (EVE, BOB):
        await promote(ask(f"{person}", **BY_OWNER))
    for person in (EVE, OWNER, BOB):
        with pytest.raises(RoleError):
            await ban(ask(f"{person}", **BY_ADMIN))
    await ban(ask("77", **BY_ADMIN))
    assert services.roles.banned(77)


async def test_the_list_says_who_may_do_what(ask: Asking, services: Services) -> None:
    services.roles.acquaintances.meet(OWNER, "Мария", "maria")
    services.roles.acquaintances.meet(EVE, "Eve", "eve")
    await promote(ask(f"{EVE}", **BY_OWNER))
    await promote(ask("8 owner", **BY_OWNER))
    await ban(ask("9", **BY_OWNER))
    by_owner = await admins(ask(**BY_OWNER))
    lines = by_owner.text.striptags()
    assert "Мария · owner, by the settings · 1003" in lines
    assert "Eve · admin" in lines
    assert "8 · owner" in lines
    assert "Not listened to: 1" in lines
    assert labels(by_owner) == ["Demote Eve", "Demote 8", "Listen to 9 again"]
    assert labels(await admins(ask(**BY_ADMIN))) == ["Listen to 9 again"]


async def test_the_buttons_of_the_list(ask: Asking, services: Services) -> None:
    await services.store.chats.see(EVE, language="en", now=NOW)
    await promote(ask(f"{EVE}", **BY_OWNER))
    reply = await demoted_by_button(ask(data=(f"{EVE}",), **BY_OWNER))
    assert services.roles.role(EVE) is Role.READER
    assert reply.edit
    assert reply.toast == "5 is a reader now."
    assert (reply.new_menus, [letter.chat_id for letter in reply.letters]) == ((EVE,), [EVE])
    assert labels(reply) == []
    with pytest.raises(RoleError, match=r"roles\.is_reader"):
        await demoted_by_button(ask(data=(f"{EVE}",), **BY_OWNER))
    await ban(ask(f"{EVE}", **BY_OWNER))
    assert "Listen" not in "".join(labels(await unbanned_by_button(ask(data=("5",), **BY_OWNER))))
    assert not services.roles.banned(EVE)


async def test_claiming(ask: Asking, services: Services) -> None:
    claim = claim_or(unknown)
    asked = {"command": "claim", "user_id": EVE, "first_name": "Eve"}
    assert "I do not know /claim" in (await claim(ask("c0de", **asked))).text
    services.roles._owners = frozenset()
    services.roles.offer_claim("c0de")
    with pytest.raises(RoleError, match=r"claim\.wrong"):
        await claim(ask("guess", **asked))
    reply = await claim(ask(" c0de ", **asked))
    assert reply.new_menus == (EVE,)
    assert services.roles.role(EVE) is Role.OWNER
    (entry,) = await trail(services)
    assert (entry.action, entry.subject) == ("claim", "Eve")
    assert "I do not know /claim" in (await claim(ask("c0de", **asked))).text
