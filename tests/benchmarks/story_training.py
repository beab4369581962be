"""Learn what makes two articles one story: logistic regression, then the threshold.

An article's candidates are the stories that a stream with the right answers has at that moment;
the bias is then moved to where groups come out best. Streams are shuffled with SEED.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.news.stories import Grouper
from bot.news.stories.cluster import FEATURES, Cluster
from bot.news.stories.likeness import Regime
from bot.news.stories.reading import Reading, read
from bot.news.stories.shelf import Shelf

CLUSTERS = Path(__file__).parents[3] / "shared" / "data" / "clusters"
SEED = 20_264
Floats = NDArray[np.float64]
Row = tuple[tuple[float, ...], bool]

_SHUFFLES = 4
_RIDGE = 1.0
_STEPS = 50
_SHIFTS = tuple(step / 4 for step in range(-8, 9))
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
        for row in map(json.loads, (CLUSTERS / "ecbplus.jsonl").open(encoding="utf-8"))
    ]


def pairs(language: str) -> list[Pair]:
    """The pairs of a language in the order of the file."""
    rows = map(json.loads, (CLUSTERS / "tgcontest_pairs.jsonl").open(encoding="utf-8"))
    return [
        Pair(
            first=_reading(row["a"], language),
            second=_reading(row["b"], language),
            same=row["same"],
        )
        for row in rows
        if row["lang"] == language
    ]


def _reading(row: dict[str, str], language: str) -> Reading:
    return read(Plain(title=row["title"], text=row["text"], language=language))


def learn(told: Sequence[Told], judged: Sequence[Pair], features: Sequence[str]) -> Regime:
    """Learn the weights of some features, and the bias that groups best."""
    rng = random.Random(SEED)
    rows = _rows_of_pairs(judged)
    orders = [rng.sample(told, len(told)) for _ in range(_SHUFFLES)] if told else []
    weights = [1.0] * len(rows)
    for order in orders:
        more = _rows_of_stories(order)
        rows += more
        weights += [1 / _SHUFFLES] * len(more)
    fitted = _fitted(rows, weights, features)
    shifted = [replace(fitted, bias=round(fitted.bias + shift, _DIGITS)) for shift in _SHIFTS]

    def success(regime: Regime) -> float:
        if orders:
            return sum(b_cubed(order, regime)[0] for order in orders[:2]) / 2
        return f1(judged, regime)

    scores = [success(regime) for regime in shifted]
    # The best neighbourhood, not the luckiest point.
    smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    return shifted[int(np.argmax(np.round(smooth, 6)))]


def grouped(readings: Sequence[Reading], regime: Regime) -> list[int]:
    """Group as `bot.news.stories.group` does, under other weights."""
    grouper = Grouper(regime=lambda _language: regime)
    found: list[int] = []
    for key, reading in enumerate(readings):
        story = grouper._place(reading).story
        found.append(key if story is None else story)
        grouper._put(key, reading, found[-1])
    return found


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


def f1(judged: Sequence[Pair], regime: Regime) -> float:
    """Return the F1 of "the same news", all pairs in one stream."""
    found = grouped([each for pair in judged for each in (pair.first, pair.second)], regime)
    return f1_of(found, [pair.same for pair in judged])


def f1_of(found: Sequence[int], same: Sequence[bool]) -> float:
    """Return the F1 of story numbers, a pair's first and second in turn."""
    joined = [one == other for one, other in zip(found[::2], found[1::2], strict=True)]
    hits = sum(a and b for a, b in zip(joined, same, strict=True))
    return 2 * hits / max(sum(joined) + sum(same), 1)


def _rows_of_stories(told: Sequence[Told]) -> list[Row]:
    """What each article looks like beside its candidates, were all before it placed rightly."""
    shelf, rows = Shelf(), []
    numbers: dict[str, int] = {}
    for key, each in enumerate(told):
        right = numbers.setdefault(each.story, len(numbers))
        article = shelf.weigh(each.reading)
        rows += [
            (cluster.features(article), cluster.story == right)
            for cluster in shelf.candidates(article)
        ]
        shelf.put(key, each.reading, right)
    return rows


def _rows_of_pairs(judged: Sequence[Pair]) -> list[Row]:
    shelf, rows = Shelf(), []
    for number, pair in enumerate(judged):
        cluster = Cluster(number)
        cluster.add(0, pair.first, shelf.weigh(pair.first))
        shelf.put(2 * number, pair.first, 2 * number)
        rows.append((cluster.features(shelf.weigh(pair.second)), pair.same))
        shelf.put(2 * number + 1, pair.second, 2 * number + 1)
    return rows


def _fitted(rows: Sequence[Row], weights: Sequence[float], features: Sequence[str]) -> Regime:
    used = [FEATURES.index(name) for name in features]
    measured = np.array([row for row, _ in rows], dtype=np.float64)[:, used]
    scale = measured.std(axis=0) + 1e-9
    design = np.column_stack([measured / scale, np.ones(len(rows))])
    right = np.array([same for _, same in rows], dtype=np.float64)
    found = _logistic(design, right, np.array(weights))
    all_weights = np.zeros(len(FEATURES))
    all_weights[used] = np.round(found[:-1] / scale, _DIGITS)
    return Regime(
        bias=round(float(found[-1]), _DIGITS), weights=tuple(float(each) for each in all_weights)
    )


def _logistic(design: Floats, right: Floats, weights: Floats) -> Floats:
    """Fit by Newton's method; the last column, the bias, is not held back by the ridge."""
    ridge = _RIDGE * np.eye(design.shape[1])
    ridge[-1, -1] = 0.0
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        curvature = (design.T * (weights * likely * (1 - likely))) @ design + ridge
        found += np.linalg.solve(
            curvature, design.T @ (weights * (right - likely)) - ridge @ found
        )
    return found
