"""A soak: the whole bot under mixed traffic with faults, watched for growth.

Run by `make soak`. A real `gazette run` in a process of its own talks to the sandbox, which plays
some 500 people beside a flooder, an editor, a group, feeds and digests that come due. The verdict
is on the last two thirds: memory, handles, tasks and updates in hand are flat, the log warns of
nothing but the injected faults, and every update is answered or lost to one of those.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import aiohttp

from bot.sandbox import Sandbox
from bot.sandbox.state import MARIA
from tests.benchmarks.soak.crowd import Crowd
from tests.benchmarks.soak.journal import Journal
from tests.benchmarks.soak.newsstand import newsstand
from tests.benchmarks.soak.samples import Sample, Watcher
from tests.benchmarks.soak.stage import furnish
from tests.benchmarks.soak.traffic import Traffic, inject
from tests.benchmarks.soak.verdict import Found, progress, verdict

TOKEN = "100000:a-token-for-the-soak-only"
ROOT = Path(__file__).parents[3]
SAMPLE_SECONDS = 10.0
START_SECONDS = 120.0
STOP_SECONDS = 60.0
SETTLE_TRIES = 30


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=100, help="updates a second")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    with TemporaryDirectory() as folder:
        return asyncio.run(_soaked(parser.parse_args(), Path(folder)))


async def _soaked(asked: argparse.Namespace, folder: Path) -> int:
    sandbox = Sandbox(TOKEN)
    address = await sandbox.start("127.0.0.1", 0)
    crowd = Crowd(sandbox.world, asked.people, Random(asked.seed))
    database = folder / "gazette.db"
    try:
        async with newsstand() as stand, aiohttp.ClientSession() as session:
            print(f"{asked.minutes:g} minutes at {asked.rate:g} updates a second:", flush=True)
            await furnish(
                database,
                people=crowd.readers,
                feeds=stand.address,
                now=datetime.now(UTC),
                minutes=asked.minutes,
            )
            async with _bot(folder, address, stand.address, session) as (process, watcher):
                inject(sandbox.world)
                traffic = Traffic(crowd=crowd, dice=Random(asked.seed), rate=asked.rate)
                journal = Journal(folder / "log")
                until = time.monotonic() + 60 * asked.minutes
                sampling = asyncio.create_task(_samples(watcher, crowd, until))
                await traffic.run(until)
                samples = await sampling
                await traffic.end()
                figures = await _settled(watcher, crowd)
                code = await _ended(process)
                journal.read()
    finally:
        await sandbox.stop()
    print(f"{stand.served} feeds were asked for; {traffic.crowded} times nobody was idle")
    return verdict(
        Found(
            samples=samples,
            account=crowd.account,
            journal=journal,
            flooded=crowd.flooded,
            figures=figures,
            code=code,
        )
    )


@asynccontextmanager
async def _bot(
    folder: Path, api: str, feeds: str, session: aiohttp.ClientSession
) -> AsyncIterator[tuple[Process, Watcher]]:
    """The bot, once it is ready; killed at the end where it did not stop by itself."""
    port = _free_port()
    settings = {
        "TOKEN": TOKEN,
        "API_URL": api,
        "ADMINS": str(MARIA),
        "DATABASE_URL": f"sqlite:///{folder / 'gazette.db'}",
        "WEB_PORT": str(port),
        "LOG_FORMAT": "json",
        # A hundred updates a second are not answered at Telegram's thirty messages.
        "MESSAGES_PER_SECOND": "300",
        "PRIVATE_HOSTS": feeds.removeprefix("http://"),
    }
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GAZETTE_")}
    mine = {f"GAZETTE_{name}": text for name, text in settings.items()}
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            ROOT / "gazette.py",
            "run",
            cwd=folder,
            env=kept | mine | {"PYTHONPATH": str(ROOT)},
            stdout=DEVNULL,
            stderr=log,
        )
        watcher = Watcher(
            pid=process.pid,
            address=f"http://127.0.0.1:{port}",
            database=folder / "gazette.db",
            session=session,
        )
        try:
            await _ready(watcher, process)
            yield process, watcher
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _ready(watcher: Watcher, process: Process) -> None:
    async with asyncio.timeout(START_SECONDS):
        while process.returncode is None:
            try:
                async with watcher.session.get(f"{watcher.address}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.2)
    raise RuntimeError("the bot ended before it was ready")


async def _samples(watcher: Watcher, crowd: Crowd, until: float) -> list[Sample]:
    samples: list[Sample] = []
    began = time.monotonic()
    while time.monotonic() < until:
        await asyncio.sleep(SAMPLE_SECONDS)
        samples.append(await watcher.look(time.monotonic() - began, len(crowd.waiting)))
        if len(samples) % 6 == 1:
            progress(samples[-1], crowd.account)
    return samples


async def _settled(watcher: Watcher, crowd: Crowd) -> dict[str, float]:
    """The bot's own figures, once it has dealt with all that was asked, or does so no more.

    A tap is answered before its message is edited.
    """
    figures = await watcher.figures()
    for _ in range(SETTLE_TRIES):
        if figures["gazette_updates_total"] >= crowd.account.asked.total() + crowd.flooded:
            break
        await asyncio.sleep(1)
        crowd.hear()
        figures = await watcher.figures()
    return figures


async def _ended(process: Process) -> int:
    """The exit code after a SIGTERM."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOP_SECONDS):
        return await process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
