"""Learn what makes two articles one story: logistic regression, then the threshold.

An article is compared with the stories that a stream with the right answers would have at that
moment; the bias is then moved to where the groups of a real stream come out best.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.news.stories import Grouper
from bot.news.stories.cluster import Cluster
from bot.news.stories.likeness import Regime
from bot.news.stories.reading import Reading, read
from bot.news.stories.shelf import Shelf
from bot.news.stories.sums import FEATURES

CLUSTERS = Path(__file__).parents[3] / "shared" / "data" / "clusters"
SEED = 20_264
Floats = NDArray[np.float64]
Row = tuple[tuple[float, ...], bool]

_RIDGE = 1.5
_STEPS = 50
_SHIFTS = tuple(step / 4 for step in range(-2, 9))
# How many neighbouring shifts the chosen one is the middle of: luck with one is no merit.
_SMOOTHED = 5
_DIGITS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Plain:
    """An article of outside data."""

    title: str
    text: str
    language: str
    url: str = ""
    published: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A document of ECB+ with its story, and the topic that it must not be parted from in folds."""

    reading: Reading
    story: str
    topic: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two articles, and whether people found them to be the same news."""

    first: Reading
    second: Reading
    same: bool


def stories() -> list[Told]:
    """ECB+ in the order of the file."""
    return [
        Told(reading=_reading(row, "en"), story=row["story"], topic=row["topic"])
        for row in rows("ecbplus.jsonl")
    ]


def pairs(language: str) -> list[Pair]:
    """The pairs of a language in the order of the file."""
    return [
        Pair(
            first=_reading(row["a"], language),
            second=_reading(row["b"], language),
            same=row["same"],
        )
        for row in rows("tgcontest_pairs.jsonl")
        if row["lang"] == language
    ]


def rows(name: str) -> list[dict[str, Any]]:
    """What a file of the clusters holds."""
    lines = (CLUSTERS / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def _reading(row: dict[str, str], language: str) -> Reading:
    return read(Plain(title=row["title"], text=row["text"], language=language))


def learn_stories(told: Sequence[Told], features: Sequence[str]) -> Regime:
    """Learn some features' weights from stories, told in their order and in another."""
    orders = [[*told], random.Random(SEED).sample(told, len(told))]
    rows = [row for order in orders for row in _rows_of_stories(order)]
    fitted = _fitted(rows, 1 / len(orders), features)
    return _shifted(fitted, lambda regime: sum(b_cubed(order, regime)[0] for order in orders))


def learn_pairs(
    judged: Sequence[Pair], more: Sequence[Pair], features: Sequence[str], left: Container[int] = ()
) -> Regime:
    """Learn some features' weights from pairs, `more` of other languages among them.

    All pairs come in one stream, but the numbers of some are `left` out of what is learnt.
    """
    rows = [row for n, row in enumerate(_rows_of_pairs(judged)) if n not in left]
    fitted = _fitted([*rows, *_rows_of_pairs(more)], 1.0, features)
    known = [n for n in range(len(judged)) if n not in left]
    return _shifted(fitted, lambda regime: f1(judged, regime, known))


