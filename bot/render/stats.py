"""The bot in numbers: /stats as words, and as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup

from bot.model import Standing
from bot.render.charts import Bar, Chart, Series
from bot.render.texts import Texts
from bot.render.when import ago
from bot.stats_model import Stats

# From good to bad, which are the colours of the chart; the names go on in the catalogues' keys.
_SETTLED: Final = ("sent", "dropped", "unsure", "failed")
_HEALTH: Final = ("well", "paused", "failing", "gone")
_STANDINGS: Final = (Standing.ACTIVE, Standing.PAUSED, Standing.ENDED, Standing.UNREACHABLE)


def stats_text(texts: Texts, stats: Stats, now: datetime) -> Markup:
    """The numbers as words."""
    head = texts(
        "stats.text",
        articles=_number(texts, stats.articles),
        topics=_number(texts, stats.topics),
        chats=_number(texts, stats.chats),
        newest=ago(stats.newest, now, texts.language) if stats.newest else "–",
    )
    days = stats.settled.values()
    settled = {each: sum(day.get(each, 0) for day in days) for each in _SETTLED}
    lines = [
        texts("stats.lists", counts=_counted(texts, _standings(texts, stats.subscriptions))),
        texts("stats.feeds", counts=_counted(texts, _healths(texts, stats.feeds))),
        texts(
            "stats.deliveries",
            days=len(days),
            counts=_counted(texts, _outcomes(texts, settled)),
        ),
        *_latest(texts, stats, now),
    ]
    return Markup("\n").join((head, Markup(), *lines))


def stats_chart(texts: Texts, stats: Stats) -> Chart:
    """The numbers as a chart."""
    lists, feeds = texts.plain("stats.chart.list"), texts.plain("stats.chart.feed")
    return Chart(
        title=texts.plain("stats.chart.deliveries"),
        days=tuple(format_skeleton("MMMd", day, locale=texts.language) for day in stats.settled),
        series=tuple(
            Series(
                label=texts.plain(f"stats.settled.{each}"),
                colour=colour,
                values=tuple(day.get(each, 0) for day in stats.settled.values()),
            )
            for colour, each in enumerate(_SETTLED)
        ),
        side_title=texts.plain("stats.chart.now"),
        bars=(
            *_bars(lists, _standings(texts, stats.subscriptions)),
            *_bars(feeds, _healths(texts, stats.feeds)),
        ),
    )


Counted = list[tuple[str, int]]


def _standings(texts: Texts, counts: Mapping[Standing, int]) -> Counted:
    return [(texts.plain(f"stats.standing.{each}"), counts.get(each, 0)) for each in _STANDINGS]


def _healths(texts: Texts, counts: Mapping[str, int]) -> Counted:
    return [(texts.plain(f"stats.health.{each}"), counts.get(each, 0)) for each in _HEALTH]


def _outcomes(texts: Texts, counts: Mapping[str, int]) -> Counted:
    return [(texts.plain(f"stats.settled.{each}"), counts.get(each, 0)) for each in _SETTLED]


def _counted(texts: Texts, counts: Counted) -> str:
    """Those that there are any of, "–" for none at all."""
    told = [f"{label} {_number(texts, count)}" for label, count in counts if count]
    return " · ".join(told) or "–"


def _bars(of: str, counts: Counted) -> Iterator[Bar]:
    for colour, (label, count) in enumerate(counts):
        yield Bar(label=f"{of}: {label}", colour=colour, value=count)


def _latest(texts: Texts, stats: Stats, now: datetime) -> Iterator[Markup]:
    if (latest := stats.latest) is not None:
        yield texts(
            "stats.latest",
            settled=_number(texts, latest.settled),
            letters=_number(texts, latest.letters),
            ago=ago(latest.since, now, texts.language),
        )


def _number(texts: Texts, number: int) -> str:
    return format_decimal(number, locale=texts.language)
