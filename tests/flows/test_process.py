"""`gazette run` as its operator knows it: a process that starts, is stopped, dies, starts again."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

PATIENCE = 45.0
ALICE = 1001
SECRET = "AAF-this-part-of-a-token-must-never-be-seen"
Message = dict[str, Any]


class Program:
    """One `gazette …` with its output; the settings are given, nothing else is inherited."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.output: list[str] = []
        self._reading = asyncio.create_task(self._read())
        self._told = asyncio.Condition()

    @classmethod
    async def start(cls, folder: Path, *arguments: str, **settings: str) -> Program:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("GAZETTE_")}
        mine = {f"GAZETTE_{name}": text for name, text in settings.items()}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "gazette",
            *arguments,
            cwd=folder,
            env=kept | {"GAZETTE_HOST": "127.0.0.1", "GAZETTE_PORT": "0"} | mine,
            stdout=PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return cls(process)

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            async with self._told:
                self.output.append(line.decode())
                self._told.notify_all()
        async with self._told:
            self._told.notify_all()

    async def says(self, pattern: str) -> str:
        """Wait for words in the output; what the pattern's group found."""

        def found() -> re.Match[str] | None:
            return re.search(pattern, "".join(self.output))

        async with asyncio.timeout(PATIENCE), self._told:
            await self._told.wait_for(lambda: found() or self.process.returncode is not None)
        match = found()
        assert match, "".join(self.output)
        return match[1]

    async def end(self, number: signal.Signals | None = None) -> int:
        """Send a signal, if any, and wait for the end; the exit code."""
        if number is not None and self.process.returncode is None:
            self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            await self._reading
            return await self.process.wait()


