"""Says what a soak came to, and whether that is good enough."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.soak.crowd import ANSWERED_TWICE, UNCHANGED, Account
from tests.benchmarks.soak.journal import BROKEN, Journal
from tests.benchmarks.soak.samples import Sample
from tests.benchmarks.soak.trend import trend_of

# What must not grow, and what is shown beside it: people's lists and new articles are kept.
FLAT: Final = {
    "bot_mb": "bot, MB",
    "workers_mb": "workers, MB",
    "handles": "open handles",
    "tasks": "tasks",
    "waiting": "updates waiting",
    "letters": "letters waiting",
}
SHOWN: Final = FLAT | {"database_mb": "database, MB"}
INJECTED_NAMES: Final = {429: "429", 500: "500", 502: "502", 0: "dropped"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Everything that was seen; `figures` are the bot's own, `code` its exit code.

    `flooded`: how many updates came in floods, for whose answers nobody waited.
    """

    samples: Sequence[Sample]
    account: Account
    journal: Journal
    flooded: int
    figures: Mapping[str, float]
    code: int


def progress(sample: Sample, account: Account) -> None:
    figures = ", ".join(f"{words} {getattr(sample, name):.0f}" for name, words in SHOWN.items())
    answered = account.answered.total()
    print(f"{sample.seconds:>6.0f} s  {answered} answered; {figures}", flush=True)


def verdict(found: Found) -> int:
    """Print all of it; 0 where the bar is met, 1 where it is missed."""
    failures = [*_growth(found.samples), *_answers(found), *_log(found)]
    if found.code:
        failures.append(f"the bot ended with {found.code}")
    print("\n".join(["missed:", *failures] if failures else ["met"]))
    return int(bool(failures))


def _growth(samples: Sequence[Sample]) -> list[str]:
    kept = samples[len(samples) // 3 :]
    seconds = [sample.seconds for sample in kept]
    minutes = (seconds[-1] - seconds[0]) / 60
    print(f"\nThe last {minutes:.0f} minutes, {len(kept)} samples:")
    print(f"{'':<18}{'first':>9}{'mean':>9}{'last':>9}{'rise':>9}{'allowed':>9}")
    failures = []
    for name, words in SHOWN.items():
        values = [float(getattr(sample, name)) for sample in kept]
        trend = trend_of(seconds, values)
        allowed = f"{trend.allowed:.1f}" if name in FLAT else "–"
        print(
            f"{words:<18}{values[0]:>9.1f}{trend.mean:>9.1f}{values[-1]:>9.1f}"
            f"{trend.rise:>+9.1f}{allowed:>9}"
        )
        if name in FLAT and not trend.flat:
            failures.append(f"{words}: grows by {trend.rise:.1f}, allowed {trend.allowed:.1f}")
    return failures


def _answers(found: Found) -> list[str]:
    account = found.account
    print(f"\n{'updates':<14}{'asked':>9}{'answered':>10}{'lost':>7}{'silent':>8}")
    for kind, asked in account.asked.most_common():
        print(
            f"{kind:<14}{asked:>9}{account.answered[kind]:>10}{account.lost[kind]:>7}"
            f"{account.silent[kind]:>8}"
        )
    waits = statistics.quantiles(account.waits, n=100)
    print(f"answered after {waits[49] * 1000:.0f} ms (p50), {waits[98] * 1000:.0f} ms (p99)")
    print("the bot itself counts", _outcomes(found.figures), f"and made {account.calls} calls")
    print(f"of {account.asked.total()} that were asked and {found.flooded} of a flood")
    print("digests put:", round(found.figures.get("gazette_digests_put_total", 0)))
    failures = [f"{times} × {kind} was not answered" for kind, times in account.silent.items()]
    if found.figures["gazette_updates_total"] < account.asked.total():
        failures.append("the bot counts fewer updates than it was asked")
    return failures + [
        f"{times} × refused by the server: {words}"
        for words, times in account.refused.items()
        if times > _rightly_refused(words, account)
    ]


def _outcomes(figures: Mapping[str, float]) -> str:
    prefix = "gazette_updates_total "
    counted = {name: times for name, times in figures.items() if name.startswith(prefix)}
    return ", ".join(f"{times:.0f} {name.removeprefix(prefix)}" for name, times in counted.items())


def _rightly_refused(words: str, account: Account) -> int:
    """How many refusals of that kind are nobody's fault."""
    if UNCHANGED in words:
        return account.asked["tap"]
    broken = sum(account.injected[status] for status in BROKEN)
    return broken if ANSWERED_TWICE in words else 0


def _log(found: Found) -> list[str]:
    injected, journal = found.account.injected, found.journal
    told = ", ".join(f"{injected[status]} × {name}" for status, name in INJECTED_NAMES.items())
    print(f"\ninjected: {told}; the bot warned of:")
    for name, times in journal.events.most_common():
        print(f"{times:>7}  {name}")
    unexcused = journal.unexcused(injected)
    return [f"{times} × {name}: {journal.examples[name]}" for name, times in unexcused.items()]
