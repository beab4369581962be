"""What a bot that answers counts of it, and what its lines are known by."""

from __future__ import annotations

from typing import Any

import pytest
import structlog

from bot.errors import NotFoundError
from bot.sandbox.state import ALICE
from handlers.context import Services
from tests.handlers.conftest import NOW, OWNER, Hear, Logged
from tests.handlers.updates import message, tap, user


def sample(services: Services, series: str, /, **labels: str) -> float | None:
    return services.metrics.registry.get_sample_value(series, labels)


@pytest.mark.parametrize(
    ("update", "kind", "name"),
    [
        ({"kind": "message", **message("/latest")}, "command", "latest"),
        ({"kind": "message", **message("/whatever")}, "command", "unknown"),
        ({"kind": "message", **message("river")}, "text", "plain"),
        ({"kind": "callback_query", **tap("topic:nothing")}, "tap", "topic"),
        ({"kind": "callback_query", **tap("made up:1")}, "tap", "unknown"),
    ],
)
async def test_an_answer_is_timed_under_a_name_of_ours(
    hear: Hear, services: Services, update: dict[str, Any], kind: str, name: str
) -> None:
    await hear(**update)
    labels = {"kind": kind, "name": name}
    assert sample(services, "gazette_update_seconds_count", **labels) == 1
    assert sample(services, "gazette_updates_total", outcome="answered") == 1


async def test_a_step_of_a_dialog_is_one(hear: Hear, services: Services) -> None:
    await hear(**message("/add", sender=OWNER, chat={"id": OWNER, "type": "private"}))
    await hear(**message("A title", sender=OWNER, chat={"id": OWNER, "type": "private"}))
    labels = {"kind": "dialog", "name": "add"}
    assert sample(services, "gazette_update_seconds_count", **labels) == 1


async def test_what_comes_of_an_update_is_counted(
    hear: Hear, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    async def gone(*_: object) -> None:
        raise NotFoundError("story.gone")

    monkeypatch.setattr("bot.store.articles.Articles.topic_counts", gone)
    await hear(**message("/topics"))
    monkeypatch.setattr("bot.store.articles.Articles.topic_counts", broken)
    await hear(**message("/topics"))
    await services.roles.ban(ALICE, "Alice", by=OWNER, now=NOW)
    await hear(**message("/latest"))
    counted = {
        outcome: sample(services, "gazette_updates_total", outcome=outcome)
        for outcome in ("refused", "failed", "banned")
    }
    assert counted == {"refused": 1, "failed": 1, "banned": 1}


async def test_who_is_throttled_is_counted(hear: Hear, services: Services) -> None:
    for _ in range(services.throttle_per_minute + 2):
        await hear(**message("/about"))
    assert sample(services, "gazette_updates_total", outcome="throttled") == 2


async def test_every_line_on_the_way_of_an_update_carries_its_id(
    hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound: list[dict[str, Any]] = []

    async def look(*_: object) -> list[object]:
        bound.append(structlog.contextvars.get_contextvars())
        return []

    monkeypatch.setattr("bot.store.articles.Articles.topic_counts", look)
    await hear(**message("/topics"))
    assert bound == [{"request": 1}]


async def test_nothing_that_anybody_says_or_is_called_is_logged(
    hear: Hear, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def repeat(_: object, words: str, **__: object) -> None:
        raise ValueError(words)

    sender = {"from": user(name="Xanthippe", username="xanthippe")}
    for words in ("/topic Xanthippe", "/search Xanthippe", "/summary Xanthippe", "/Xanthippe x"):
        await hear(**(message(words) | sender))
    await hear("callback_query", **tap("open:Xanthippe:1"))
    monkeypatch.setattr("bot.news.briefing.Briefing.search", repeat)
    await hear(**(message("Xanthippe") | sender))
    assert [entry["event"] for entry in logged] == ["reply.fault", "update.failed"]
    assert "xanthippe" not in repr(logged).lower()
