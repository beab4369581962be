"""Captions, albums, dialogs, files, progress, and what an answer does beyond its chat."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from markupsafe import Markup
from telegram import Bot, Message

from bot.model import Role
from bot.sandbox import Sandbox
from bot.sandbox.params import Upload
from bot.sandbox.state import ALICE, VASIL
from handlers import Services, albums, dispatch
from handlers.albums import Albums
from handlers.context import Ask, Attachment, Letter, Reply
from handlers.menu_entry import Dialog
from tests.handlers.conftest import NOW, OWNER, Hear
from tests.handlers.updates import A_GROUP, document, message

PATIENCE = 20.0


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Ask]:
    """What /latest, an open dialog and posts without a command are given."""
    asks: list[Ask] = []

    async def note(ask: Ask) -> Reply:
        asks.append(ask)
        return Reply()

    latest = dispatch._COMMANDS["latest"]
    monkeypatch.setitem(dispatch._COMMANDS, "latest", replace(latest, handler=note))
    dialog = Dialog(name="test", handler=note, role=Role.READER)
    monkeypatch.setitem(dispatch._DIALOGS, "test", dialog)
    monkeypatch.setattr(dispatch, "POSTED", note)
    return asks


async def test_a_caption_can_be_a_command(hear: Hear, asked: list[Ask]) -> None:
    await hear(**message(caption="/latest 5 stories", **document("a.txt", file_id="X", size=3)))
    (ask,) = asked
    assert (ask.command, ask.words) == ("latest", "5 stories")
    assert ask.post.attachment == Attachment(file_id="X", name="a.txt", size=3)
    await hear(**message(caption="/latest@SomeOtherBot", **document()))
    await hear(**message(caption="/latest", chat=A_GROUP, **document()))
    assert [ask.private for ask in asked] == [True, False]


async def test_an_album_follows_its_command(hear: Hear, asked: list[Ask]) -> None:
    for number, caption in enumerate(["/latest", "", ""]):
        sent = document(f"{number}.txt", file_id=f"{number}")
        await hear(**message(caption=caption, media_group_id="9", **sent))
    assert [(ask.command, ask.album, ask.words) for ask in asked] == [("latest", "9", "")] * 3
    attached = [ask.post.attachment.name for ask in asked if ask.post.attachment]
    assert attached == ["0.txt", "1.txt", "2.txt"]
    # Another album, and the same number in another chat, are nobody's.
    assert "I can read text only" in (await hear(**message(media_group_id="8", **document())))[0]
    elsewhere = message(chat=A_GROUP, media_group_id="9", **document())
    assert await hear(**elsewhere) == []
    assert len(asked) == 3


async def test_an_album_shares_one_message_of_progress(
    hear: Hear, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    async def slow(ask: Ask) -> Reply:
        await ask.progress(Markup("reading"))
        done.append(ask.post.attachment.name if ask.post.attachment else "")
        return Reply(text=Markup(", ".join(done)))

    latest = dispatch._COMMANDS["latest"]
    monkeypatch.setitem(dispatch._COMMANDS, "latest", replace(latest, handler=slow))
    await hear(**message(caption="/latest", media_group_id="9", **document("a.txt")))
    await hear(**message(media_group_id="9", **document("b.txt")))
    (shown,) = sandbox.world.chats[ALICE].messages.values()
    assert shown["text"] == "a.txt, b.txt"


def test_albums_are_forgotten_in_the_end() -> None:
    known = Albums()
    for number in range(albums._REMEMBERED + 1):
        known.progress(Bot("1:x"), ALICE, f"{number}", "latest")
    first = Message.de_json(message(media_group_id="0"), None)
    second = Message.de_json(message(media_group_id="1"), None)
    assert (known.command(first, ""), known.command(second, "")) == ("", "latest")


async def test_an_open_dialog_is_gone_on_with(
    hear: Hear, services: Services, asked: list[Ask]
) -> None:
    await services.store.dialogs.put(
        ALICE, ALICE, kind="test", step="title", data={"number": 1}, now=NOW
    )
    await hear(**message("The river rose"))
    await hear(**message(**document()))
    forwarded = {"type": "hidden_user", "date": 1, "sender_user_name": "Eve"}
    await hear(**message("It rained.", forward_origin=forwarded))
    for ask in asked:
        assert ask.conversation is not None
        assert (ask.conversation.step, ask.conversation.data) == ("title", {"number": 1})
    assert [ask.words for ask in asked] == ["The river rose", "", "It rained."]


async def test_what_does_not_go_on_with_a_dialog(
    hear: Hear, services: Services, asked: list[Ask]
) -> None:
    await services.store.dialogs.put(ALICE, ALICE, kind="test", step="t", data={}, now=NOW)
    # A command works as always, a picture says nothing, an edit mends what was said before.
    assert "extractive" in (await hear(**message("/about")))[0]
    assert "I can read text only" in (await hear(**message(photo=[])))[0]
    assert await hear("edited_message", **message("The river rose", edit_date=2)) == []
    assert await hear(**message("what a day", chat=A_GROUP)) == []
    assert asked == []
    assert await services.store.dialogs.get(ALICE, ALICE, now=NOW)


async def test_a_dialog_that_no_longer_exists_is_passed_over(
    hear: Hear, services: Services
) -> None:
    await services.store.dialogs.put(ALICE, ALICE, kind="painting", step="t", data={}, now=NOW)
    assert "1 story with “river”" in (await hear(**message("river")))[0]


async def test_a_dialog_can_be_cancelled(hear: Hear, services: Services) -> None:
    assert await hear(**message("/cancel")) == ["There is nothing to cancel."]
    await services.store.dialogs.put(ALICE, ALICE, kind="add", step="t", data={}, now=NOW)
    assert await hear(**message("/cancel")) == ["All right, I have dropped it."]
    assert await services.store.dialogs.get(ALICE, ALICE, now=NOW) is None


async def test_a_handler_can_have_what_was_attached(
    hear: Hear, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = Upload(name="a.txt", mime_type="text/plain", data=b"The river rose.")
    file_id = sandbox.world.files.add(upload, "document").file_id

    async def read(ask: Ask) -> Reply:
        return Reply(text=Markup((await ask.download(file_id)).decode()))

    latest = dispatch._COMMANDS["latest"]
    monkeypatch.setitem(dispatch._COMMANDS, "latest", replace(latest, handler=read))
    sent = document(file_id=file_id)
    assert await hear(**message(caption="/latest", **sent)) == ["The river rose."]
    assert await hear(**message("/latest", reply_to_message=message(**sent))) == ["The river rose."]
    assert "no longer has that file" in (await hear(**message("/latest")))[0]


async def test_an_answer_can_reach_others(
    hear: Hear,
    services: Services,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await services.roles.promote(VASIL, "Васіль", by=OWNER, now=NOW)

    async def tell(ask: Ask) -> Reply:
        letter = Letter(chat_id=VASIL, text=Markup("A letter"))
        return Reply(text=ask.texts("about.text"), letters=(letter,), new_menus=(VASIL,))

    latest = dispatch._COMMANDS["latest"]
    monkeypatch.setitem(dispatch._COMMANDS, "latest", replace(latest, handler=tell))
    events = sandbox.world.events.listen()
    await hear(**message("/latest"))
    async with asyncio.timeout(PATIENCE):
        while (event := await events.get() or {}).get("chat_id") != VASIL:
            continue
    assert event["message"]["text"] == "A letter"
    commands = sandbox.world.profile.commands_for(sandbox.world.chats[VASIL], VASIL, "be")
    assert "audit" in {command["command"] for command in commands}


async def test_progress_ends_with_a_fault_too(
    hear: Hear, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(ask: Ask) -> Reply:
        await ask.progress(Markup("one"))
        await ask.progress(Markup("two"))
        raise RuntimeError("bad")

    latest = dispatch._COMMANDS["latest"]
    monkeypatch.setitem(dispatch._COMMANDS, "latest", replace(latest, handler=fail))
    await hear(**message("/latest"))
    shown = [told["text"] for told in sandbox.world.chats[ALICE].messages.values()]
    assert shown[0] == "two"
    assert "Something went wrong" in shown[1]
