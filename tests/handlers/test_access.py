"""Who may do what, for every line of the menu's tables: asked as each role."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model import Role
from bot.sandbox import Sandbox
from bot.sandbox.state import ALICE, MARIA, VASIL
from bot.store.chats import Chats
from handlers import Services, dispatch
from handlers.context import Ask, Reply
from handlers.menu import COMMANDS, DIALOGS, TAPS, WELCOME
from handlers.menu_entry import Command, Dialog, Tap
from tests.handlers.conftest import NOW, OWNER, Asking, Hear, Logged
from tests.handlers.updates import A_GROUP, Json, document, message, private, tap

# Alice reads, Vasil is an admin, Maria the owner by the settings.
assert OWNER == MARIA
WHO = {Role.READER: ALICE, Role.ADMIN: VASIL, Role.OWNER: MARIA}
ABOVE_READERS = [entry for entry in COMMANDS if entry.role is not Role.READER]
FORGED = ("", "1", "0:0", f"{ALICE}", f"{MARIA}", "-1", "1:" + "9" * 30, "x:publish")


@pytest.fixture(autouse=True)
async def _an_admin(services: Services) -> None:
    await services.roles.promote(VASIL, "Васіль", by=OWNER, now=NOW)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every handler of the tables only notes that it was reached."""
    names: list[str] = []

    def noting(name: str) -> Any:
        async def note(ask: Ask) -> Reply:
            del ask
            names.append(name)
            return Reply()

        return note

    for command in COMMANDS:
        noted = replace(command, handler=noting(command.name))
        monkeypatch.setitem(dispatch._COMMANDS, command.name, noted)
    for button in TAPS:
        tapped = replace(button, handler=noting(button.name))
        monkeypatch.setitem(dispatch._TAPS, button.name, tapped)
    for dialog in (*DIALOGS, Dialog(name="test", handler=noting("test"))):
        gone_on = replace(dialog, handler=noting(dialog.name))
        monkeypatch.setitem(dispatch._DIALOGS, dialog.name, gone_on)
    monkeypatch.setattr(dispatch, "POSTED", noting("posted"))
    return names


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
async def test_a_command_is_for_its_role(
    hear: Hear, reached: list[str], entry: Command, role: Role
) -> None:
    person = WHO[role]
    await hear(**message(f"/{entry.name} 1", chat=private(person), sender=person))
    assert reached == ([entry.name] if role.may(entry.role) else [])


@pytest.mark.parametrize("entry", ABOVE_READERS, ids=lambda entry: entry.name)
async def test_a_reader_learns_nothing_from_a_command(
    hear: Hear, ask: Asking, entry: Command
) -> None:
    expected = await WELCOME.unknown(ask(command=entry.name))
    assert await hear(**message(f"/{entry.name} {ALICE}")) == [expected.text.unescape()]
    (explained,) = await hear(**message(f"/help {entry.name}"))
    assert explained.startswith(f"There is no command /{entry.name}.")
    assert f"/{entry.name}" not in (await hear(**message("/help")))[0]
    # In a group an unknown command is somebody else's.
    assert await hear(**message(f"/{entry.name}", chat=A_GROUP)) == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("entry", TAPS, ids=lambda entry: entry.name)
async def test_a_button_is_for_its_role(
    hear: Hear, reached: list[str], entry: Tap, role: Role
) -> None:
    await hear("callback_query", **tap(f"{entry.name}:1:0", by=WHO[role]))
    assert reached == ([entry.name] if role.may(entry.role) else [])


@pytest.mark.parametrize(
    "entry", [entry for entry in TAPS if entry.role is not Role.READER], ids=lambda each: each.name
)
async def test_a_reader_learns_nothing_from_a_forged_button(
    hear: Hear, sandbox: Sandbox, services: Services, entry: Tap
) -> None:
    async def called(data: str) -> list[tuple[str, Json]]:
        """What the bot calls then."""
        before = len(sandbox.world.traffic.all())
        assert await hear("callback_query", **tap(data)) == []
        return [(call.method, call.params) for call in sandbox.world.traffic.all()[before:]]

    unknown = await called("nothing:1")
    for data in FORGED:
        assert await called(f"{entry.name}:{data}") == unknown
    assert await services.store.audit.count() == 0
    assert services.roles.role(VASIL) is Role.ADMIN


@pytest.mark.parametrize("entry", TAPS, ids=lambda entry: entry.name)
async def test_forged_data_breaks_nothing(
    hear: Hear, services: Services, logged: Logged, entry: Tap
) -> None:
    """Also an admin's client can send anything."""
    for data in FORGED:
        await hear("callback_query", **tap(f"{entry.name}:{data}", by=VASIL))
    assert [line for line in logged if line["log_level"] == "error"] == []
    assert services.roles.role(MARIA) is Role.OWNER


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", [*(dialog.name for dialog in DIALOGS), "test"])
async def test_a_step_of_a_dialog_is_for_its_role(
    hear: Hear, services: Services, reached: list[str], kind: str, role: Role
) -> None:
    """The role may have changed since the dialog was opened."""
    person = WHO[role]
    needed = dispatch._DIALOGS[kind].role
    await services.store.dialogs.put(person, person, kind=kind, step="one", data={}, now=NOW)
    answers = await hear(**message("river", chat=private(person), sender=person))
    assert reached == ([kind] if role.may(needed) else [])
    if not reached:
        assert "1 story with “river”" in answers[0]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "posted",
    [
        document(),
        {
            "text": "It rained.",
            "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Eve"},
        },
    ],
)
async def test_what_is_posted_without_a_command_is_for_editors(
    hear: Hear, reached: list[str], posted: dict[str, Any], role: Role
) -> None:
    person = WHO[role]
    await hear(**message(chat=private(person), sender=person, **posted))
    assert reached == (["posted"] if role.may(Role.ADMIN) else [])


async def test_until_somebody_takes_posts_they_are_a_search(
    hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "POSTED", None)
    said = message(chat=private(VASIL), sender=VASIL, **document())
    assert "I can read text only" in (await hear(**said))[0]


async def test_a_banned_person_is_told_once_and_then_nothing_happens(
    hear: Hear, services: Services, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await services.roles.ban(ALICE, "Alice", by=OWNER, now=NOW)

    async def looked(*_: object, **__: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(Chats, "see", looked)
    assert await hear(**message("what a day", chat=A_GROUP)) == []
    (told,) = await hear(**message("/latest"))
    assert "asked me not to answer you" in told
    for command in COMMANDS:
        assert await hear(**message(f"/{command.name}")) == []
        assert await hear(**message(f"/{command.name}@GazetteSandboxBot", chat=A_GROUP)) == []
    for button in TAPS:
        assert await hear("callback_query", **tap(f"{button.name}:1")) == []
    for silent in (message("river"), message(**document()), message(photo=[])):
        assert await hear(**silent) == []
    assert reached == []


async def test_an_unbanned_person_is_heard_again(hear: Hear, services: Services) -> None:
    await services.roles.ban(ALICE, "Alice", by=OWNER, now=NOW)
    await hear(**message("/latest"))
    await services.roles.unban(ALICE, "Alice", by=OWNER, now=NOW)
    assert "Latest news" in (await hear(**message("/latest")))[0]
