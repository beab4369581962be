from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog

from bot.drawing import drawn
from bot.render.charts import Bar, Chart, Series, draw
from bot.sandbox.images import image_size

CHART = Chart(
    title="Пасланні",
    days=("1 чэр", "2 чэр"),
    series=(
        Series(label="sent", colour=0, values=(3, 0)),
        Series(label="failed", colour=3, values=(0, 1)),
    ),
    side_title="Feeds",
    bars=(Bar(label="well", colour=0, value=2), Bar(label="gone", colour=3, value=0)),
)
EMPTY = Chart(
    title="",
    days=("1 чэр",),
    series=(Series(label="sent", colour=0, values=(0,)),),
    side_title="",
    bars=(Bar(label="well", colour=0, value=0),),
)


@pytest.fixture
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    with structlog.testing.capture_logs() as entries:
        yield entries


async def test_a_chart_is_drawn_in_another_process() -> None:
    picture = await drawn(CHART)
    assert image_size(picture) == (1200, 600)


@pytest.mark.parametrize("chart", [CHART, EMPTY])
def test_a_chart_is_a_picture(chart: Chart) -> None:
    picture = draw(chart)
    assert image_size(picture) == (1200, 600)
    assert len(picture) < 200_000


async def test_a_chart_that_cannot_be_drawn_is_done_without(
    logged: list[MutableMapping[str, Any]],
) -> None:
    assert await drawn(CHART, seconds=0.0) == b""
    (entry,) = logged
    assert entry["event"] == "chart.not_drawn"
