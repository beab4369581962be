"""Whether a figure grows, whatever its noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Caches with a bound (SQLite's pages, what is remembered of people and lists) go on filling for a
# while, and the allocator keeps what it was given.
TOLERATED = 0.03
# One handle, task, update or megabyte more is none.
LEAST = 1.0
_MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """A line through the samples: its rise over them, their mean, and what rise is allowed."""

    mean: float
    rise: float
    allowed: float

    @property
    def flat(self) -> bool:
        return self.rise <= self.allowed


def trend_of(instants: Sequence[float], values: Sequence[float]) -> Trend:
    """The line of Theil (1950) and Sen (1968): the median slope of all pairs of samples.

    Allowed is a part of the mean, and one robust standard deviation about the line: that of the
    rise itself is a third of it for a hundred independent samples.
    """
    times, figures = np.asarray(instants, float), np.asarray(values, float)
    first, second = np.triu_indices(len(times), 1)
    slope = float(np.median((figures[second] - figures[first]) / (times[second] - times[first])))
    residuals = figures - slope * times
    noise = _MAD_TO_SIGMA * float(np.median(np.abs(residuals - np.median(residuals))))
    mean = float(figures.mean())
    return Trend(
        mean=mean,
        rise=slope * float(times[-1] - times[0]),
        allowed=max(LEAST, TOLERATED * mean) + noise,
    )
