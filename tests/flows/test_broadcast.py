"""A broadcast in the chat: from the message to its recall, in a world of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.telegram.calling import as_news_bot
from bot.telegram.delivery import Delivery, sending_bot
from handlers.broadcasts.rounds import Rounds
from tests.flows.conftest import (
    NOW,
    OWNER,
    TOKEN,
    Message,
    Person,
    World,
    bold,
    labels,
    living,
    people_of,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

READERS = 3


class Town:
    """Everybody who talks to one bot; what it does beside the chats is done by hand."""

    def __init__(self, world: World, owner: Person, readers: list[Person]) -> None:
        self.owner, self.readers = owner, readers
        self._world = world
        self._rounds = Rounds(world.application.bot, world.services)

    async def round(self) -> None:
        await self._rounds.round()

    async def send(self) -> None:
        """A round, all letters that are due, and another round."""
        world = self._world
        limiter = as_news_bot(world.application.bot).limiter
        await self.round()
        async with sending_bot(TOKEN, world.address) as bot:
            store = world.services.store
            await Delivery(bot=bot, limiter=limiter, store=store, now=lambda: NOW).round()
        await self.round()

    def texts(self, person: Person) -> list[str]:
        messages = self._world.box.world.chats[person.chat_id].messages.values()
        return [message["text"] for message in messages]

    async def shown(self, beginning: str) -> Message:
        """The owner's next message that begins so, edited or new."""
        while not (message := await self.owner.hear())["text"].startswith(beginning):
            continue
        return message


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with living(tmp_path) as world, people_of(world) as make:
        owner = await make(user_id=OWNER)
        await owner.say("/language en")
        readers = [await make() for _ in range(READERS)]
        for reader in readers:
            await reader.say("/about")
        yield Town(world, owner, readers)


async def begun(town: Town, words: str) -> Message:
    """A broadcast that was started; the page that it was started from."""
    preview = await town.owner.say(f"/broadcast {words}")
    assert preview["text"] == words
    card = await town.owner.hear()
    assert f"{READERS + 1} chats" in card["text"]
    started = await town.owner.tap(card, "Start")
    assert started["text"].startswith("Started.")
    return card


async def test_everybody_gets_it_and_it_is_recalled(town: Town) -> None:
    card = await begun(town, "We are back.")
    query = await town.owner.press(card, "Send to me")
    assert (await town.owner.note(query))["show_alert"]
    await town.send()
    assert [town.texts(reader)[-1] for reader in town.readers] == ["We are back."] * READERS
    done = await town.shown("Broadcast: done")
    assert "sent 4" in done["text"]
    question = await town.owner.tap(done, "Recall")
    recalled = await town.owner.tap(question, "Yes, delete")
    assert recalled["message_id"] == done["message_id"]
    await town.round()
    await town.round()
    assert "deleted 4" in (await town.shown("Broadcast: recalled"))["text"]
    assert "We are back." not in {text for reader in town.readers for text in town.texts(reader)}


async def test_it_is_paused_goes_on_and_is_stopped(town: Town) -> None:
    await begun(town, "Not for now.")
    await town.round()
    progress = await town.shown("Broadcast: under way")
    paused = await town.owner.tap(progress, "Pause")
    assert labels(paused) == ["Go on", "Stop"]
    await town.send()
    going = await town.owner.tap(paused, "Go on")
    stopped = await town.owner.tap(going, "Stop")
    assert stopped["text"].startswith("Broadcast: stopped")
    await town.send()
    assert not any("Not for now." in town.texts(reader) for reader in town.readers)
    audit = await town.owner.say("/audit")
    assert "stopped the broadcast “Not for now.”" in audit["text"]


async def test_a_forwarded_message_is_tried_on_oneself(town: Town) -> None:
    owner = town.owner
    told = await owner.say("/latest")
    await owner.say("/broadcast")
    here = {"chat_id": owner.chat_id, "from_chat_id": owner.chat_id}
    await owner.post("forward", user_id=OWNER, message_id=told["message_id"], **here)
    assert (await owner.hear())["text"] == told["text"]
    card = await owner.hear()
    tried = await owner.tap(card, "Send to me")
    assert tried["text"] == told["text"]
    assert bold(tried) == bold(told) != []
    assert "Nothing was sent" in (await owner.tap(card, "Cancel"))["text"]


async def test_nobody_else_may(town: Town) -> None:
    await begun(town, "From the owner.")
    reader = town.readers[0]
    assert "/broadcast" in (await reader.say("/broadcast Hello"))["text"]
    answer = await reader.press_data(await reader.say("/about"), "bc:1:stop")
    assert (await reader.note(answer))["show_alert"]
    await town.send()
    assert "From the owner." in town.texts(reader)
