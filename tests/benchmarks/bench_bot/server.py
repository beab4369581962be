"""A Bot API server that costs next to nothing, to measure bots with.

A process of its own: it reads one scenario per line (JSON) on standard input, plays it and writes
what came of it on standard output. It keeps no chats and checks nothing; an update is one text
message, its answer the first sendMessage into that chat.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson
import uvloop

from tests.benchmarks.bench_bot.players import Posting, Traffic
from tests.benchmarks.bench_bot.wire import Request, read_request, response

TEXT = "x" * 1000
KEYBOARD = {
    "inline_keyboard": [
        [{"text": str(number), "callback_data": f"open:{number}:1"} for number in range(5)]
    ]
}
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
WAIT_SECONDS = 30.0


@dataclass(slots=True)
class Polls:
    """getUpdates that wait, and the updates that wait for one."""

    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, update: dict[str, Any]) -> None:
        self.waiting.append(update)
        self.arrived.set()

    async def take(self, offset: int, seconds: float) -> list[dict[str, Any]]:
        """Up to 100 updates; what is older than `offset` is confirmed and goes."""
        while True:
            while self.waiting and self.waiting[0]["update_id"] < offset:
                self.waiting.popleft()
            if self.waiting or not seconds:
                return [self.waiting[place] for place in range(min(len(self.waiting), 100))]
            self.arrived.clear()
            try:
                await asyncio.wait_for(self.arrived.wait(), min(seconds, WAIT_SECONDS))
            except TimeoutError:
                return []


class Connection(asyncio.Protocol):
    """Reads requests one after the other; each is answered in a task where it must wait."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # of TCP, and uvloop has its own class

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while found := read_request(self._buffer):
            request, self._buffer = found
            self._server.serve(request, self.write)

    def write(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(response(body))


class Server:
    """Answers calls; tells the traffic in play of every answer to an update."""

    def __init__(self) -> None:
        self.polls = Polls()
        self.traffic = Traffic(0)
        self.delay = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    def serve(self, request: Request, write: Any) -> None:
        method = request.method.lower()
        if method == "sendmessage":
            self.traffic.answered(request.chat_id())
            self._later(write, _message(request))
        elif method == "getupdates":
            self._start(self._poll(request, write))
        else:
            self._later(
                write, orjson.dumps({"ok": True, "result": ME if method == "getme" else True})
            )

    def _later(self, write: Any, body: bytes) -> None:
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, write, body)
        else:
            write(body)

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _poll(self, request: Request, write: Any) -> None:
        updates = await self.polls.take(request.number("offset"), request.number("timeout"))
        self._later(write, orjson.dumps({"ok": True, "result": updates}))

    async def play(self, scenario: dict[str, Any]) -> dict[str, Any]:
        """Send the scenario's updates; what came of it."""
        self.delay = scenario.get("delay", 0.0)
        self.polls.waiting.clear()
        self.traffic = traffic = Traffic(scenario["updates"])
        webhook = scenario.get("webhook")
        posting = Posting(webhook, traffic, scenario.get("secret", "")) if webhook else None
        put = posting.put if posting else self.polls.put
        pid = scenario.get("pid", 0)
        before = cpu_seconds(pid)
        began = perf_counter()
        await traffic.send(put, scenario)
        done = await traffic.finished(scenario.get("patience", 120.0))
        took = perf_counter() - began
        figures = traffic.figures() | {
            "seconds": took,
            "ended": perf_counter(),
            "cpu": cpu_seconds(pid) - before,
            "memory": memory(pid),
            "done": done,
        }
        if posting:
            await posting.close()
        return figures


def _message(request: Request) -> bytes:
    message = {
        "message_id": 9,
        "date": 1_700_000_000,
        "from": ME,
        "chat": {"id": request.chat_id(), "type": "private", "first_name": "Eve"},
        "text": TEXT,
    }
    if b"inline_keyboard" in request.body:
        message["reply_markup"] = KEYBOARD
    return orjson.dumps({"ok": True, "result": message})


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and all its children, so far; 0 for no process."""
    if not pid:
        return 0.0
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def family(pid: int) -> list[int]:
    """A process and its children, and theirs."""
    found = [pid]
    for member in found:
        try:
            children = Path(f"/proc/{member}/task/{member}/children").read_text("ascii")
            found += map(int, children.split())
        except OSError:
            continue
    return found


def memory(pid: int) -> float:
    """Megabytes that the process itself holds (resident); 0 for no process."""
    if not pid:
        return 0.0
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def main() -> None:
    server = Server()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Connection(server), "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    lines = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        print(json.dumps(await server.play(json.loads(line))), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
