"""A Bot API server that is strict about Telegram's limit, in a process of its own.

It takes any call, waits half the network's delay, refuses it if 30 were accepted within the last
second, and answers after the other half. GET /figures tells what it counted.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import Counter, deque
from dataclasses import dataclass, field

from aiohttp import web

CHAT = re.compile(rb'chat_id"?[=:\s]+(-?\d+)')
SPAN = 1.0


@dataclass(kw_only=True)
class StrictServer:
    """`limit` messages in any rolling second (0: as many as come), `delay` seconds of network."""

    limit: int
    delay: float
    accepted: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    most_in_a_second: int = 0
    recent: deque[float] = field(default_factory=deque)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        if request.path == "/figures":
            return web.json_response(self.figures())
        found = CHAT.search(await request.read())
        chat = int(found[1]) if found else 0
        if self.delay:
            await asyncio.sleep(self.delay / 2)
        allowed = self.count(chat, asyncio.get_running_loop().time())
        if self.delay:
            await asyncio.sleep(self.delay / 2)
        return _message(chat, sum(self.accepted.values())) if allowed else _too_many()

    def count(self, chat: int, now: float) -> bool:
        while self.recent and now - self.recent[0] >= SPAN:
            self.recent.popleft()
        if self.limit and len(self.recent) >= self.limit:
            self.refused += 1
            return False
        self.recent.append(now)
        self.accepted[chat] += 1
        self.most_in_a_second = max(self.most_in_a_second, len(self.recent))
        return True

    def figures(self) -> dict[str, int]:
        return {
            "accepted": sum(self.accepted.values()),
            "doubled": sum(number > 1 for number in self.accepted.values()),
            "refused": self.refused,
            "most_in_a_second": self.most_in_a_second,
        }


def _message(chat: int, number: int) -> web.Response:
    result = {
        "message_id": number,
        "date": 1_770_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "from": {"id": 1, "is_bot": True, "first_name": "Gazette", "username": "gazette_bot"},
        "text": "Latest news",
    }
    body = json.dumps({"ok": True, "result": result}).encode()
    return web.Response(body=body, content_type="application/json")


def _too_many() -> web.Response:
    words = "Too Many Requests: retry after 1"
    body = {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": 1}}
    return web.json_response(body, status=429)


async def main(limit: int, delay: float) -> None:
    """Serve until killed; the port is the one line that it prints."""
    runner = web.ServerRunner(web.Server(StrictServer(limit=limit, delay=delay).answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
