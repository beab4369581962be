"""The page of `gazette top`: figures out of the metrics, as a few tables. Pure."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from prometheus_client.parser import text_string_to_metric_families
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

Labels = tuple[tuple[str, str], ...]

_MOST_COMMANDS: Final = 12
_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """All samples of one look, by name and labels; `at` in seconds of a clock of one's own."""

    samples: Mapping[str, Mapping[Labels, float]]
    faults: Mapping[str, str]
    at: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, text: str, faults: Mapping[str, str]) -> Self:
        """Read Prometheus's text format; ValueError where it is none."""
        samples: dict[str, dict[Labels, float]] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                labels = tuple(sorted(sample.labels.items()))
                samples.setdefault(sample.name, {})[labels] = sample.value
        return cls(samples=samples, faults=faults)

    def total(self, metric: str, /, **wanted: str) -> float:
        """The sum over all samples of that name with these labels."""
        return sum(value for value, labels in self._of(metric) if wanted.items() <= labels.items())

    def by(self, name: str, *labels: str) -> dict[tuple[str, ...], float]:
        """The samples of that name summed by these labels, the greatest first."""
        sums: dict[tuple[str, ...], float] = {}
        for value, found in self._of(name):
            key = tuple(found.get(label, "") for label in labels)
            sums[key] = sums.get(key, 0.0) + value
        return dict(sorted(sums.items(), key=lambda item: -item[1]))

    def mean(self, metric: str, /, **wanted: str) -> float:
        """The mean of a histogram in seconds, 0 where nothing was observed."""
        count = self.total(f"{metric}_count", **wanted)
        return self.total(f"{metric}_sum", **wanted) / count if count else 0.0

    def _of(self, name: str) -> Iterable[tuple[float, dict[str, str]]]:
        found = self.samples.get(name, {})
        return ((value, dict(labels)) for labels, value in found.items())


def page(now: Glance, before: Glance | None, address: str) -> RenderableType:
    """The whole page; rates are those between the two looks, without one before since the start."""
    rates = _Rates(now, before)
    tables = [_commands(now), _calls(now), _figures(now), _process(now, rates)]
    return Group(_head(now, address), Columns(tables, padding=(0, 2)))


@dataclass(frozen=True, slots=True)
class _Rates:
    now: Glance
    before: Glance | None

    def of(self, name: str) -> float:
        """How much a counter grew in a second."""
        earlier = self.before.total(name) if self.before else 0.0
        seconds = self.now.at - self.before.at if self.before else _age(self.now)
        # A bot that was started anew counts from nothing again.
        return max(0.0, self.now.total(name) - earlier) / max(seconds, 0.1)


def _head(now: Glance, address: str) -> RenderableType:
    if not now.faults:
        return Panel(Text(f"{address} is ready", style="green"))
    lines = "\n".join(f"{part}: {words}" for part, words in now.faults.items())
    return Panel(Text(f"{address} is not ready\n{lines}", style="red"))


def _commands(now: Glance) -> Table:
    table = Table("answers", "times", "mean ms", title="Updates")
    sums = now.by("gazette_update_seconds_count", "kind", "name")
    for (kind, name), count in list(sums.items())[:_MOST_COMMANDS]:
        mean = now.mean("gazette_update_seconds", kind=kind, name=name)
        shown = f"/{name}" if kind == "command" else f"{kind} {name}"
        table.add_row(shown, f"{count:.0f}", f"{mean * 1000:.1f}")
    for (outcome,), count in now.by("gazette_updates_total", "outcome").items():
        table.add_row(Text(outcome, style="dim"), f"{count:.0f}", "")
    return table


def _calls(now: Glance) -> Table:
    table = Table("calls", "outcome", "times", "mean ms", title="To Telegram")
    for (method, outcome), count in now.by("gazette_calls_total", "method", "outcome").items():
        mean = now.mean("gazette_call_seconds", method=method)
        style = "" if outcome == "ok" else "yellow"
        table.add_row(method, Text(outcome, style=style), f"{count:.0f}", f"{mean * 1000:.1f}")
    return table


def _figures(now: Glance) -> Table:
    table = Table("what", "how", "number", title="In the database")
    for what, name, label in (
        ("outbox", "gazette_outbox_letters", "state"),
        ("letters, 24 h", "gazette_letters_settled", "outcome"),
        ("feeds", "gazette_feeds", "health"),
        ("subscriptions", "gazette_subscriptions", "standing"),
        ("summaries", "gazette_summaries_total", "source"),
    ):
        for (how,), count in now.by(name, label).items():
            table.add_row(what, how, f"{count:.0f}")
    table.add_row("outbox", "oldest due, s", f"{now.total('gazette_outbox_delay_seconds'):.0f}")
    table.add_row("digests", "put", f"{now.total('gazette_digests_put_total'):.0f}")
    return table


def _process(now: Glance, rates: _Rates) -> Table:
    table = Table("what", "value", title="The program")
    for what, value in (
        ("up, hours", f"{_age(now) / 3600:.1f}"),
        ("updates/s", f"{rates.of('gazette_updates_total'):.1f}"),
        ("calls/s", f"{rates.of('gazette_calls_total'):.1f}"),
        ("processor, %", f"{100 * rates.of('process_cpu_seconds_total'):.0f}"),
        ("memory, MB", f"{now.total('process_resident_memory_bytes') / _MEGABYTE:.0f}"),
        ("open files", f"{now.total('process_open_fds'):.0f}"),
        ("loop lag, mean ms", f"{1000 * now.mean('gazette_event_loop_lag_seconds'):.2f}"),
        ("database, mean ms", f"{1000 * now.mean('gazette_database_seconds'):.2f}"),
        ("summary, mean ms", f"{1000 * now.mean('gazette_summary_seconds'):.0f}"),
    ):
        table.add_row(what, value)
    return table


def _age(now: Glance) -> float:
    """For how many seconds the program has been running, by the wall clock."""
    started = now.total("process_start_time_seconds")
    return max(0.0, time.time() - started) if started else 0.0
