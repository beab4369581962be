"""Measures the read path over 100,000 articles, beside the same SQL through plain sqlite3.

Run it with `.venv/bin/python tests/benchmarks/bench_store.py [--articles N] [--rounds N]
[--database FILE]`; a FILE is kept and used again. It exits 1 when a p99 is over 5 ms, or over
4 times that of plain sqlite3. Search by rank is shown, not judged.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from bot.news.briefing import Briefing
from bot.news.vocabulary import load_vocabulary
from bot.store.articles import Articles
from bot.store.search import Search
from bot.store.sqlite import PRAGMAS, Database, Parameters, Row

if TYPE_CHECKING:
    from tests.benchmarks.library import TOPICS, Generator, build
else:  # a script finds what lies beside it
    from library import TOPICS, Generator, build

_MOST_MILLISECONDS = 5.0
_MOST_TIMES_PLAIN = 4.0
_SEARCHES = 300
_LINE = "{:18} {:>9} {:>9} {:>11} {:>11} {:>7}  {}"

Statement = tuple[str, Parameters]
Read = Callable[[], Awaitable[object]]


class Recorder(Database):
    """A database that notes what it was asked, so that plain sqlite3 can be asked the same."""

    statements: list[Statement] | None = None

    async def all(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        """Read, and note it while `statements` is a list."""
        if self.statements is not None:
            self.statements.append((sql, parameters or {}))
        return await super().all(sql, parameters or {})


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Milliseconds that calls took: ours, and those of plain sqlite3 for the same SQL."""

    name: str
    judged: bool
    ours: list[float]
    plain: list[float]

    @property
    def holds(self) -> bool:
        """Whether it is within the bounds."""
        ours, plain = _p99(self.ours), _p99(self.plain)
        return not self.judged or (ours <= _MOST_MILLISECONDS and ours <= _MOST_TIMES_PLAIN * plain)

    def __str__(self) -> str:
        ours, plain = _p99(self.ours), _p99(self.plain)
        verdict = ("ok" if self.holds else "OVER") if self.judged else "(not judged)"
        halves = (_p50(self.ours), ours, _p50(self.plain), plain)
        times = f"{ours / plain:.1f} x"
        return _LINE.format(self.name, *(f"{half:.3f}" for half in halves), times, verdict)


def calls(briefing: Briefing, generator: Generator) -> dict[str, list[Read]]:
    """What is measured, by name. The words of searches range from the commonest to rare ones."""
    chance = random.Random(1)
    words = generator.words
    searches = [
        " ".join(words[int(len(words) ** chance.random()) - 1] for _ in range(count))
        for count in chance.choices((1, 2), k=_SEARCHES)
    ]
    return {
        "latest": [briefing.latest],
        "topic": [partial(briefing.topic, topic) for topic in TOPICS],
        "search": [partial(briefing.search, text) for text in searches],
        "search by rank": [partial(briefing.search, text, by_rank=True) for text in searches],
    }


async def measure(
    name: str, reads: list[Read], recorder: Recorder, plain: sqlite3.Connection, rounds: int
) -> Figures:
    """Each call in turn, ours and plain, so that both meet the same machine."""
    figures = Figures(name=name, judged="rank" not in name, ours=[], plain=[])
    for number in range(rounds):
        read = reads[number % len(reads)]
        statements: list[Statement] = []
        recorder.statements = statements
        await read()
        recorder.statements = None
        begin = perf_counter()
        await read()
        between = perf_counter()
        for sql, parameters in statements:
            plain.execute(sql, parameters).fetchall()
        end = perf_counter()
        figures.ours.append((between - begin) * 1000)
        figures.plain.append((end - between) * 1000)
    return figures


async def run(path: Path, rounds: int) -> bool:
    """Measure everything and print the table; whether all is within bounds."""
    print(_LINE.format("ms", "p50", "p99", "plain p50", "plain p99", "p99", ""))
    async with await Recorder.open(path) as recorder:
        briefing = Briefing(
            articles=Articles(recorder),
            search_index=Search(recorder),
            vocabulary=load_vocabulary(),
        )
        with closing(sqlite3.connect(path)) as plain:
            for pragma in PRAGMAS:
                plain.execute(f"PRAGMA {pragma}")
            held = True
            for name, reads in calls(briefing, Generator()).items():
                figures = await measure(name, reads, recorder, plain, rounds)
                held &= figures.holds
                print(figures, flush=True)
            return held


def main() -> int:
    """Build the library if need be, measure, and say whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2_000)
    parser.add_argument("--database", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.database or Path(folder) / "gazette.db"
        if not path.exists():
            begin = perf_counter()
            asyncio.run(build(path, articles=chosen.articles))
            print(f"{chosen.articles} articles generated in {perf_counter() - begin:.0f} s")
        return 0 if asyncio.run(run(path, chosen.rounds)) else 1


def _p50(milliseconds: list[float]) -> float:
    return quantiles(milliseconds, n=2)[0]


def _p99(milliseconds: list[float]) -> float:
    return quantiles(milliseconds, n=100)[-1]


if __name__ == "__main__":
    sys.exit(main())
