"""How fast digests go out, and how people fare meanwhile, on a server that is strict.

Run by `make bench-digest`. 20,000 digests are due at once and are sent for two minutes; other
people's replies come in between, at even intervals and (for comparison, without a bar) as they
please. Beside it PTB's own AIORateLimiter, and how many messages a second go out with no limiter.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from telegram import Bot
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, BaseRateLimiter, ExtBot

from bot.telegram.limits import ChatLimiter, Priority
from bot.telegram.request import AiohttpRequest

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
PER_SECOND = 30
DELAY = 0.05
DIGESTS = 20_000
FIRST_PERSON = 1_000_000
USED_BAR = 0.95
SPEED_BAR = 8.0
CONCURRENT = 100
TEXT = "<b>Your news, Monday 9 February</b>\n\n" + "A sentence that a source wrote. " * 40

Limiter = BaseRateLimiter[Any]


@dataclass
class Outcome:
    """What one phase came to; waits in milliseconds."""

    seconds: float = 0.0
    replies: list[float] = field(default_factory=list)
    sent: int = 0
    lost: int = 0
    server: dict[str, int] = field(default_factory=dict)

    @property
    def used(self) -> float:
        return self.sent / self.seconds / PER_SECOND

    def p(self, percent: int) -> float:
        return statistics.quantiles(self.replies, n=100)[percent - 1]

    def words(self) -> str:
        return (
            f"used {self.used:.1%}, {self.server['refused']} of 429, {self.lost} lost, "
            f"{self.server['doubled']} doubled, most in a second {self.server['most_in_a_second']},"
            f" replies p50 {self.p(50):.1f} p90 {self.p(90):.1f} p99 {self.p(99):.1f} ms "
            f"of {len(self.replies)}"
        )


@contextmanager
def served(limit: int, delay: float) -> Iterator[str]:
    """A strict server's address."""
    command = [sys.executable, "-m", "tests.benchmarks.strict_server", str(limit), str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.terminate()


@dataclass
class Phase:
    """Digests and replies through one limiter for a while."""

    bot: Bot
    seconds: float
    rate: float
    even: bool = True
    outcome: Outcome = field(default_factory=Outcome)

    async def run(self, digests: int, priority: Priority | None) -> Outcome:
        due = iter(range(1, digests + 1))
        sending = [asyncio.create_task(self.deliver(due, priority)) for _ in range(CONCURRENT)]
        began = time.perf_counter()
        answering = [task async for task in self.people(began)]
        self.outcome.seconds = time.perf_counter() - began
        sent = self.outcome.sent
        for task in sending:
            task.cancel()
        await asyncio.gather(*answering)
        await asyncio.gather(*sending, return_exceptions=True)
        self.outcome.sent = sent
        return self.outcome

    async def people(self, began: float) -> AsyncIterator[asyncio.Task[None]]:
        dice = random.Random(5)
        person, at = FIRST_PERSON, began
        while True:
            at += 1 / self.rate if self.even else dice.expovariate(self.rate)
            if at > began + self.seconds:
                break
            await asyncio.sleep(at - time.perf_counter())
            person += 1
            yield asyncio.create_task(self.reply(person))
        await asyncio.sleep(began + self.seconds - time.perf_counter())

    async def reply(self, person: int) -> None:
        began = time.perf_counter()
        await self.counted(self.bot.send_message(person, "Latest news"))
        self.outcome.replies.append(1000 * (time.perf_counter() - began))

    async def deliver(self, due: Iterator[int], priority: Priority | None) -> None:
        more: dict[str, Any] = {} if priority is None else {"rate_limit_args": priority}
        for chat in due:
            await self.counted(self.bot.send_message(chat, TEXT, parse_mode="HTML", **more))

    async def counted(self, call: Awaitable[object]) -> None:
        try:
            await call
        except RetryAfter:
            self.outcome.lost += 1
        else:
            self.outcome.sent += 1


async def phase(
    limiter: Limiter, rate: float, seconds: float, digests: int, *, even: bool = True
) -> Outcome:
    """So many digests at once beside people who come at that rate."""
    priority = Priority.DIGEST if isinstance(limiter, ChatLimiter) else None
    with served(PER_SECOND, DELAY) as address:
        bot: Bot = ExtBot(
            TOKEN, base_url=f"{address}/bot", request=AiohttpRequest(), rate_limiter=limiter
        )
        await bot.send_message(FIRST_PERSON, "warm")
        await asyncio.sleep(1)
        outcome = await Phase(bot, seconds, rate, even).run(digests, priority)
        async with aiohttp.request("GET", f"{address}/figures") as answer:
            outcome.server = await answer.json()
        # Not bot.shutdown(), which closes only what a getMe has initialised.
        await bot.request.shutdown()
    return outcome


async def beside_idle(
    limiter: Limiter, rate: float, seconds: float, *, even: bool = True
) -> tuple[Outcome, Outcome]:
    """Busy, and an idle bot with its own server, in the same minutes: one noise reaches both."""
    busy, idle = await asyncio.gather(
        phase(limiter, rate, seconds, DIGESTS, even=even),
        phase(ChatLimiter(), rate, seconds, 0, even=even),
    )
    return busy, idle


async def speed(bot: Bot, seconds: float) -> float:
    """Messages a second that so many concurrent senders reach."""
    sent = 0
    until = time.perf_counter() + seconds

    async def sender() -> None:
        nonlocal sent
        while time.perf_counter() < until:
            await bot.send_message(sent, TEXT)
            sent += 1

    await asyncio.gather(*(sender() for _ in range(CONCURRENT)))
    return sent / seconds


async def sending(seconds: float) -> bool:
    """The limiter's part; True where every bar is reached."""
    good = True
    for rate, bar in ((2.0, 1.1), (10.0, 1.3)):
        alone = await phase(ChatLimiter(), rate, seconds / 2, 0)
        print(f"{rate:g} replies a second, no digests: p99 {alone.p(99):.1f} ms", flush=True)
        for even in (True, False):
            busy, idle = await beside_idle(ChatLimiter(), rate, seconds, even=even)
            ratio = busy.p(99) / idle.p(99)
            print(f"  {'evenly' if even else 'at random'}: {busy.words()}", flush=True)
            print(f"    x {ratio:.2f} of an idle bot beside, {idle.p(99):.1f} ms", flush=True)
            clean = busy.server["refused"] == busy.lost == busy.server["doubled"] == 0
            good = good and clean and (not even or (busy.used >= USED_BAR and ratio <= bar))
    peer, idle = await beside_idle(AIORateLimiter(), 2.0, seconds)
    ratio = peer.p(99) / idle.p(99)
    print(f"PTB's AIORateLimiter, 2 replies a second: {peer.words()}, x {ratio:.2f}", flush=True)
    return good


async def unlimited(seconds: float) -> bool:
    """The transport's part."""
    with served(0, 0) as address:
        base = f"{address}/bot"
        bare = Bot(TOKEN, base_url=base)
        ours = Bot(TOKEN, base_url=base, request=AiohttpRequest())
        found: dict[str, float] = {}
        for name, bot in (("bare", bare), ("over aiohttp", ours)):
            await bot.request.initialize()
            found[name] = await speed(bot, seconds)
            print(f"{name}: {found[name]:.0f} messages a second", flush=True)
            await bot.request.shutdown()
    return found["over aiohttp"] >= SPEED_BAR * found["bare"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--only", choices=["sending", "unlimited"])
    asked = parser.parse_args()
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    good = True
    if asked.only != "sending":
        good = asyncio.run(unlimited(min(10.0, asked.seconds)))
    if asked.only != "unlimited":
        good = asyncio.run(sending(asked.seconds)) and good
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
