"""Summaries of several documents beside peers: `python -m tests.benchmarks.summaries.many`.

Clusters of Vietnamese news, each with two summaries by people (vmds), within 200 words of whole
sentences: ROUGE F1, the mean over the two. Our weights are learned and judged by ten-fold
cross-validation, the cost of redundancy chosen within each fold's training part; intervals are
paired bootstrap, 95%, against the round-robin lead. `--train` writes the weights that ship, made
of all clusters.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from summarizer.analysis import Floats, centrality
from summarizer.cluster import FEATURES, Cluster, cluster_of
from summarizer.joint import Document
from summarizer.joint_ranker import JointWeights, choose, in_order
from summarizer.many import joint_candidates
from tests.benchmarks.summaries.data import FOLDER
from tests.benchmarks.summaries.rouge import Grams, quick, score, tokenizer

BUDGET = 200
FOLDS = 10
SEED = 20
RIDGE = 30.0
REDUNDANCY = (0.3, 0.4, 0.5)
DIGITS = 4
SET = "vmds_multidoc"
WEIGHTS = Path(__file__).parents[3] / "summarizer" / "joint_weights.toml"
RESAMPLES = 10_000
# Choices of sentences for a case.
System = Callable[["Case"], list[int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A cluster, the summaries that people wrote of it, and its sentences as ROUGE reads them."""

    cluster: Cluster
    references: tuple[str, ...]
    tokens: tuple[list[str], ...]
    grams: tuple[Grams, ...]

    def texts(self, chosen: Sequence[int]) -> list[str]:
        """The chosen sentences as a reader would see them."""
        sentences = self.cluster.analysis.sentences
        return [sentences[index].text for index in in_order(self.cluster, chosen)]

    def worth(self) -> Floats:
        """The part of each sentence's word pairs that people took over: float64, 0 to 1."""
        own = [Grams.of(tokens).pairs for tokens in self.tokens]
        taken = [[(pairs & each.pairs).total() for each in self.grams] for pairs in own]
        sizes = np.array([max(pairs.total(), 1) for pairs in own])
        parts: Floats = np.array(taken).mean(axis=1) / sizes
        return parts

    def quick(self, chosen: Sequence[int]) -> float:
        """The mean of ROUGE-1 and ROUGE-2, for choosing parameters."""
        tokens = [self.tokens[index] for index in in_order(self.cluster, chosen)]
        return float(np.mean([quick(tokens, reference) for reference in self.grams]))


