"""Which sentences of several documents tell most together, and why each was taken.

A sentence is worth a weighted sum of a few measures, learned from what people copied into
summaries of several reports. Sentences are taken best first, less what they have in common with
those taken before: J. Carbonell and J. Goldstein, "The Use of MMR, Diversity-Based Reranking for
Reordering Documents and Producing Summaries", SIGIR 1998.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

import numpy as np

from summarizer.analysis import Floats
from summarizer.cluster import FEATURES, Cluster
from summarizer.model import Reason, ReasonKind

# Of two sentences where one says more than this share of the other, one is enough.
_SAID = 0.5
# Ratings come out a rounding apart, and differently on each machine.
_DIGITS = 6
# From here on a place in a document is no reason to choose a sentence.
_EARLY = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class JointWeights:
    """What the measures are worth (float64, by FEATURES), and what repeating others costs."""

    features: Floats
    redundancy: float


@lru_cache(maxsize=1)
def trained() -> JointWeights:
    """Return the weights that ship with the package."""
    kept = tomllib.loads(files("summarizer").joinpath("joint_weights.toml").read_text("utf-8"))
    features = np.array([kept["weights"][name] for name in FEATURES])
    return JointWeights(features=features, redundancy=kept["redundancy"])


def choose(cluster: Cluster, budget: int, weights: JointWeights) -> list[int]:
    """Return sentences that fit into `budget` words together, best first; [] if none fits.

    No two of them say the same: see _SAID.
    """
    worth = cluster.features @ weights.features
    room = cluster.lengths <= budget
    repeated = np.zeros(len(worth))
    chosen: list[int] = []
    while room.any():
        gains = np.round(worth - weights.redundancy * repeated, _DIGITS)
        best = int(np.argmax(np.where(room, gains, -np.inf)))
        chosen.append(best)
        budget -= int(cluster.lengths[best])
        repeated = np.maximum(repeated, cluster.similarity(best))
        room &= (cluster.lengths <= budget) & (cluster.overlap(best) <= _SAID)
        room &= cluster.wordings != cluster.wordings[best]
    return chosen


def reasons(cluster: Cluster, sentence: int, weights: JointWeights) -> tuple[Reason, ...]:
    """Say why a sentence was chosen, strongest first: what lifts it above the average."""
    features = cluster.features
    lifts = (features[sentence] - features.mean(axis=0)) * weights.features
    by_name = dict(zip(FEATURES, lifts.tolist(), strict=True))
    place = int(cluster.position[sentence]) + 1
    named, reports = cluster.named(sentence), cluster.reports(sentence)
    told = (
        (by_name["first"] + by_name["place"], place <= _EARLY, ReasonKind.POSITION, place),
        (by_name["titled"], named > 0, ReasonKind.TITLE, named),
        (by_name["supported"], reports > 1, ReasonKind.REPORTED, reports),
    )
    holding = sorted((each for each in told if each[1]), key=lambda each: -each[0])
    return tuple(Reason(kind=kind, value=value) for _lift, _holds, kind, value in holding)


def in_order(cluster: Cluster, chosen: Sequence[int]) -> list[int]:
    """Order chosen sentences, given best first, as news is told: beginnings before details.

    Neighbours in a document stay together. What stood at the same place in several documents
    follows in the order of choice, so that the best beginning opens.
    """
    ranks = {sentence: rank for rank, sentence in enumerate(chosen)}
    by_run = groupby(enumerate(sorted(chosen)), lambda each: _run(cluster, *each))
    runs = [[sentence for _, sentence in run] for _, run in by_run]
    runs.sort(key=lambda run: (int(cluster.position[run[0]]), min(map(ranks.__getitem__, run))))
    return [sentence for run in runs for sentence in run]


def _run(cluster: Cluster, rank: int, sentence: int) -> tuple[int, int]:
    """What neighbours in one document have in common, given their rank among the chosen."""
    return int(cluster.document[sentence]), sentence - rank
