"""What is measured while the bot works, as Prometheus reads it.

Every child of a labelled metric is looked up once and kept: what is observed on the way of an
update costs a microsecond each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

# More than there are commands, buttons, dialogs and methods.
_CHILDREN: Final = 1_000
# Buckets in seconds; the middle ones are what a reader does not notice yet.
_ANSWERS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)
_CALLS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)
_SUMMARIES: Final = (0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)
_STATEMENTS: Final = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
_LAGS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5)

# What came of a call that nobody answered.
TIMED_OUT: Final = 0
UNREACHABLE: Final = -1
_OUTCOMES: Final = {
    TIMED_OUT: "timed out",
    UNREACHABLE: "unreachable",
    HTTPStatus.OK: "ok",
    HTTPStatus.BAD_REQUEST: "refused",
    HTTPStatus.UNAUTHORIZED: "wrong token",
    HTTPStatus.FORBIDDEN: "blocked",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.TOO_MANY_REQUESTS: "too many",
}
# The classes of methods, by how their names begin.
_CLASSES: Final = ("send", "edit", "delete", "answer", "copy", "forward", "get", "set")


class Metrics:
    """All metrics of one bot, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._of_updates()
        self._of_calls()
        self._of_machinery()
        self._of_store()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def _of_updates(self) -> None:
        self.update_seconds = Histogram(
            "gazette_update_seconds",
            "Seconds from an update to its answer, by what it was.",
            ("kind", "name"),
            buckets=_ANSWERS,
            registry=self.registry,
        )
        self.updates = Counter(
            "gazette_updates",
            "Updates by what came of them.",
            ("outcome",),
            registry=self.registry,
        )
        self._update_seconds = lru_cache(_CHILDREN)(self.update_seconds.labels)
        self._updates = lru_cache(_CHILDREN)(self.updates.labels)

    def _of_calls(self) -> None:
        self.call_seconds = Histogram(
            "gazette_call_seconds",
            "Seconds that Telegram takes for a call, by the class of its method.",
            ("method",),
            buckets=_CALLS,
            registry=self.registry,
        )
        self.calls = Counter(
            "gazette_calls",
            "Calls to Telegram by the class of the method and what came of them.",
            ("method", "outcome"),
            registry=self.registry,
        )
        self._call = lru_cache(_CHILDREN)(self._children_of_call)

    def _of_machinery(self) -> None:
        registry = self.registry
        self.summaries = Counter(
            "gazette_summaries",
            "Summaries by whether they were kept or had to be made.",
            ("source",),
            registry=registry,
        )
        self.summary_kept = self.summaries.labels("kept")
        self.summary_made = self.summaries.labels("made")
        self.summary_seconds = Histogram(
            "gazette_summary_seconds",
            "Seconds to make a summary, with the wait for a worker.",
            buckets=_SUMMARIES,
            registry=registry,
        )
        self.digests_put = Counter(
            "gazette_digests_put", "Digests that were put into the outbox.", registry=registry
        )
        self.loop_lag = Histogram(
            "gazette_event_loop_lag_seconds",
            "How late the event loop wakes those who sleep.",
            buckets=_LAGS,
            registry=registry,
        )
        self.waiting = Gauge(
            "gazette_waiting",
            "What waits for its turn: updates to be answered, calls to be let go by the limits.",
            ("what",),
            registry=registry,
        )
        self.tasks = Gauge(
            "gazette_tasks",
            "Tasks of the event loop: updates in hand, and what goes on beside them.",
            registry=registry,
        )
        self.ready = Gauge(
            "gazette_ready",
            "1 where that part is well, 0 where it is not.",
            ("part",),
            registry=registry,
        )

    def _of_store(self) -> None:
        registry = self.registry
        statements = Histogram(
            "gazette_database_seconds",
            "Seconds for a statement of the database, with the wait for its connection.",
            ("access",),
            buckets=_STATEMENTS,
            registry=registry,
        )
        self.statement_read = statements.labels("read")
        self.statement_write = statements.labels("write")
        self.outbox = Gauge(
            "gazette_outbox_letters",
            "Letters on their way, by state.",
            ("state",),
            registry=registry,
        )
        self.outbox_delay = Gauge(
            "gazette_outbox_delay_seconds",
            "For how long the oldest letter has been due.",
            registry=registry,
        )
        self.settled = Gauge(
            "gazette_letters_settled",
            "Letters of the last 24 hours by what came of them.",
            ("outcome",),
            registry=registry,
        )
        self.feeds = Gauge("gazette_feeds", "Feeds by health.", ("health",), registry=registry)
        self.subscriptions = Gauge(
            "gazette_subscriptions", "Subscriptions by standing.", ("standing",), registry=registry
        )

    def answered(self, kind: str, name: str, outcome: str, seconds: float) -> None:
        """An update was dealt with."""
        self._update_seconds(kind, name).observe(seconds)
        self._updates(outcome).inc()

    def turned_away(self, outcome: str) -> None:
        """An update was not listened to."""
        self._updates(outcome).inc()

    def called(self, method: str, status: int, seconds: float) -> None:
        """A call to Telegram ended with that HTTP status, TIMED_OUT or UNREACHABLE."""
        timing, counter = self._call(method, status)
        timing.observe(seconds)
        counter.inc()

    def watch_waiting(self, what: str, count: Callable[[], int]) -> None:
        """Ask that, each time the metrics are read, how many wait."""
        self.waiting.labels(what).set_function(count)

    def text(self) -> bytes:
        """All of it in Prometheus's text format 0.0.4."""
        return generate_latest(self.registry)

    def _children_of_call(self, method: str, status: int) -> tuple[Histogram, Counter]:
        group = class_of(method)
        return self.call_seconds.labels(group), self.calls.labels(group, outcome_of(status))


def class_of(method: str) -> str:
    """The class of a method of the Bot API: "send", "edit"…, "poll" for getUpdates, "other"."""
    if method == "getUpdates":
        return "poll"
    return next((each for each in _CLASSES if method.startswith(each)), "other")


def outcome_of(status: int) -> str:
    """What an HTTP status of the Bot API means."""
    known = _OUTCOMES.get(status)
    return known or ("server error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "other")
