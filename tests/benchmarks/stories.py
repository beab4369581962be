"""Stories: how well articles are grouped, by cross-validation, and how fast a stream is.

python -m tests.benchmarks.stories            measure both
python -m tests.benchmarks.stories --train    write the weights again, to the same digits
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import islice
from pathlib import Path

from bot.news.stories import Grouper
from bot.news.stories.likeness import Regime
from bot.news.stories.sums import FEATURES
from tests.benchmarks import story_training as training
from tests.benchmarks.story_training import CLUSTERS, SEED, Plain

TARGET = Path(str(files("bot.news.stories").joinpath("weights.toml")))
# Pairs are too few for more: with names, numbers and dates they were no better.
OF_PAIRS = ("lead", "title_told", "keys_told", "length")
_FOLDS, _ROUNDS = 5, 3
_ARTICLES, _DAYS, _PER_STORY = 100_000, 60, 5
_PART = 10_000

_HEAD = f"""\
# The weights of `likeness`, made by tests/benchmarks/stories.py --train: do not edit, train.
# A feature that a regime does not name weighs nothing; "any" is for languages without their own.
seed = {SEED}
"""


def main() -> None:
    if not CLUSTERS.exists():
        print(f"skipped: no {CLUSTERS.relative_to(CLUSTERS.parents[2])} beside the checkout")
    elif "--train" in sys.argv:
        train()
    else:
        quality()
        speed()


def train() -> None:
    """Learn from all there is and write the file."""
    told, russian, english = training.stories(), training.pairs("ru"), training.pairs("en")
    parts = [
        _HEAD,
        f"# Learnt from ECB+ ({len(told)} articles).",
        *_section("en", training.learn_stories(told, FEATURES)),
        f"# Learnt from pairs of tgcontest: Russian ({len(russian)}), English ({len(english)}).",
        *_section("any", training.learn_pairs(russian, english, OF_PAIRS)),
    ]
    TARGET.write_text("\n".join(parts), encoding="utf-8")
    print(f"{TARGET.name} written")


def _section(name: str, regime: Regime) -> list[str]:
    pairs = zip(FEATURES, regime.weights, strict=True)
    weights = [f'"{feature}" = {weight}' for feature, weight in pairs if weight]
    return [f"[regime.{name}]", f"bias = {regime.bias}", f"[regime.{name}.weights]", *weights, ""]


def quality() -> None:
    """Print what weights reach on data that they were not learnt from."""
    told, english = training.stories(), training.pairs("en")
    halves = [_half(round_, side) for round_ in range(_ROUNDS) for side in (0, 1)]
    in_order, shuffled, apart, pairs = [], [], [], []
    for held in halves:
        known = [each for each in told if each.topic not in held]
        other = [each for each in told if each.topic in held]
        regime = training.learn_stories(known, FEATURES)
        in_order.append(training.b_cubed(other, regime))
        shuffled.append(training.b_cubed(random.Random(SEED).sample(other, len(other)), regime)[0])
        apart.append(len({each.story for each in other}))
        pairs.append(training.f1(english, regime))
    print(f"ECB+, {_ROUNDS} x 2 halves by topic ({statistics.mean(apart):.0f} stories):")
    print(f"  B3 F1 {_spread([each[0] for each in in_order])}", end="")
    print(f"  precision {_spread([each[1] for each in in_order])}", end="")
    print(f"  recall {_spread([each[2] for each in in_order])}")
    print(f"  shuffled: B3 F1 {_spread(shuffled)}")
    print(f"  English pairs, never learnt from: F1 {_spread(pairs)}")
    print(f"Russian pairs, {_ROUNDS} x {_FOLDS} folds: F1 {_spread(_russian())}")


def _half(round_: int, side: int) -> frozenset[str]:
    """Half of the topics of ECB+."""
    topics = sorted({each.topic for each in training.stories()})
    random.Random(SEED + round_).shuffle(topics)
    middle = len(topics) // 2
    return frozenset(topics[:middle] if side else topics[middle:])


def _russian() -> list[float]:
    """F1 over all pairs, each judged by weights of other folds, round by round."""
    judged, english = training.pairs("ru"), training.pairs("en")
    scores = []
    for round_ in range(_ROUNDS):
        order = random.Random(SEED + round_).sample(range(len(judged)), len(judged))
        found = [False] * len(judged)
        for fold in range(_FOLDS):
            left = set(order[fold::_FOLDS])
            regime = training.learn_pairs(judged, english, OF_PAIRS, left)
            for number, same in enumerate(training.joined(judged, regime)):
                found[number] = same if number in left else found[number]
        scores.append(training.f1_of(found, [pair.same for pair in judged]))
    return scores


def _spread(values: list[float]) -> str:
    return f"{statistics.mean(values):.3f} (sd {statistics.pstdev(values):.3f})"


def speed() -> None:
    """Print how many articles a second a stream of two months takes, part by part."""
    stream = _stream()
    grouper = Grouper()
    lasted: list[float] = []
    stories: set[int] = set()
    for first in range(0, _ARTICLES, _PART):
        articles = list(islice(stream, _PART))
        # Of this process alone: others may be at work on the machine.
        start = time.process_time()
        for key, article in enumerate(articles, first):
            stories.add(grouper.join(key, article, key))
            grouper.sweep()
        lasted.append(time.process_time() - start)
        print(f"  {first + _PART:>7} articles: {_PART / lasted[-1]:.0f}/s", flush=True)
    print(f"{_ARTICLES / sum(lasted):.0f} articles/s, {len(stories)} stories;", end=" ")
    print(f"the last {_PART} cost {lasted[-1] / lasted[0]:.2f} of the first")


def _stream() -> Iterator[Plain]:
    """Articles over some days: each story mixes the sentences of three documents of ECB+."""
    rng = random.Random(SEED)
    rows = training.rows("ecbplus.jsonl")
    sentences = [row["text"].split("\n") for row in rows]
    open_stories = [rng.sample(range(len(rows)), 3) for _ in range(200)]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(_ARTICLES):
        at = rng.randrange(len(open_stories))
        if rng.random() < 1 / _PER_STORY:
            open_stories[at] = rng.sample(range(len(rows)), 3)
        told = [sentence for row in open_stories[at] for sentence in sentences[row]]
        # A name of its own, so that stories of the same documents are told apart.
        name = "Story" + "abcdefghijklmnopqrst"[open_stories[at][0] % 20] + str(at)
        text = " ".join([name, *rng.sample(told, min(15, len(told)))])
        yield Plain(
            title=f"{name}: {rows[open_stories[at][0]]['title']}",
            text=text,
            language="en",
            published=start + timedelta(days=_DAYS) * number / _ARTICLES,
        )


if __name__ == "__main__":
    main()
