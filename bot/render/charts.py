"""A chart for those who run the bot, drawn by matplotlib: only a process of its own loads it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import Locator

# 1,200 × 600 pixels: what Telegram shows without scaling it down.
_SIZE_INCHES: Final = (12.0, 6.0)
_DPI: Final = 100
# Okabe and Ito's palette, which the colour-blind can tell apart, by how good the news is.
COLOURS: Final = ("#009E73", "#56B4E9", "#E69F00", "#D55E00")


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A row of values in one colour, an index of `COLOURS`."""

    label: str
    colour: int
    values: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One value with its name."""

    label: str
    colour: int
    value: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """Stacked columns, one for each of `days`, and bars beside them."""

    title: str
    days: tuple[str, ...]
    series: tuple[Series, ...]
    side_title: str
    bars: tuple[Bar, ...]


def load(cache: str) -> None:
    """Load the library, which keeps a list of fonts in the folder `cache`."""
    os.environ["MPLCONFIGDIR"] = cache
    import matplotlib.figure  # noqa: F401 - loaded for the call that follows


def draw(chart: Chart) -> bytes:
    """The chart as a PNG of 1,200 × 600 pixels."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE_INCHES, dpi=_DPI, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    _stack(left, chart.days, chart.series)
    left.set_title(chart.title)
    _lay(right, chart.bars)
    right.set_title(chart.side_title)
    figure.legend(loc="outside lower left", ncols=len(chart.series), frameon=False)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    image = BytesIO()
    figure.savefig(image, format="png")
    return image.getvalue()


def _stack(axes: Axes, days: Sequence[str], series: Sequence[Series]) -> None:
    floor = [0] * len(days)
    for each in series:
        axes.bar(days, each.values, bottom=floor, color=COLOURS[each.colour], label=each.label)
        floor = [low + value for low, value in zip(floor, each.values, strict=True)]
    axes.yaxis.set_major_locator(_whole_numbers())
    # A day without any must not look like one with half of one.
    axes.set_ylim(0, max(1, *floor) * 1.1)


def _lay(axes: Axes, bars: Sequence[Bar]) -> None:
    drawn = axes.barh(
        [bar.label for bar in bars],
        [bar.value for bar in bars],
        color=[COLOURS[bar.colour] for bar in bars],
    )
    axes.bar_label(drawn, padding=3)
    axes.invert_yaxis()
    axes.set_xlim(0, max(1, *(bar.value for bar in bars)) * 1.15)
    axes.xaxis.set_major_locator(_whole_numbers())


def _whole_numbers() -> Locator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True)
