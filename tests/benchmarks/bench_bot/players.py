"""What the benchmark's server plays: updates at a pace, and how long each waited for its answer."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from itertools import count
from statistics import quantiles
from time import perf_counter, time
from typing import Any
from urllib.parse import urlsplit

import orjson

Put = Callable[[dict[str, Any]], None]

FLOODER = 7
READER = 8
FIRST_CHAT = 1000
# As many as Telegram opens to a webhook unless told otherwise.
CONNECTIONS = 40


class Traffic:
    """Updates on their way and those answered."""

    # A bot may remember the ids of earlier runs.
    next_id = int(time()) * 10

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self._waits: list[float] = []
        self._done = asyncio.Event()
        self.to_flooder = 0

    async def send(self, put: Put, scenario: dict[str, Any]) -> None:
        """All at once, or `rate` a second; `flood` a second of them more from one person."""
        beside = [
            asyncio.create_task(self._steadily(put, chat, scenario[kind], texts))
            for kind, chat, texts in (
                ("flood", FLOODER, [scenario["text"]]),
                ("summaries", READER, scenario.get("pastes", [])),
            )
            if scenario.get(kind)
        ]
        rate, chats = scenario.get("rate", 0), scenario.get("chats", 1000)
        began = perf_counter()
        for number in range(self._expected):
            if rate:
                await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
            self._put(put, FIRST_CHAT + number % chats, scenario["text"])
        for task in beside:
            task.cancel()

    async def _steadily(self, put: Put, chat: int, rate: float, texts: list[str]) -> None:
        """So many updates a second that are not measured, from one person."""
        began = perf_counter()
        for number in count():
            await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
            put(self._update(chat, texts[number % len(texts)]))

    def _put(self, put: Put, chat: int, text: str) -> None:
        self._sent[chat].append(perf_counter())
        put(self._update(chat, text))

    def _update(self, chat: int, text: str) -> dict[str, Any]:
        Traffic.next_id += 1
        command = len(text.split(maxsplit=1)[0])
        return {
            "update_id": Traffic.next_id,
            "message": {
                "message_id": Traffic.next_id,
                "date": 1_700_000_000,
                "from": {
                    "id": chat,
                    "is_bot": False,
                    "first_name": "Eve",
                    "username": f"eve{chat}",
                    "language_code": "en",
                },
                "chat": {
                    "id": chat,
                    "type": "private",
                    "first_name": "Eve",
                    "username": f"eve{chat}",
                },
                "text": text,
                "entities": [{"type": "bot_command", "offset": 0, "length": command}],
            },
        }

    def answered(self, chat: int) -> None:
        """A message went to that chat."""
        if chat == FLOODER:
            self.to_flooder += 1
        sent = self._sent.get(chat)
        if not sent:
            return
        self._waits.append(perf_counter() - sent.popleft())
        if len(self._waits) >= self._expected:
            self._done.set()

    async def finished(self, patience: float) -> bool:
        """Wait for the last answer; False when some never came."""
        try:
            await asyncio.wait_for(self._done.wait(), patience)
        except TimeoutError:
            return False
        return True

    def figures(self) -> dict[str, Any]:
        """Milliseconds from an update to its answer, and how many there were."""
        if len(self._waits) < 2:
            return {"answers": len(self._waits)}
        percentiles = quantiles(self._waits, n=100)
        return {
            "answers": len(self._waits),
            "p50": 1000 * percentiles[49],
            "p99": 1000 * percentiles[98],
            "to_flooder": self.to_flooder,
        }


class Posting:
    """Posts updates to a webhook over kept connections, one at a time on each."""

    def __init__(self, url: str, traffic: Traffic, secret: str) -> None:
        self._url = urlsplit(url)
        self._traffic = traffic
        self._secret = secret
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._tasks = [asyncio.create_task(self._post()) for _ in range(CONNECTIONS)]

    def put(self, update: dict[str, Any]) -> None:
        self._queue.put_nowait(update)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _post(self) -> None:
        reader, writer = await self._connected()
        try:
            while True:
                update = await self._queue.get()
                body = orjson.dumps(update)
                while not await self._exchange(reader, writer, body):  # noqa: ASYNC110 - as Telegram does
                    await asyncio.sleep(0.05)
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection, as soon as the bot listens."""
        while True:
            try:
                return await asyncio.open_connection(self._url.hostname, self._url.port)
            except OSError:
                await asyncio.sleep(0.02)

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes
    ) -> bool:
        writer.write(
            b"POST %b HTTP/1.1\r\nHost: bench\r\nX-Telegram-Bot-Api-Secret-Token: %b\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % (self._url.path.encode(), self._secret.encode(), len(body))
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
        answer = await reader.readexactly(int(length or b"0"))
        if answer[:1] == b"{":
            self._traffic.answered(int(orjson.loads(answer)["chat_id"]))
        return head[9:12] == b"200"
