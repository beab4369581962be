"""The whole bot over real HTTP: the sandbox's Bot API, PTB's Application, a real database.

One bot serves the session; every test gets a person of its own, and so a chat of its own. Only
the clock is made up.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.telegram.application import AnyApplication, build
from bot.telegram.intake import Intake
from bot.telegram.limits import ChatLimiter, Limits
from bot.telegram.polling import poll
from handlers import Context, Services, register, tell_telegram
from handlers.wiring import sow, wired

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
TOKEN = "100001:a-token-for-these-tests-only"
OWNER = 1003
GROUP = -1001
PATIENCE = 20.0
# Nobody waits for Telegram's limits here: they have tests of their own.
UNHURRIED = Limits(per_second=300, burst=100_000, per_group_minute=1_000)

Message = dict[str, Any]
NewPerson = Callable[..., Awaitable["Person"]]


@dataclass(frozen=True)
class World:
    """A running bot and its sandbox."""

    address: str
    box: Sandbox
    services: Services
    application: AnyApplication
    session: aiohttp.ClientSession


@dataclass
class Person:
    """Somebody who talks to the bot through the page's own interface."""

    world: World
    id: int
    chat_id: int
    events: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    async def post(self, path: str, **body: object) -> dict[str, Any]:
        async with self.world.session.post(
            f"{self.world.address}/sandbox/{path}", json=body
        ) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def send(self, text: str, **more: object) -> None:
        await self.post("send", chat_id=self.chat_id, user_id=self.id, text=text, **more)

    async def say(self, text: str, **more: object) -> Message:
        """Send a message; the bot's next one is the answer."""
        await self.send(text, **more)
        return await self.hear()

    async def hear(self) -> Message:
        """The bot's next message, new or edited."""
        while True:
            event = await self.event()
            if event["type"] == "message" and event["message"]["from"].get("is_bot"):
                return dict(event["message"])

    async def event(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.events.get(), PATIENCE)

    async def press(self, message: Message, label: str) -> str:
        """Tap a button; the id of the tap's query."""
        button = next(button for button in buttons(message) if label in button["text"])
        return await self.press_data(message, button["callback_data"])

    async def press_data(self, message: Message, data: str) -> str:
        """Tap with any data, as a forged client could."""
        answer = await self.post(
            "tap",
            chat_id=self.chat_id,
            user_id=self.id,
            message_id=message["message_id"],
            data=data,
            forged=True,
        )
        return str(answer["query_id"])

    async def tap(self, message: Message, label: str) -> Message:
        """Tap a button; the message that the bot then shows."""
        await self.press(message, label)
        return await self.hear()

    async def note(self, query_id: str) -> dict[str, Any]:
        """What the bot answered to a tap itself."""
        while True:
            event = await self.event()
            if event["type"] == "answer" and str(event["query_id"]) == query_id:
                return event


def buttons(message: Message) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def labels(message: Message) -> list[str]:
    return [button["text"] for button in buttons(message)]


def bold(message: Message) -> list[str]:
    """The bold passages of a message, cut by their UTF-16 offsets."""
    text = message["text"].encode("utf-16-le")
    return [
        text[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in message.get("entities", [])
        if entity["type"] == "bold"
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with living(tmp_path_factory.mktemp("flows")) as world:
        yield world


@asynccontextmanager
async def living(
    folder: Path, *, throttle_per_minute: int = 500, private_hosts: str = ""
) -> AsyncIterator[World]:
    """A world of one's own, for tests that would disturb the others in the shared one."""
    settings = Settings.load(
        database_url=f"sqlite:///{folder / 'gazette.db'}",
        admins=f"{OWNER}",
        throttle_per_minute=throttle_per_minute,
        private_hosts=private_hosts,
    )
    async with AsyncExitStack() as stack:
        box = Sandbox(TOKEN)
        address = await box.start("127.0.0.1", 0)
        stack.push_async_callback(box.stop)
        services = await stack.enter_async_context(wired(settings, lambda: NOW))
        await sow(settings, services)
        application = build(TOKEN, address, Context, limiter=ChatLimiter(UNHURRIED))
        register(application, services)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        ready, stop = asyncio.Event(), asyncio.Event()

        async def tell(_: Intake) -> None:
            await tell_telegram(application.bot, services)
            ready.set()

        polling = asyncio.create_task(poll(application, stop, tell))
        first = asyncio.create_task(ready.wait())
        await asyncio.wait({polling, first}, return_when=asyncio.FIRST_COMPLETED)
        if polling.done():
            polling.result()
        try:
            yield World(address, box, services, application, session)
        finally:
            stop.set()
            await polling


@pytest_asyncio.fixture(loop_scope="session")
async def new_person(world: World) -> AsyncIterator[NewPerson]:
    async with people_of(world) as make:
        yield make


@asynccontextmanager
async def people_of(world: World) -> AsyncIterator[NewPerson]:
    """Makes people; their events are listened to until the block ends."""
    async with AsyncExitStack() as stack:

        async def make(
            *, language: str = "en", user_id: int = 0, chat_id: int = 0, name: str = "Eve"
        ) -> Person:
            body = {"first_name": name, "language_code": language, "role": "reader"}
            if not user_id:
                async with world.session.post(
                    f"{world.address}/sandbox/users", json=body
                ) as answer:
                    user_id = (await answer.json())["id"]
            person = Person(world, user_id, chat_id or user_id)
            socket = await stack.enter_async_context(
                world.session.ws_connect(f"{world.address}/sandbox/ws")
            )
            await socket.receive()  # the state as it is
            task = asyncio.create_task(_listen(socket, person))
            stack.callback(task.cancel)
            return person

        yield make


async def _listen(socket: aiohttp.ClientWebSocketResponse, person: Person) -> None:
    async for frame in socket:
        event = frame.json()
        if event["type"] == "answer" or event.get("chat_id") == person.chat_id:
            person.events.put_nowait(event)


@pytest_asyncio.fixture(loop_scope="session")
async def eve(new_person: NewPerson) -> Person:
    return await new_person()
