"""What the bot's processes take, read from /proc and from its own /metrics."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

PROC = Path("/proc")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_MEGABYTE = 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One look at the bot. Memory is resident; handles are those of all its processes.

    `waiting`: people whose updates are not answered yet, wherever those are; `letters`: those of
    the outbox that are on their way.
    """

    seconds: float
    bot_mb: float
    workers_mb: float
    handles: int
    tasks: float
    waiting: int
    letters: float
    database_mb: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Watcher:
    """Looks at a bot by the id of its process and the address of its /metrics."""

    pid: int
    address: str
    database: Path
    session: aiohttp.ClientSession

    async def look(self, seconds: float, waiting: int) -> Sample:
        workers = children(self.pid)
        figures = await self.figures()
        files = self.database.parent.glob(f"{self.database.name}*")
        return Sample(
            seconds=seconds,
            bot_mb=resident_mb(self.pid),
            workers_mb=sum(map(resident_mb, workers)),
            handles=sum(map(handles, [self.pid, *workers])),
            tasks=figures.get("gazette_tasks", 0.0),
            waiting=waiting,
            letters=figures.get("gazette_outbox_letters", 0.0),
            database_mb=sum(file.stat().st_size for file in files) / _MEGABYTE,
        )

    async def figures(self) -> dict[str, float]:
        """The samples of /metrics by name, those with labels added up and by their first label."""
        async with self.session.get(f"{self.address}/metrics") as answer:
            text = await answer.text()
        figures: dict[str, float] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                label = next(iter(sample.labels.values()), "")
                for name in {sample.name, f"{sample.name} {label}".strip()}:
                    figures[name] = figures.get(name, 0.0) + sample.value
        return figures


def children(pid: int) -> list[int]:
    """The processes that it began, and theirs."""
    parents = {int(stat.parent.name): _parent(stat) for stat in PROC.glob("[0-9]*/stat")}
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def resident_mb(pid: int) -> float:
    """0 for a process that has just ended."""
    try:
        pages = int((PROC / str(pid) / "statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return pages * _PAGE_BYTES / _MEGABYTE


def handles(pid: int) -> int:
    """The open file handles of a process; 0 when it has just ended."""
    try:
        return sum(1 for _ in (PROC / str(pid) / "fd").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _parent(stat: Path) -> int:
    try:
        # The name of the program, in brackets, may hold anything.
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
