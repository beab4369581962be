"""Make `summarizer/weights.toml`: the same file, to the digit, from the same data.

python -m tests.benchmarks.summaries.train
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from summarizer.ranker import Regime
from tests.benchmarks.summaries.crossing import prepare
from tests.benchmarks.summaries.training import SEED, Example, learn

TARGET = Path(__file__).parents[3] / "summarizer" / "weights.toml"
_HEAD = """\
# The weights of `ranker`, made by tests/benchmarks/summaries/train.py: do not edit, train.
# A feature that a regime does not name weighs nothing.
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
    weights = zip(regime.names, regime.weights, strict=True)
    lines = [f'"{feature}" = {weight:.4f}' for feature, weight in weights]
    return "\n".join(
        [
            f"# Learnt from {made_of}.",
            f"[regime.{name}]",
            f"redundancy = {regime.redundancy}",
            f"[regime.{name}.weights]",
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    main()
