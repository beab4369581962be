"""Measures the whole of Gazette beside other libraries' empty echo bots. Run by `make bench-bot`.

The server has one core, the bot the other. Rounds are interleaved, figures are medians. Gazette
answers /latest out of 100,000 articles, the others answer with a fixed text of 1 KB. Processor time
per update is the figure that is judged; the others depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

from tests.benchmarks.bench_bot.chart import draw
from tests.benchmarks.bench_bot.contestants import POLLING, PTB, WEBHOOK, contestants
from tests.benchmarks.bench_bot.report import write
from tests.benchmarks.bench_bot.running import Bot, Contestant, Server, running
from tests.benchmarks.bench_loop import text

WARM = 2_000
UPDATES = 4_000
DELAY = 0.05
RATE = 50
LONG = 100_000
Measured = dict[str, dict[str, float]]

# What is promised, as a ratio to python-telegram-bot as it comes unless said otherwise.
BARS: tuple[tuple[str, str, str, float, bool], ...] = (
    # figure, of, beside, ratio, more is better
    ("cpu", POLLING, PTB, 1 / 2.5, False),
    ("cpu", WEBHOOK, PTB, 1 / 5, False),
    ("delayed", POLLING, PTB, 25, True),
    ("p99", POLLING, PTB, 0.5, False),
    ("start", POLLING, PTB, 1.5, False),
    ("memory", POLLING, PTB, 1.5, False),
)


def measure(bot: Bot, *, memory: bool) -> dict[str, float]:
    """All figures of one contestant in one round."""
    slow = bot.contestant.name == PTB
    bot.play(updates=WARM)
    bot.play(updates=RATE * 3, rate=RATE)  # meanwhile the worker processes have begun
    busy = bot.play(updates=UPDATES)
    delayed = bot.play(updates=60 if slow else 1_500, delay=DELAY)
    steady = bot.play(updates=RATE * 10, rate=RATE)
    figures = {
        "cpu": 1000 * busy["cpu"] / UPDATES,
        "rate": UPDATES / busy["seconds"],
        "delayed": delayed["answers"] / delayed["seconds"],
        "p50": steady["p50"],
        "p99": steady["p99"],
        "start": bot.start_seconds,
        "memory": steady["memory"],
    }
    if bot.contestant.name in {POLLING, WEBHOOK}:
        figures |= _beside(bot)
    if memory:
        figures["memory"] = bot.play(updates=LONG, patience=600)["memory"]
    return figures


def _beside(bot: Bot) -> dict[str, float]:
    """How long people wait beside summaries, and beside somebody who floods."""
    pastes = ["/summary " + text(number)[:3900] for number in range(100)]
    summaries = bot.play(updates=RATE * 10, rate=RATE, summaries=4, pastes=pastes)
    return {"p99 beside summaries": summaries["p99"]}


def flood(contestant: Contestant, server: Server) -> dict[str, float]:
    """Others' p99 idle and beside 500 messages a second from one person; what that one hears."""
    throttled = {**contestant.environment, "GAZETTE_THROTTLE_PER_MINUTE": "40"}
    limited = Contestant(name=contestant.name, command=contestant.command, environment=throttled)
    with running(limited, server) as bot:
        bot.play(updates=500, chats=5_000)
        idle = bot.play(updates=RATE * 20, rate=RATE, chats=5_000)
        flooded = bot.play(updates=RATE * 20, rate=RATE, chats=5_000, flood=500)
    return {
        "p99 idle": idle["p99"],
        "p99 beside a flood": flooded["p99"],
        "messages to the flooder": flooded["to_flooder"],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--memory", action="store_true", help="after 100,000 updates; takes long")
    parser.add_argument("--folder", type=Path, help="keeps the library and the npm packages")
    parser.add_argument("--docs", type=Path, help="where to write speed.md and speed.svg")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        measured, flooded = run(folder, asked.rounds, asked.articles, memory=asked.memory)
    if asked.docs is not None:
        write(asked.docs / "speed.md", measured, flooded, rounds=asked.rounds)
        draw(asked.docs / "speed.svg", {name: row["cpu"] for name, row in measured.items()})
    return int(not judge(measured))


def run(
    folder: Path, rounds: int, articles: int, *, memory: bool
) -> tuple[Measured, dict[str, float]]:
    """Medians by contestant and figure, and those of the flood."""
    server = Server()
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    floods: dict[str, list[float]] = defaultdict(list)
    taking_part = contestants(folder, articles)
    try:
        for number in range(rounds):
            for contestant in taking_part:
                last = memory and number == rounds - 1
                with running(contestant, server) as bot:
                    for name, figure in measure(bot, memory=last).items():
                        if name == "memory" and memory and not last:
                            continue
                        found[contestant.name][name].append(figure)
                print(number + 1, contestant.name, _line(found[contestant.name]), flush=True)
            gazette = next(one for one in taking_part if one.name == POLLING)
            for name, figure in flood(gazette, server).items():
                floods[name].append(figure)
            print(number + 1, "flood", _line(floods), flush=True)
    finally:
        server.stop()
    medians = {name: _medians(figures) for name, figures in found.items()}
    return medians, _medians(floods)


def judge(measured: Measured) -> bool:
    """Print each bar and whether it holds."""
    held = True
    for figure, ours, theirs, bar, more in BARS:
        ratio = measured[ours][figure] / measured[theirs][figure]
        holds = ratio >= bar if more else ratio <= bar
        held &= holds
        verdict = "ok" if holds else "MISSED"
        print(f"{figure}: {ours} / {theirs} = {ratio:.2f} (bar {bar:.2f}) {verdict}")
    return held


def _medians(figures: dict[str, list[float]]) -> dict[str, float]:
    return {name: median(values) for name, values in figures.items()}


def _line(figures: dict[str, list[float]]) -> str:
    return " · ".join(f"{name} {values[-1]:.3g}" for name, values in figures.items())


if __name__ == "__main__":
    sys.exit(main())