Start = Callable[..., Coroutine[Any, Any, Program]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts programs in a folder of the test's own; those left at its end are killed."""
    async with AsyncExitStack() as stack:

        async def one(*arguments: str, **settings: str) -> Program:
            program = await Program.start(tmp_path, *arguments, **settings)
            stack.push_async_callback(program.end, signal.SIGKILL)
            return program

        yield one


class Alice:
    """Talks to the bot through the sandbox, whoever runs it."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def send(self, text: str) -> None:
        await self._post("send", text=text)

    async def tap(self, message: Message, label: str) -> None:
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if label in b["text"])
        await self._post("tap", message_id=message["message_id"], data=data)

    async def sees(self, words: str, *, after: int = 0) -> Message:
        """Wait until a message of the bot, newer than that one, has these words."""
        async with (
            asyncio.timeout(PATIENCE),
            self._session.ws_connect(f"{self._address}/sandbox/ws") as socket,
        ):
            while True:
                event = await socket.receive_json()
                for message in self._messages(event):
                    is_new = message["from"]["is_bot"] and message["message_id"] > after
                    if is_new and words in message.get("text", ""):
                        return message

    def _messages(self, event: dict[str, Any]) -> list[Message]:
        if event["type"] == "state":
            (mine,) = (chat for chat in event["chats"] if chat["id"] == ALICE)
            return list(mine["messages"])
        is_mine = event["type"] == "message" and event["chat_id"] == ALICE
        return [event["message"]] if is_mine else []

    async def _post(self, path: str, **body: object) -> None:
        whole = {"chat_id": ALICE, "user_id": ALICE, **body}
        async with self._session.post(f"{self._address}/sandbox/{path}", json=whole) as answer:
            assert answer.status == 200, await answer.text()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_without_a_token_it_is_a_sandbox_until_it_is_stopped(
    start: Start, session: aiohttp.ClientSession, number: signal.Signals, tmp_path: Path
) -> None:
    gazette = await start("run", LOG_LEVEL="debug")
    address = await gazette.says(r"Gazette is ready: open (http://127\.0\.0\.1:\d+) in")
    alice = Alice(session, address)
    await alice.send("/latest")
    await alice.sees("Page 1 of 4")
    assert await gazette.end(number) == 0
    assert (tmp_path / "data" / "gazette.db").exists()
    assert not re.search(r"\d{3,}:[\w-]{16,}", "".join(gazette.output))


async def test_killed_amid_a_talk_it_goes_on_where_it_was(
    start: Start, session: aiohttp.ClientSession
) -> None:
    sandbox = await start("sandbox")
    address = await sandbox.says(r"GAZETTE_API_URL=(\S+)")
    there = {"API_URL": address, "TOKEN": await sandbox.says(r"GAZETTE_TOKEN=(\S+)")}
    alice = Alice(session, address)
    gazette = await start("run", **there)
    await alice.send("/topic belarus")
    old = await alice.sees("Keith Kellogg")
    # Standing still it cannot have told the server yet that it has what is said now.
    gazette.process.send_signal(signal.SIGSTOP)
    await alice.send("/latest")
    await gazette.end(signal.SIGKILL)
    await alice.send("/about")
    gazette = await start("run", **there)
    about = (await alice.sees("extractive"))["message_id"]
    await alice.sees("Page 1 of 4")
    await alice.tap(old, "1")
    story = await alice.sees("in the source's own words", after=about)
    await alice.send("/summary 1")
    await alice.sees("nothing to summarise", after=story["message_id"])
    assert await gazette.end(signal.SIGTERM) == 0
    check = await start("db", "check")
    assert await check.end() == 0, check.output
    assert await sandbox.end(signal.SIGINT) == 0
    assert there["TOKEN"] not in "".join(gazette.output)


async def test_out_of_reach_it_waits_and_still_stops(start: Start) -> None:
    gazette = await start(
        "run", API_URL="http://127.0.0.1:9", TOKEN=f"123456:{SECRET}", LOG_LEVEL="debug"
    )
    await gazette.says("telegram.(unreachable)")
    assert await gazette.end(signal.SIGTERM) == 0
    assert SECRET not in "".join(gazette.output)


@pytest.mark.parametrize("style", ["console", "json"])
async def test_a_refused_token_is_said_and_not_shown(start: Start, style: str) -> None:
    sandbox = await start("sandbox")
    address = await sandbox.says(r"GAZETTE_API_URL=(\S+)")
    gazette = await start(
        "run", API_URL=address, TOKEN=f"123456:{SECRET}", LOG_LEVEL="debug", LOG_FORMAT=style
    )
    await gazette.says("(The Bot API refused the token)")
    assert await gazette.end() == 1
    assert "Traceback" not in "".join(gazette.output)
    assert SECRET not in "".join(gazette.output)


async def test_who_knows_the_code_of_the_first_start_becomes_the_owner(
    start: Start, session: aiohttp.ClientSession
) -> None:
    sandbox = await start("sandbox")
    address = await sandbox.says(r"GAZETTE_API_URL=(\S+)")
    there = {"API_URL": address, "TOKEN": await sandbox.says(r"GAZETTE_TOKEN=(\S+)")}
    alice = Alice(session, address)
    gazette = await start("run", **there)
    code = await gazette.says(r"Send it: /claim (\w+)")
    await alice.send("/claim 0123")
    wrong = await alice.sees("That is not the code. Tries left: 4.")
    await alice.send(f"/claim {code}")
    owner = await alice.sees("You own this bot now.", after=wrong["message_id"])
    assert await gazette.end(signal.SIGTERM) == 0
    gazette = await start("run", **there)
    await alice.send(f"/claim {code}")
    await alice.sees("I do not know /claim", after=owner["message_id"])
    await alice.send("/stats")
    await alice.sees("Gazette in numbers")
    assert await gazette.end(signal.SIGTERM) == 0
    assert "/claim" not in "".join(gazette.output)


async def test_a_running_bot_is_watched_from_outside(
    start: Start, session: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    port = str(unused_tcp_port)
    gazette = await start("run", WEB_PORT=port)
    address = await gazette.says(r"Gazette is ready: open (http://127\.0\.0\.1:\d+) in")
    alice = Alice(session, address)
    await alice.send("/latest")
    await alice.sees("Latest news")
    web = f"http://127.0.0.1:{port}"
    async with asyncio.timeout(PATIENCE):
        while True:  # the loops begin after the first answers
            async with session.get(f"{web}/readyz") as answer:
                ready = await answer.json()
                if answer.status == 200:
                    break
            await asyncio.sleep(0.05)
    assert ready == {"ready": True, "faults": {}}
    async with session.get(f"{web}/metrics") as answer:
        figures = (await answer.text()).splitlines()
    assert 'gazette_update_seconds_count{kind="command",name="latest"} 1.0' in figures
    assert 'gazette_calls_total{method="send",outcome="ok"} 1.0' in figures
    top = await start("top", "--once", WEB_PORT=port)
    assert await top.says("(is ready)")
    assert await top.end() == 0
    assert await gazette.end(signal.SIGTERM) == 0
