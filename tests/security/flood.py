"""Gives a bot updates, and tells what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram import Update

from bot.telegram.application import AnyApplication
from handlers import Services

# At these levels the bot says that something came that it was not made for.
UNEXPECTED = frozenset({"error", "critical"})


@dataclass(kw_only=True, slots=True)
class Flood:
    """How many updates there were, what became of them, and lines that nobody should have had to
    write, each with its update.
    """

    updates: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


async def flood(
    application: AnyApplication, services: Services, updates: Iterable[dict[str, Any]]
) -> Flood:
    """Have each update handled, one after the other."""
    told = Flood()
    with structlog.testing.capture_logs() as lines:
        for given in updates:
            await application.process_update(Update.de_json(given, application.bot))
            told.updates += 1
            told.faults += [f"{given}\n{line}" for line in lines if line["log_level"] in UNEXPECTED]
            lines.clear()
    for metric in services.metrics.updates.collect():
        for sample in metric.samples:
            if sample.name.endswith("_total"):
                told.outcomes[sample.labels["outcome"]] = int(sample.value)
    return told
