"""docs/speed.md: the table of what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.bench_bot.contestants import POLLING, PTB

_HEAD = """# Speed

Made by `make bench-bot`: the bot on one core, a Bot API server that costs next to nothing on the
other, medians of {rounds} interleaved rounds. Gazette answers `/latest` out of 100,000 articles,
with its store, its rendering and its buttons, to a thousand readers in turn; the other bots are
empty and answer everything with the same 1 KB, each built as its library's first example shows.

![Processor time per update](speed.svg)

"""
_COLUMNS = (
    "bot",
    "CPU, ms per update",
    f"× {PTB}",
    "updates/s",
    "updates/s, 50 ms away",
    "p50 / p99 at 50/s, ms",
    "start, s",
    "memory, MB",
)
_FOOT = """
CPU is that of the whole family of processes, threads included, and the steadiest of the figures:
the others depend on what else the machine does. *Start* is from the first instruction to the first
answer, with all bots in one environment; in one of its own python-telegram-bot starts some 25 ms
sooner, as httpx then finds no packages to load a command line with. *Memory* is that of the bot's
own process after 100,000 updates that came all at once, with what it keeps of them while they wait;
at an even pace an empty bot needs less than Gazette does.

- Beside four summaries of pasted texts a second, Gazette's p99 at 50/s is {summaries:.1f} ms
  ({idle:.1f} without).
- While one person sends 500 messages a second for 20 seconds, the others' p99 is {flooded:.1f} ms
  ({calm:.1f} without). That person hears {heard:.0f} messages: the answers of a minute, and one
  that asks them to wait.

What is remembered for a moment helps here as it does in life: the newest list is read once until
something is written (and once a second), its page is rendered once a minute, and who wrote within
a minute is not looked up again. Each list is kept for each reader; those are written together.
"""


def write(
    target: Path,
    measured: dict[str, dict[str, float]],
    flooded: dict[str, float],
    *,
    rounds: int,
) -> None:
    """Write the page."""
    base, ours = measured[PTB]["cpu"], measured[POLLING]
    lines = [_row(name, figures, base) for name, figures in measured.items()]
    foot = _FOOT.format(
        summaries=ours["p99 beside summaries"],
        idle=ours["p99"],
        flooded=flooded["p99 beside a flood"],
        calm=flooded["p99 idle"],
        heard=flooded["messages to the flooder"],
    )
    head = _HEAD.format(rounds=rounds) + _line(_COLUMNS) + _line(["---"] * len(_COLUMNS))
    target.write_text(head + "".join(lines) + foot, encoding="utf-8")


def _row(name: str, figures: dict[str, float], base: float) -> str:
    cells = (
        name,
        f"{figures['cpu']:.3f}",
        f"{base / figures['cpu']:.1f}",
        f"{figures['rate']:,.0f}",
        f"{figures['delayed']:,.0f}",
        f"{figures['p50']:.1f} / {figures['p99']:.1f}",
        f"{figures['start']:.2f}",
        f"{figures['memory']:.0f}",
    )
    return _line(cells)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
