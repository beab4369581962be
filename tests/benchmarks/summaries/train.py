"""Make `summarizer/weights.toml`: the same file, to the digit, from the same data.

python -m tests.benchmarks.summaries.train
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from summarizer.analysis import Floats
from summarizer.grams import KINDS
from summarizer.ranker import Regime
from tests.benchmarks.summaries.crossing import prepare
from tests.benchmarks.summaries.example import SEED, Example
from tests.benchmarks.summaries.training import learn

TARGET = Path(__file__).parents[3] / "summarizer" / "weights.toml"
_HEAD = """\
# The weights of `ranker`, made by tests/benchmarks/summaries/train.py: do not edit, train.
# A feature that a regime does not name weighs nothing. How they work together: ranker.py.
seed = {seed}
"""


def main() -> None:
    """Learn every regime from all of its documents and write the file."""
    examples = prepare()
    parts = [_HEAD.format(seed=SEED)]
    for name in ("several", "single", "titled"):
        members = [example for example in examples if example.regime == name]
        parts.append(_section(name, members, learn(members, name)))
    TARGET.write_text("\n".join(parts), encoding="utf-8")
    print(f"{TARGET.name}: {len(examples)} documents")


def _section(name: str, members: list[Example], regime: Regime) -> str:
    documents = Counter(example.collection for example in members)
    made_of = ", ".join(f"{key} ({count})" for key, count in documents.items())
    sentence = zip(regime.names, regime.weights, strict=True)
    gram = zip(regime.measures, regime.gram_weights, strict=True)
    return "\n".join(
        [
            f"# Learnt from {made_of}.",
            f"[regime.{name}]",
            f"order = {regime.order}",
            f"length = {regime.length}",
            f"trust = {regime.trust}",
            f"[regime.{name}.sentence]",
            *(f'"{feature}" = {weight:.4f}' for feature, weight in sentence),
            f"# By kind of gram: {', '.join(KINDS)}.",
            f"[regime.{name}.gram]",
            *(f"{measure} = [{_listed(weights)}]" for measure, weights in gram),
            "",
        ]
    )


def _listed(weights: Floats) -> str:
    return ", ".join(f"{weight:.4f}" for weight in weights)


if __name__ == "__main__":
    main()
