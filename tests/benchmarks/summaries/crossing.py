"""Cross-validation: every document is summarised by weights that have not seen it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np

from summarizer.analysis import Floats
from tests.benchmarks.summaries.data import COLLECTIONS
from tests.benchmarks.summaries.example import Example
from tests.benchmarks.summaries.training import choose, learn

FOLDS = 10
_RESAMPLES = 10_000
# Two articles stand in both halves of CNT: they share a fold, so that neither teaches the other.
_TWINS = {"e428e25b": "38", "d3c9ce13": "51"}


def prepare() -> list[Example]:
    """Read all collections."""
    return [
        Example.of(collection.name, collection.sentences, document)
        for collection in COLLECTIONS
        for document in collection.documents()
    ]


def fold(identity: str) -> int:
    """Return a document's fold, by a hash of its id."""
    for twin, original in _TWINS.items():
        if twin in identity:
            identity = identity.replace(twin, original)
    return int.from_bytes(sha256(identity.encode()).digest()[:8]) % FOLDS


def cross_validate(
    examples: Sequence[Example],
    *,
    group: Callable[[Example], str] = lambda example: example.regime,
    held_out: Callable[[Example], object] = lambda example: fold(example.document.id),
) -> dict[int, list[int]]:
    """Choose sentences for each example (by its index) with weights learnt on the others.

    Weights are shared by a `group` of examples; those with equal `held_out` are left out together.
    """
    choices: dict[int, list[int]] = {}
    for shared in sorted({group(example) for example in examples}):
        members = [at for at, example in enumerate(examples) if group(example) == shared]
        for part in sorted({str(held_out(examples[at])) for at in members}):
            out = [at for at in members if str(held_out(examples[at])) == part]
            seen = [examples[at] for at in members if str(held_out(examples[at])) != part]
            regime = learn(seen, examples[out[0]].regime)
            choices |= {at: choose(examples[at], regime) for at in out}
    return choices


def interval(differences: Floats) -> tuple[float, float]:
    """Return the 95% bootstrap interval of a mean of paired differences (rows: documents)."""
    draws = np.random.default_rng(0).integers(0, len(differences), (_RESAMPLES, len(differences)))
    low, high = np.quantile(differences[draws].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)
