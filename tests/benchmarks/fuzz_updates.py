"""Gives the whole bot 20,000 wild updates: no unhandled error, nothing that breaks.

Run it with `.venv/bin/python -m tests.benchmarks.fuzz_updates [--updates N] [--seed N]` from the
project's root. The bot is the real one with its worker processes, in front of the sandbox. It
exits 1 when something reached the handler of errors, and shows the updates that did it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox import Sandbox
from bot.sandbox.state import MARIA, VASIL
from bot.settings import Settings
from bot.telegram.application import build
from bot.telegram.limits import ChatLimiter, Limits
from handlers import Context, register
from handlers.wiring import sow, wired
from tests.security.flood import Flood, flood
from tests.security.wild_updates import SCHEMA, wild_updates

TOKEN = "42:a-token-for-wild-updates"
# Nobody is to be held back: neither the bot by Telegram, nor those who flood it.
UNHURRIED = Limits(per_second=10**6, burst=10**6, per_group_minute=10**6)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not SCHEMA.exists():
        print(f"no {SCHEMA.name} beside the checkout, in ../shared/bot-api: nothing to do")
        return 1
    began = time.monotonic()
    told = asyncio.run(_flooded(arguments.updates, arguments.seed))
    for fault in told.faults[:20]:
        print(fault, end="\n\n")
    print(f"{told.updates} updates in {time.monotonic() - began:.0f} s:", end=" ")
    print(f"{len(told.faults)} unhandled errors; {told.outcomes}")
    return int(bool(told.faults))


async def _flooded(updates: int, seed: int) -> Flood:
    sandbox = Sandbox(TOKEN)
    address = await sandbox.start("127.0.0.1", 0)
    with TemporaryDirectory() as folder:
        settings = Settings.load(
            database_url=f"sqlite:///{Path(folder) / 'gazette.db'}",
            admins=frozenset({MARIA}),
            messages_per_second=30,
            throttle_per_minute=10**6,
        )
        async with wired(settings, _now) as services:
            await sow(settings, services)
            await services.roles.promote(VASIL, "Vasil", by=MARIA, now=_now())
            application = build(TOKEN, address, Context, limiter=ChatLimiter(UNHURRIED))
            register(application, services)
            async with application:
                told = await flood(application, services, wild_updates(seed, updates))
    await sandbox.stop()
    return told


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
