from __future__ import annotations

import io
import time

import pytest
from rich.console import Console

from bot.cli.glance import Glance, page
from bot.metrics import Metrics


def glance(metrics: Metrics, at: float = 0.0, **faults: str) -> Glance:
    read = Glance.of(metrics.text().decode(), faults)
    return Glance(samples=read.samples, faults=read.faults, at=at)


def shown(now: Glance, before: Glance | None = None) -> str:
    console = Console(file=io.StringIO(), width=160)
    console.print(page(now, before, "http://bot.example"))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def line(page_: str, start: str) -> str:
    """The cells of the first table row that begins so."""
    row = next(each for each in page_.splitlines() if start in each)
    return " ".join(row[row.index(start) :].split("│")[:4])


def test_figures_are_found_by_name_and_labels() -> None:
    metrics = Metrics()
    metrics.answered("command", "latest", "answered", 0.1)
    metrics.answered("command", "latest", "answered", 0.3)
    metrics.answered("tap", "open", "failed", 1.0)
    now = glance(metrics)
    assert now.total("gazette_updates_total") == 3
    assert now.total("gazette_updates_total", outcome="failed") == 1
    assert now.total("gazette_nothing") == 0
    assert now.mean("gazette_update_seconds", name="latest") == pytest.approx(0.2)
    assert now.mean("gazette_summary_seconds") == 0
    sums = now.by("gazette_update_seconds_count", "kind", "name")
    assert list(sums.items()) == [(("command", "latest"), 2), (("tap", "open"), 1)]


def test_the_page_of_a_bot_that_is_well() -> None:
    metrics = Metrics()
    metrics.answered("command", "latest", "answered", 0.0123)
    metrics.called("sendMessage", 429, 0.5)
    metrics.feeds.labels("failing").set(3)
    told = shown(glance(metrics))
    assert "http://bot.example is ready" in told
    assert line(told, "/latest").split()[:3] == ["/latest", "1", "12.3"]
    assert "too many" in told
    assert line(told, "failing").split()[:2] == ["failing", "3"]


def test_the_page_of_one_that_is_not_says_why() -> None:
    told = shown(glance(Metrics(), updates="has not begun yet"))
    assert "http://bot.example is not ready" in told
    assert "updates: has not begun yet" in told


def test_rates_are_those_between_two_looks() -> None:
    metrics = Metrics()
    metrics.turned_away("banned")
    before = glance(metrics, at=10.0)
    for _ in range(6):
        metrics.turned_away("banned")
    assert line(shown(glance(metrics, at=12.0), before), "updates/s").split()[:2] == [
        "updates/s",
        "3.0",
    ]
    # A bot that was started anew counts from nothing.
    assert "updates/s │ 0.0" in shown(glance(Metrics(), at=14.0), before).replace("  ", "")


def test_without_an_earlier_look_rates_are_since_the_start() -> None:
    samples: dict[str, dict[tuple[tuple[str, str], ...], float]] = {
        "gazette_updates_total": {(("outcome", "answered"),): 500.0},
        "process_start_time_seconds": {(): time.time() - 100},
    }
    told = shown(Glance(samples=samples, faults={}))
    assert line(told, "updates/s").split()[:2] == ["updates/s", "5.0"]


def test_what_is_no_metrics_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        Glance.of("<html>", {})
