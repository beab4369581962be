"""The joint choice: the sentences that together hold most of what a summary is likely to say.

A set of sentences is worth the ROUGE F1 that it may expect, given how likely each gram is to stand
in a person's summary. A gram counts once however often it is said, as in D. Gillick and B. Favre,
"A Scalable Global Model for Summarization", ILP-NLP 2009, so repetition brings nothing and costs
length; no sentence is too long or too short by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summarizer.analysis import Floats, Integers, changes
from summarizer.grams import Grams

# So many sentences are chosen together; each after that, by what it adds.
_TOGETHER = 10
# The choice is among the best of all, and settles after a few exchanges.
_SPARE, _EXCHANGES = 8, 20
# Values that differ by less differ by the order in which a machine adds.
_DIGITS, _LEAST = 9, 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Expectation:
    """What is expected of a person's summary of a text.

    Attributes:
        chances: float64 by gram: how likely it stands in there, 0 to 1.
        length: how many grams it has for each sentence of ours.
        bonus: float64 by sentence: what it is worth whatever it is chosen with, in F1.
    """

    grams: Grams
    chances: Floats
    length: float
    bonus: Floats

    def worth(self, held: Floats) -> Floats:
        """The worth of each sentence by itself that holds so many likely grams: float64."""
        alone: Floats = 2 * held / (self.grams.sizes + self.length) + self.bonus
        return np.round(alone, _DIGITS)


def choose(expected: Expectation, count: int) -> list[int]:
    """Order all sentences, best first: the first `count` make the best set that was found.

    The others follow by what they add to it. Equals keep their order.
    """
    grams = expected.grams
    held = grams.summed(expected.chances)
    alone = expected.worth(held)
    count = min(count, len(alone))
    order = np.argsort(-alone, kind="stable")
    first = _together(expected, held, order, min(count, _TOGETHER))
    chosen = sorted(first, key=lambda at: (-alone[at], at))
    left = expected.chances.copy()
    adds = _added(expected, left, chosen, chosen)
    while len(chosen) < count:
        chosen.append(int(np.argmax(adds)))
        adds = _added(expected, left, chosen[-1:], chosen)
    rest: list[int] = np.argsort(-adds, kind="stable")[: len(adds) - count].tolist()
    return chosen + rest


def _added(
    expected: Expectation, left: Floats, new: Sequence[int], chosen: Sequence[int]
) -> Floats:
    """Take the grams of new sentences out of what is `left`; tell what each other one adds."""
    for at in new:
        left[expected.grams.of(at)] = 0
    adds = expected.worth(expected.grams.summed(left))
    adds[chosen] = -np.inf
    return adds


def _together(expected: Expectation, held: Floats, order: Integers, count: int) -> list[int]:
    """Find a set that no exchange of one sentence betters, from the best ones by themselves."""
    best: list[int] = order[:count].tolist()
    pool = np.sort(order[: 2 * count + _SPARE])
    if count == 1 or count == len(pool):
        return best
    choice = _Choice(
        held=held[pool].tolist(),
        sizes=(expected.grams.sizes[pool] + expected.length).tolist(),
        bonus=expected.bonus[pool].tolist(),
        shared=_shared(expected, pool).tolist(),
    )
    inside = [at for at, sentence in enumerate(pool.tolist()) if sentence in best]
    return [int(pool[at]) for at in choice.settle(inside)]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Choice:
    """The sentences of a pool, by number, in plain lists: for so few, arrays are slower.

    Attributes:
        held: how many likely grams each has.
        sizes: how many grams each has, and a person's summary for it.
        bonus: what each is worth whatever it is chosen with.
        shared: how many likely grams each two have in common; 0 on the diagonal.
    """

    held: list[float]
    sizes: list[float]
    bonus: list[float]
    shared: list[list[float]]

    def settle(self, inside: list[int]) -> list[int]:
        """Better a set by exchanges of one sentence as long as there is one."""
        # Of two that are worth the same, the later one goes.
        inside = sorted(inside, reverse=True)
        outside = [at for at in range(len(self.held)) if at not in inside]
        repeated = [sum(row[at] for at in inside) for row in self.shared]
        for _ in range(_EXCHANGES):
            found = self._exchange(inside, outside, repeated)
            if found is None:
                break
            out, into = found
            rows = zip(repeated, self.shared[inside[out]], self.shared[outside[into]], strict=True)
            repeated = [was - less + more for was, less, more in rows]
            inside[out], outside[into] = outside[into], inside[out]
        return inside

    def _exchange(
        self, inside: list[int], outside: list[int], repeated: list[float]
    ) -> tuple[int, int] | None:
        """Find the places of the two whose exchange gains most, if one gains."""
        held, sizes, bonus = self.held, self.sizes, self.bonus
        # Inclusion and exclusion up to pairs (Bonferroni): what three share hardly counts.
        covered = sum(held[at] - repeated[at] / 2 for at in inside)
        size, extra = sum(sizes[at] for at in inside), sum(bonus[at] for at in inside)
        most, found = 2 * covered / size + extra + _LEAST, None
        adds = [(into, at, held[at] - repeated[at]) for into, at in enumerate(outside)]
        for out, leaving in enumerate(inside):
            shared = self.shared[leaving]
            kept = covered - held[leaving] + repeated[leaving]
            kept_size, kept_extra = size - sizes[leaving], extra - bonus[leaving]
            for into, at, added in adds:
                now = 2 * (kept + added + shared[at]) / (kept_size + sizes[at])
                if now + kept_extra + bonus[at] > most:
                    most, found = now + kept_extra + bonus[at] + _LEAST, (out, into)
        return found


def _shared(expected: Expectation, pool: Integers) -> Floats:
    """Return what each two sentences of a pool have in common: float64, 0 on the diagonal."""
    grams = expected.grams
    place = np.full(len(grams.sizes), -1)
    place[pool] = np.arange(len(pool))
    places = place[grams.rows]
    said = np.flatnonzero((grams.sentences[grams.entries] > 1) & (places >= 0))
    entries = grams.entries[said]
    new = changes(entries)
    holds = np.zeros((len(pool), int(np.count_nonzero(new))))
    holds[places[said], np.cumsum(new) - 1] = 1
    common: Floats = (holds * expected.chances[entries[new]]) @ holds.T
    np.fill_diagonal(common, 0)
    return common
