from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Standing, Subscription
from bot.render.charts import Chart
from bot.store.contents import Content, Part
from bot.store.letters import Letter
from handlers.context import Services
from handlers.stats import stats
from tests.handlers.conftest import NOW, Asking, add

Draw = Callable[[Chart], Awaitable[bytes]]


@pytest.fixture
def drawn() -> list[Chart]:
    return []


@pytest.fixture
def draw(drawn: list[Chart]) -> Draw:
    async def keep(chart: Chart) -> bytes:
        drawn.append(chart)
        return b"a picture"

    return keep


async def fill(services: Services) -> None:
    """A feed that fails, two lists, and three letters of which one was sent and one dropped."""
    store = services.store
    await store.feeds.add("https://feeds.example/rss", now=NOW)
    (feed,) = await store.feeds.claim(now=NOW, until=NOW)
    await store.feeds.settle(replace(feed, failures=2))
    for chat, standing in ((1, Standing.ACTIVE), (2, Standing.PAUSED)):
        one = Subscription(chat_id=chat, minute=0, zone="UTC", since=NOW, standing=standing)
        await store.subscriptions.put(one)
    content = await store.contents.add(Content(parts=(Part(html="x"),)), now=NOW)
    put = NOW - timedelta(minutes=5)
    letters = [
        Letter(slot=f"digest:1:{day}", chat_id=chat, content_id=content, due=put)
        for day, chat in enumerate((1, 1, 2))
    ]
    await store.outbox.put_all(None, letters, put)
    await store.outbox.drop(1, "unreachable", NOW)


async def test_an_empty_bot_is_told_in_words_alone(ask: Asking) -> None:
    reply = await stats(ask())
    assert reply.picture == b""
    assert "Subscriptions: –" in reply.text
    assert "Newest digests" not in reply.text


async def test_the_words_tell_all_that_the_chart_shows(
    ask: Asking, services: Services, draw: Draw, drawn: list[Chart]
) -> None:
    await add(services, "The river")
    await fill(services)
    reply = await stats(ask(services=replace(services, draw=draw)))
    for words in (
        "Stories: 1",
        "Subscriptions: active 1 · paused 1",
        "Feeds: failing 1",
        "in 7 days: nobody there 2",
        "Newest digests: 2 of 3 settled, begun 5 min. ago",
        "The chart: ",
    ):
        assert words in reply.text
    assert reply.picture == b"a picture"
    (chart,) = drawn
    assert len(chart.days) == 7
    assert chart.days[-1] == "Jun 1"
    dropped = next(series for series in chart.series if series.label == "nobody there")
    assert dropped.values == (0, 0, 0, 0, 0, 0, 2)
    bars = {bar.label: bar.value for bar in chart.bars}
    assert bars["list: active"] == bars["feed: failing"] == 1


async def test_where_there_is_no_picture_the_words_name_none(
    ask: Asking, services: Services
) -> None:
    async def fail(_: Chart) -> bytes:
        return b""

    await fill(services)
    reply = await stats(ask(services=replace(services, draw=fail)))
    assert "The chart" not in reply.text
    assert "Feeds: failing 1" in reply.text


@pytest.mark.parametrize("language", ["be", "ru"])
async def test_charts_are_in_the_readers_language(
    ask: Asking, services: Services, draw: Draw, drawn: list[Chart], language: str
) -> None:
    await fill(services)
    await stats(ask(services=replace(services, draw=draw), language=language))
    assert not drawn[0].title.isascii()
    assert not any(series.label.isascii() for series in drawn[0].series)