def _shifted(fitted: Regime, success: Callable[[Regime], float]) -> Regime:
    """Move the bias to where groups come out best."""
    shifted = [replace(fitted, bias=round(fitted.bias + shift, _DIGITS)) for shift in _SHIFTS]
    scores = np.pad([success(regime) for regime in shifted], _SMOOTHED // 2, mode="edge")
    smooth = np.convolve(scores, np.ones(_SMOOTHED), mode="valid")
    return shifted[int(np.argmax(np.round(smooth, 6)))]


def grouped(readings: Sequence[Reading], regime: Regime) -> list[int]:
    """Group as `bot.news.stories.group` does, under other weights."""
    grouper = Grouper(regime=lambda _language: regime)
    return [grouper.join_read(key, reading, key) for key, reading in enumerate(readings)]


def b_cubed(told: Sequence[Told], regime: Regime) -> tuple[float, float, float]:
    """Return B³ F1, precision and recall (A. Bagga and B. Baldwin, COLING-ACL 1998)."""
    found = grouped([each.reading for each in told], regime)
    return b_cubed_of(found, [each.story for each in told])


def b_cubed_of(found: Sequence[int], right: Sequence[str]) -> tuple[float, float, float]:
    """Return B³ F1, precision and recall of story numbers."""
    ours, theirs = Counter(found), Counter(right)
    both = Counter(zip(found, right, strict=True))
    precision = sum(n * n / ours[one] for (one, _), n in both.items()) / len(found)
    recall = sum(n * n / theirs[other] for (_, other), n in both.items()) / len(found)
    return 2 * precision * recall / (precision + recall), precision, recall


def f1(judged: Sequence[Pair], regime: Regime, numbers: Sequence[int] | None = None) -> float:
    """Return the F1 of "the same news", all pairs in one stream; of some pairs, by number."""
    numbers = range(len(judged)) if numbers is None else numbers
    found = joined(judged, regime)
    return f1_of([found[n] for n in numbers], [judged[n].same for n in numbers])


def joined(judged: Sequence[Pair], regime: Regime) -> list[bool]:
    """Whether each pair comes into one story, the first and the second of each in turn."""
    found = grouped([each for pair in judged for each in (pair.first, pair.second)], regime)
    return [one == other for one, other in zip(found[::2], found[1::2], strict=True)]


def f1_of(found: Sequence[bool], right: Sequence[bool]) -> float:
    """Return the F1 of what was found to be so."""
    hits = sum(a and b for a, b in zip(found, right, strict=True))
    return 2 * hits / max(sum(found) + sum(right), 1)


def _rows_of_stories(told: Sequence[Told]) -> list[Row]:
    """What each article looks like beside its candidates, were all before it placed rightly."""
    shelf, found = Shelf(), []
    numbers: dict[str, int] = {}
    for key, each in enumerate(told):
        right = numbers.setdefault(each.story, len(numbers))
        article = shelf.weigh(each.reading)
        found += [
            (cluster.sums.features(article), cluster.story == right)
            for cluster in shelf.candidates(article)
        ]
        shelf.put(key, each.reading, article, right)
    return found


def _rows_of_pairs(judged: Sequence[Pair]) -> list[Row]:
    """What the second article of each pair looks like beside the first."""
    shelf, found = Shelf(), []
    for key, pair in zip(count(step=2), judged, strict=False):
        first = shelf.weigh(pair.first)
        cluster = Cluster(key, key, pair.first, first)
        shelf.put(key, pair.first, first, key)
        second = shelf.weigh(pair.second)
        found.append((cluster.sums.features(second), pair.same))
        shelf.put(key + 1, pair.second, second, key if pair.same else key + 1)
    return found


def _fitted(rows: Sequence[Row], weight: float, features: Sequence[str]) -> Regime:
    used = [FEATURES.index(name) for name in features]
    measured = np.array([row for row, _ in rows], dtype=np.float64)[:, used]
    scale = measured.std(axis=0) + 1e-9
    design = np.column_stack([measured / scale, np.ones(len(rows))])
    right = np.array([same for _, same in rows], dtype=np.float64)
    found = _logistic(design, right, weight)
    all_weights = np.zeros(len(FEATURES))
    all_weights[used] = np.round(found[:-1] / scale, _DIGITS)
    return Regime(
        bias=round(float(found[-1]), _DIGITS), weights=tuple(float(each) for each in all_weights)
    )


def _logistic(design: Floats, right: Floats, weight: float) -> Floats:
    """Fit by Newton's method; the last column, the bias, is not held back by the ridge."""
    ridge = _RIDGE * np.eye(design.shape[1])
    ridge[-1, -1] = 0.0
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        curvature = (design.T * (weight * likely * (1 - likely))) @ design + ridge
        found += np.linalg.solve(curvature, design.T @ (weight * (right - likely)) - ridge @ found)
    return found
