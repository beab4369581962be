"""Score our ranker beside its peers on real summaries, in one run.

    python -m tests.benchmarks.summaries.bench [--docs FOLDER] [--quick]

Ours by cross-validation alone. ROUGE-1/2/Lsum F1 with stemming; the intervals are of the paired
difference from Lead. `--docs` writes the table and a chart there; `--quick` leaves out the slow
peers. At the end: the 20 documents with our lowest scores, by id and figures alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import numpy as np

from summarizer import split_sentences, summarize
from summarizer.analysis import Floats
from tests.benchmarks.summaries.chart import draw
from tests.benchmarks.summaries.crossing import cross_validate, interval, prepare
from tests.benchmarks.summaries.data import FOLDER
from tests.benchmarks.summaries.example import Example
from tests.benchmarks.summaries.peers import missing, systems
from tests.benchmarks.summaries.rouge import score

OURS = "ours (cross-validated)"
_SLOW = ("sumy kl", "sumy reduction", "sumy textrank", "summa TextRank")
_WORST = 20

Scores = dict[str, dict[str, Floats]]


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, help="where to write summaries.md and summaries.svg")
    parser.add_argument("--quick", action="store_true", help="leave out the slow peers")
    asked = parser.parse_args()
    if not FOLDER.is_dir():
        print(f"no data: {FOLDER}")
        return
    examples = prepare()
    scores, speeds = _score_all(examples, quick=asked.quick)
    table = _table(scores, speeds)
    print(table)
    for name in missing():
        print(f"{name} is not installed and was left out")
    print(_failures(examples, scores))
    if asked.docs:
        (asked.docs / "summaries.md").write_text(table, encoding="utf-8")
        draw(asked.docs / "summaries.svg", _means(scores), OURS)


def _score_all(examples: Sequence[Example], *, quick: bool) -> tuple[Scores, dict[str, float]]:
    """Return scores (documents by measures) by system and collection, and documents a second."""
    choices = cross_validate(examples)
    references = [_lines(example) for example in examples]

    def ours(at: int) -> list[str]:
        return [examples[at].analysis.sentences[index].text for index in choices[at]]

    scores: Scores = {OURS: _scored(examples, references, ours)}
    speeds = {OURS: _speed(examples)}
    for name, summarise in systems().items():
        if quick and name in _SLOW:
            continue
        begun = process_time()
        summaries = [summarise(example) for example in examples]
        speeds[name] = len(examples) / (process_time() - begun)
        scores[name] = _scored(examples, references, summaries.__getitem__)
    return scores, speeds


def _speed(examples: Sequence[Example]) -> float:
    """Tell how many documents a second of processor time the shipped summarizer takes."""
    begun = process_time()
    for example in examples:
        document = example.document
        summarize(
            document.text,
            title=document.title,
            language=document.language,
            sentences=example.count,
        )
    return len(examples) / (process_time() - begun)


def _lines(example: Example) -> str:
    """Put each sentence of the reference on a line of its own, as ROUGE-Lsum reads them."""
    document = example.document
    sentences = split_sentences(document.reference, document.language)
    return "\n".join(sentence.text for sentence in sentences)


def _scored(
    examples: Sequence[Example], references: Sequence[str], summary: Callable[[int], list[str]]
) -> dict[str, Floats]:
    found: dict[str, list[tuple[float, float, float]]] = {}
    for at, example in enumerate(examples):
        figures = score(summary(at), references[at], example.document.language)
        found.setdefault(example.collection, []).append(figures)
    return {name: np.array(rows) for name, rows in found.items()}


def _means(scores: Scores) -> dict[str, dict[str, float]]:
    """Return mean ROUGE-1 by system and collection."""
    return {
        system: {name: float(rows[:, 0].mean()) for name, rows in by_name.items()}
        for system, by_name in scores.items()
    }


def _table(scores: Scores, speeds: dict[str, float]) -> str:
    """Lay out a Markdown table: figures, then our gains over Lead with their intervals."""
    names = [*scores[OURS]]
    sizes = [len(scores[OURS][name]) for name in names]
    heads = [f"{name} ({size})" for name, size in zip(names, sizes, strict=True)]
    lines = [_row(["system", *heads, "docs/s"]), _row(["---"] * (len(names) + 2))]
    for system, by_name in scores.items():
        figures = ["/".join(f"{mean:.1f}" for mean in by_name[name].mean(axis=0)) for name in names]
        speed = f"{speeds[system]:.0f}" if system in speeds else ""
        lines.append(_row([system, *figures, speed]))
    lines += ["", "Ours over Lead, mean [95% of 10,000 paired bootstrap samples]:", ""]
    lines += [_row(["set", "ROUGE-1", "ROUGE-2", "ROUGE-Lsum"]), _row(["---"] * 4)]
    for name in names:
        gain = scores[OURS][name] - scores["Lead"][name]
        lines.append(_row([name, *(_gain(gain[:, measure]) for measure in range(3))]))
    return "\n".join([*lines, ""])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _gain(differences: Floats) -> str:
    low, high = interval(differences)
    return f"{differences.mean():+.2f} [{low:+.2f}, {high:+.2f}]"


def _failures(examples: Sequence[Example], scores: Scores) -> str:
    """Tell what is peculiar about the documents that we summarise worst, without their text."""
    lines = [f"Our {_WORST} worst by ROUGE-1 + ROUGE-2, in deviations from the mean of their set:"]
    seen: dict[str, int] = {}
    rows = []
    for example in examples:
        name = example.collection
        at = seen.get(name, 0)
        seen[name] = at + 1
        mine = scores[OURS][name]
        both = mine[:, :2].sum(axis=1)
        below = float((both[at] - both.mean()) / both.std())
        rows.append((below, example, mine[at, 0], scores["Lead"][name][at, 0]))
    for below, example, mine_1, lead in sorted(rows, key=lambda row: row[0])[:_WORST]:
        lines.append(
            f"{below:+5.1f}  {example.collection} {example.document.id}: R1 {mine_1:.1f}, "
            f"Lead {lead:.1f}; {_trouble(example, float(mine_1), float(lead))}"
        )
    return "\n".join(lines)


def _trouble(example: Example, mine: float, lead: float) -> str:
    best = max(float(value) for value in example.ceiling())
    if mine < lead:
        return "the beginning would have been better"
    if best < 2 * mine / 100:
        return "no sentence says what the reference says"
    return f"passed over a better sentence ({100 * best:.0f} by itself)"


if __name__ == "__main__":
    main()
