from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import TIMED_OUT, UNREACHABLE, Metrics, class_of, outcome_of

DASHBOARD = Path(__file__).parents[2] / "deploy" / "grafana.json"


def sample(metrics: Metrics, series: str, /, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(series, labels)


def test_an_update_is_timed_by_what_it_was_and_counted_by_what_came_of_it() -> None:
    metrics = Metrics()
    metrics.answered("command", "latest", "answered", 0.03)
    metrics.answered("tap", "open", "refused", 0.2)
    metrics.turned_away("throttled")
    assert sample(metrics, "gazette_update_seconds_sum", kind="command", name="latest") == 0.03
    assert sample(metrics, "gazette_update_seconds_count", kind="tap", name="open") == 1
    for outcome in ("answered", "refused", "throttled"):
        assert sample(metrics, "gazette_updates_total", outcome=outcome) == 1


def test_a_call_is_timed_and_counted_by_its_class() -> None:
    metrics = Metrics()
    metrics.called("sendMessage", 200, 0.1)
    metrics.called("sendPhoto", 200, 0.3)
    metrics.called("sendMessage", 429, 0.1)
    assert sample(metrics, "gazette_calls_total", method="send", outcome="ok") == 2
    assert sample(metrics, "gazette_calls_total", method="send", outcome="too many") == 1
    assert sample(metrics, "gazette_call_seconds_count", method="send") == 3


@pytest.mark.parametrize(
    ("method", "group"),
    [
        ("getUpdates", "poll"),
        ("getMe", "get"),
        ("editMessageText", "edit"),
        ("answerCallbackQuery", "answer"),
        ("leaveChat", "other"),
    ],
)
def test_methods_are_in_classes(method: str, group: str) -> None:
    assert class_of(method) == group


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "ok"),
        (400, "refused"),
        (403, "blocked"),
        (409, "conflict"),
        (502, "server error"),
        (418, "other"),
        (TIMED_OUT, "timed out"),
        (UNREACHABLE, "unreachable"),
    ],
)
def test_what_a_status_means(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome


def test_what_waits_is_counted_when_it_is_asked_for() -> None:
    metrics, line = Metrics(), [1, 2]
    metrics.watch_waiting("updates", lambda: len(line))
    assert sample(metrics, "gazette_waiting", what="updates") == 2
    line.clear()
    assert sample(metrics, "gazette_waiting", what="updates") == 0


def test_two_bots_share_nothing() -> None:
    one, other = Metrics(), Metrics()
    one.turned_away("banned")
    assert sample(other, "gazette_updates_total", outcome="banned") is None


def test_the_text_is_prometheus_and_tells_of_the_process() -> None:
    families = {family.name for family in text_string_to_metric_families(Metrics().text().decode())}
    assert {"gazette_updates", "process_resident_memory", "python_gc_collections"} <= {
        name.removesuffix("_bytes") for name in families
    }


# The dashboard


def panels() -> list[dict[str, Any]]:
    dashboard: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return list(dashboard["panels"])


def expressions() -> str:
    return "\n".join(target["expr"] for panel in panels() for target in panel["targets"])


def families() -> dict[str, tuple[str, frozenset[str]]]:
    """All metrics: type and label names by the name of the family."""
    registry = Metrics().registry
    return {
        metric.name: (metric.type, frozenset(getattr(collector, "_labelnames", ())))
        for collector in registry._collector_to_names
        for metric in collector.collect()
    }


def series() -> dict[str, frozenset[str]]:
    """The names that queries may use, with their labels."""
    names: dict[str, frozenset[str]] = {}
    for name, (kind, labels) in families().items():
        match kind:
            case "counter":
                names[f"{name}_total"] = labels
            case "histogram":
                names[f"{name}_bucket"] = labels | {"le"}
            case _:
                names[name] = labels
    return names


def test_the_dashboard_shows_every_metric_of_ours() -> None:
    shown = set(re.findall(r"\w+(?=\{)", expressions()))
    assert {name for name in series() if name.startswith("gazette_")} <= shown


def test_the_dashboard_names_no_metric_and_no_label_that_there_is_not() -> None:
    known = series()
    for panel in panels():
        for target in panel["targets"]:
            (name,) = re.findall(r"(\w+)(?=\{)", target["expr"])
            assert name in known, name
            grouped = re.findall(r"by \(([\w,]+)\)", target["expr"])
            labels = {label for group in grouped for label in group.split(",")}
            labels |= set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
            assert labels <= known[name] | {"job"}, panel["title"]


def test_every_panel_has_a_place_of_its_own_and_says_what_it_shows() -> None:
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()}
    assert len(places) == len(panels())
    assert all(panel["description"] and panel["title"] for panel in panels())
