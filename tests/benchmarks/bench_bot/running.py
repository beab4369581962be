"""Starts the server and the bots, each on a core of its own, and plays scenarios with them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
BOT_CORE, SERVER_CORE = 0, 1
TOKEN = "1:a-token-for-benchmarks"
SECRET = "a-secret-for-benchmarks"
Figures = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contestant:
    """A bot to be measured: how to start it, in which folder, with what in its environment."""

    name: str
    command: tuple[str, ...]
    text: str = "/latest"
    webhook: bool = False
    folder: Path = ROOT
    environment: Mapping[str, str] = field(default_factory=dict)


class Server:
    """The server's process; one scenario at a time."""

    def __init__(self) -> None:
        self._process = _start((sys.executable, "-m", f"{__package__}.server"), SERVER_CORE)
        self.address = f"http://127.0.0.1:{int(self._line())}"

    def play(self, **scenario: Any) -> Figures:
        self.ask(**scenario)
        return self.hear()

    def ask(self, **scenario: Any) -> None:
        """Begin a scenario; `hear` waits for its end."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(scenario) + "\n")
        self._process.stdin.flush()

    def hear(self) -> Figures:
        return dict(json.loads(self._line()))

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@dataclass(frozen=True, slots=True)
class Bot:
    """A contestant that runs and has answered."""

    contestant: Contestant
    server: Server
    pid: int
    webhook: str
    start_seconds: float

    def play(self, **scenario: Any) -> Figures:
        """Play a scenario with it."""
        where = {"webhook": self.webhook, "secret": SECRET} if self.webhook else {}
        figures = self.server.play(pid=self.pid, text=self.contestant.text, **{**where, **scenario})
        if not figures["done"]:
            raise RuntimeError(f"{self.contestant.name}: {figures}")
        return figures


@contextmanager
def running(contestant: Contestant, server: Server) -> Iterator[Bot]:
    """A contestant, started and warm, until the block ends."""
    webhook = f"http://127.0.0.1:{_free_port()}/" if contestant.webhook else ""
    environment = dict(contestant.environment)
    if webhook:
        environment |= {
            "GAZETTE_WEBHOOK_URL": webhook,
            "GAZETTE_WEBHOOK_SECRET": SECRET,
            "GAZETTE_WEB_PORT": webhook.rsplit(":", 1)[1].rstrip("/"),
        }
    command = tuple(word.replace("ADDRESS", server.address) for word in contestant.command)
    if "GAZETTE_DATABASE_URL" in environment:
        environment["GAZETTE_API_URL"] = server.address
    began = perf_counter()
    where = {"webhook": webhook, "secret": SECRET} if webhook else {}
    server.ask(updates=1, text=contestant.text, **where)
    process = _start(command, BOT_CORE, contestant.folder, environment)
    try:
        first = server.hear()
        if not first["done"]:
            raise RuntimeError(f"{contestant.name} did not answer")
        bot = Bot(contestant, server, process.pid, webhook, first["ended"] - began)
        bot.play(updates=300)
        yield bot
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(
    command: tuple[str, ...],
    core: int,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("BENCH_VERBOSE") else subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - no threads here
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
