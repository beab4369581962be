"""The joint choice: good sentences that do not say the same."""

from __future__ import annotations

import numpy as np

from summarizer.analysis import Analysis, Floats


def diverse(analysis: Analysis, ratings: Floats, count: int, redundancy: float) -> list[int]:
    """Order sentences, best first: the first `count` so that they differ, the others as rated.

    Maximal marginal relevance (J. Carbonell and J. Goldstein, SIGIR 1998): each next one is best
    by its rating less `redundancy` times its greatest cosine to those before it. Equals keep
    their order.
    """
    likeness = np.zeros(len(ratings))
    left = ratings.copy()
    chosen: list[int] = []
    for _ in range(min(count, len(ratings))):
        if chosen:
            likeness = np.maximum(likeness, _cosines(analysis, chosen[-1]))
        best = int(np.argmax(left - redundancy * likeness))
        chosen.append(best)
        left[best] = -np.inf
    return chosen + [int(at) for at in np.argsort(-left, kind="stable")[: len(left) - len(chosen)]]


def _cosines(analysis: Analysis, sentence: int) -> Floats:
    """Return the cosine of every sentence to one of them: float64."""
    row = slice(analysis.indptr[sentence], analysis.indptr[sentence + 1])
    by_term = np.zeros(len(analysis.vocabulary))
    by_term[analysis.indices[row]] = analysis.weights[row]
    return analysis.times(by_term)