def cases() -> list[Case]:
    """Read the set."""
    lines = (FOLDER / f"{SET}.jsonl").read_text("utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


def _case(row: dict[str, Any]) -> Case:
    documents = [
        Document(text=each["text"], title=each["title"], language=row["lang"])
        for each in row["docs"]
    ]
    found = joint_candidates(documents, [row["lang"]] * len(documents))
    read = tokenizer(row["lang"]).tokenize
    return Case(
        cluster=cluster_of(documents, found, row["lang"]),
        references=tuple(row["refs"]),
        tokens=tuple(read(sentence.text) for sentence in found.sentences),
        grams=tuple(Grams.of(read(reference)) for reference in row["refs"]),
    )


def learn(training: Sequence[Case]) -> JointWeights:
    """Fit a ridge on what people took over, then choose the cost of redundancy by ROUGE."""
    features = np.concatenate([case.cluster.features for case in training])
    worth = np.concatenate([case.worth() for case in training])
    spread = features.std(axis=0)
    scaled = (features - features.mean(axis=0)) / spread
    normal = scaled.T @ scaled + RIDGE * np.eye(len(FEATURES))
    found = np.linalg.solve(normal, scaled.T @ (worth - worth.mean())) / spread
    rounded = np.round(found, DIGITS)
    options = [JointWeights(features=rounded, redundancy=cost) for cost in REDUNDANCY]

    def gained(weights: JointWeights) -> float:
        return sum(case.quick(choose(case.cluster, BUDGET, weights)) for case in training)

    return max(options, key=gained)


def validated(all_cases: Sequence[Case]) -> list[list[int]]:
    """Our choice for each case, by weights that never saw it."""
    chosen: list[list[int]] = [[] for _ in all_cases]
    order = np.random.default_rng(SEED).permutation(len(all_cases))
    for fold in range(FOLDS):
        held_out = {int(index) for index in order[fold::FOLDS]}
        weights = learn([case for n, case in enumerate(all_cases) if n not in held_out])
        for index in sorted(held_out):
            chosen[index] = choose(all_cases[index].cluster, BUDGET, weights)
    return chosen


def filled(case: Case, order: Sequence[int]) -> list[int]:
    """Take sentences in this order, each that still fits."""
    chosen, left = [], BUDGET
    for index in order:
        if case.cluster.lengths[index] <= left:
            chosen.append(int(index))
            left -= int(case.cluster.lengths[index])
    return chosen


def round_robin(case: Case) -> list[int]:
    """The first sentence of each document, then the second of each…"""
    return filled(case, np.lexsort((case.cluster.document, case.cluster.position)).tolist())


def one_lead(case: Case) -> list[int]:
    """The beginning of the first document."""
    return filled(case, np.flatnonzero(case.cluster.document == 0).tolist())


def lexrank(case: Case) -> list[int]:
    """The most central sentences of all, by LexRank alone."""
    return filled(case, np.argsort(-centrality(case.cluster.analysis), kind="stable").tolist())


def oracle(case: Case) -> list[int]:
    """The ceiling: greedily, whatever raises ROUGE most."""
    chosen: list[int] = []
    best, left = 0.0, BUDGET
    while True:
        fitting = [i for i in np.flatnonzero(case.cluster.lengths <= left) if i not in chosen]
        trials = [(case.quick([*chosen, int(index)]), -int(index)) for index in fitting]
        gain, index = max(trials, default=(0.0, 0))
        if gain <= best:
            return chosen
        best, chosen = gain, [*chosen, -index]
        left -= int(case.cluster.lengths[-index])


PEERS: dict[str, System] = {
    "round-robin lead": round_robin,
    "one lead": one_lead,
    "LexRank": lexrank,
    "oracle": oracle,
}


def scores(case: Case, chosen: Sequence[int]) -> Floats:
    """ROUGE-1, 2 and Lsum, the mean over what people wrote."""
    texts = case.texts(chosen)
    language = case.cluster.analysis.language
    found = [score(texts, each, language) for each in case.references]
    means: Floats = np.mean(found, axis=0)
    return means


def main() -> None:
    """Print the table, or write the weights."""
    if not (FOLDER / f"{SET}.jsonl").exists():
        print(f"skipped: {SET} is not in {FOLDER}")
    elif "--train" in sys.argv[1:]:
        WEIGHTS.write_text(_file(learn(cases())), "utf-8")
    else:
        _report(cases())


def _report(all_cases: Sequence[Case]) -> None:
    choices = {"ours (cross-validated)": validated(all_cases)}
    choices |= {name: [system(case) for case in all_cases] for name, system in PEERS.items()}
    table = {
        name: np.array([scores(*each) for each in zip(all_cases, chosen, strict=True)])
        for name, chosen in choices.items()
    }
    base = table["round-robin lead"]
    print(f"{len(all_cases)} clusters, {BUDGET} words; difference to the round-robin lead")
    for name, figures in table.items():
        means = "  ".join(f"{mean:5.1f}" for mean in figures.mean(axis=0))
        print(f"{name:24s}{means}   {'  '.join(_gain(figures - base))}")


def _gain(differences: Floats) -> list[str]:
    """Each measure's mean difference with its interval."""
    drawn = np.random.default_rng(SEED).integers(0, len(differences), (RESAMPLES, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), (2.5, 97.5), axis=0)
    means = differences.mean(axis=0)
    return [f"{m:+.1f} [{a:+.1f}, {b:+.1f}]" for m, a, b in zip(means, low, high, strict=True)]


def _file(weights: JointWeights) -> str:
    lines = [
        "# What a sentence of several documents is worth: summarizer/joint_ranker.py.",
        f"# Made by `python -m tests.benchmarks.summaries.many --train` from {SET}.",
        f"redundancy = {weights.redundancy}",
        "",
        "[weights]",
        *(f"{name} = {w}" for name, w in zip(FEATURES, weights.features.tolist(), strict=True)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
