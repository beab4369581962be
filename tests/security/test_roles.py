"""Who is no editor changes nothing and learns nothing; who was one until just now neither.

That each line of the menu's tables is for its role alone: tests/handlers/test_access.py.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.model import Role
from bot.sandbox import Sandbox
from bot.sandbox.state import ALICE, CHANNEL, MARIA, VASIL
from handlers import Services
from handlers.menu import COMMANDS, DIALOGS, TAPS
from handlers.menu_entry import Tap
from tests.handlers.conftest import NOW, OWNER, Hear
from tests.handlers.updates import Json, document, message, private, tap

# What every chat may bring about: that it is known, and which list it was shown.
OPEN = frozenset({"chats", "listings", "openings"})
ARGUMENTS = ("", "1", "1:yes", "1:publish", "1:save", "1:delete", "all:99", "add:1", f"{VASIL}")
WORDS = ("", "1", "#1", "1 A new title", f"{VASIL}", "belarus, economy", "https://example.com/rss")
CHANNEL_CHAT: Json = {"id": CHANNEL, "type": "channel", "title": "Gazette daily"}


@pytest.fixture
def stored(tmp_path: Path) -> str:
    """Where the bot of this test keeps everything."""
    return str(tmp_path / "gazette.db")


def _rows(stored: str) -> list[str]:
    """All that is stored, but for what anybody may bring about."""
    with closing(sqlite3.connect(stored)) as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        names = sorted({name for (name,) in connection.execute(tables)} - OPEN)
        return [
            f"{name} {row}"
            for name in names
            for row in connection.execute(f"SELECT * FROM {name}")  # noqa: S608 - from the schema
        ]


async def _tried(hear: Hear, person: int) -> None:
    """Everything above a reader, said and tapped by that person."""
    for entry in COMMANDS:
        if entry.role is not Role.READER:
            for words in WORDS:
                said = f"/{entry.name} {words}".strip()
                await hear(**message(said, chat=private(person), sender=person))
    for button in TAPS:
        if button.role is not Role.READER:
            for arguments in ARGUMENTS:
                await hear("callback_query", **tap(f"{button.name}:{arguments}", by=person))
    await hear(**message(chat=private(person), sender=person, **document()))


async def test_a_reader_changes_nothing(hear: Hear, services: Services, stored: str) -> None:
    await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
    await hear(**message("/start"))
    before = _rows(stored)
    await _tried(hear, ALICE)
    assert _rows(stored) == before


async def test_who_was_demoted_changes_nothing_with_what_was_open(
    hear: Hear, services: Services, stored: str
) -> None:
    """Dialogs in the middle, previews and the buttons of both."""
    await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
    mine: Json = {"chat": private(VASIL), "sender": VASIL}
    assert await hear(**message("/add The town slept\nAll of it, and all night long.", **mine))
    await services.roles.demote(VASIL, "Vasil", by=OWNER, now=NOW)
    for dialog in DIALOGS:
        if dialog.role is Role.READER:
            continue
        await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
        data: Json = {"article": 1, "proposal": 1, "feed": 1, "links": []}
        await services.store.dialogs.put(
            VASIL, VASIL, kind=dialog.name, step="title", data=data, now=NOW
        )
        await services.roles.demote(VASIL, "Vasil", by=OWNER, now=NOW)
        before = _rows(stored)
        for said in ("A new title", "/cancelled", "https://example.com"):
            await hear(**message(said, **mine))
        await _tried(hear, VASIL)
        assert _rows(stored) == before


@pytest.mark.parametrize("entry", TAPS, ids=lambda each: each.name)
async def test_nobody_but_its_admins_has_the_bot_speak_in_a_channel(
    hear: Hear, sandbox: Sandbox, entry: Tap
) -> None:
    """All its readers can tap what stands below its posts, and all would see the answer."""
    query = tap(f"{entry.name}:1:0", by=ALICE) | {
        "message": message("News", chat=CHANNEL_CHAT, sender_chat=CHANNEL_CHAT)
    }
    before = len(sandbox.world.traffic.all())
    assert await hear("callback_query", **query) == []
    calls = {call.method for call in sandbox.world.traffic.all()[before:]}
    assert calls <= {"answerCallbackQuery", "getChat", "getChatMember"}


async def test_in_a_channel_a_story_opens_in_the_readers_own_chat(
    hear: Hear, sandbox: Sandbox
) -> None:
    query = tap("open:1:0", by=ALICE) | {"message": message("News", chat=CHANNEL_CHAT)}
    await hear("callback_query", **query)
    (call,) = [each for each in sandbox.world.traffic.all() if each.method == "answerCallbackQuery"]
    assert call.params["url"] == "https://t.me/GazetteSandboxBot?start=s1"


async def test_who_is_turned_away_from_a_button_hears_it_alone(
    hear: Hear, sandbox: Sandbox, services: Services
) -> None:
    await services.roles.ban(ALICE, "Alice", by=MARIA, now=NOW)
    query = tap("list:1:0", by=ALICE) | {"message": message("News", chat=CHANNEL_CHAT)}
    assert await hear("callback_query", **query) == []
    (call,) = [each for each in sandbox.world.traffic.all() if each.method == "answerCallbackQuery"]
    assert "asked me not to answer" in call.params["text"]
