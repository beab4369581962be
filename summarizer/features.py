"""What the ranker sees of a sentence: numbers that mean the same in every language.

Only differences between the sentences of one document count (the ranker is linear), so no feature
is centred or scaled here. Words of a language appear through `cues` alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from summarizer.analysis import Analysis, Floats, centrality
from summarizer.cues import surface

_SHORT, _LONG = 8, 40
# An average sentence of news has some twenty words.
_USUAL = 20.0
_TOP_TERMS = 10
_LEAD, _REST = 3, 5
_TINY = 1e-9
# What a lead looks like says how far to trust it: some texts begin with the news, some do not.
_OF_THE_LEAD = (
    *("log_words", "later", "names", "news_centrality", "like_rest", "pronoun", "says"),
    *("numbers", "average_frequency", "opener", "top_terms", "commas"),
)

Asked: TypeAlias = Callable[[str], bool]


def features(analysis: Analysis, names: tuple[str, ...] | None = None) -> dict[str, Floats]:
    """Measure all sentences: float64 arrays by name, one number per sentence. At least one.

    `names` are those that somebody will read: what takes long and is not among them is left out.
    """
    asked = _asked(names)
    found = _position(len(analysis.sentences)) | _length(analysis) | _central(analysis, asked)
    found |= _terms(analysis) | _title(analysis) | surface(analysis, asked)
    found |= _neighbours(found)
    return found | _lead(found, asked)


@lru_cache(maxsize=8)
def _asked(names: tuple[str, ...] | None) -> Asked:
    """Tell of a feature whether it is named, or a part of one that is; all are without names."""
    if names is None:
        return lambda _name: True
    return frozenset(part for name in names for part in (name, *name.split("×"))).__contains__


def matrix(found: Mapping[str, Floats], names: tuple[str, ...]) -> Floats:
    """Stack features by name: float64, sentences by names."""
    return np.array([found[name] for name in names]).T


@lru_cache(maxsize=64)
def _position(count: int) -> dict[str, Floats]:
    at = np.arange(count, dtype=np.float64)
    relative, logarithm = at / max(count - 1, 1), np.log1p(at)
    places = ("first", "second", "third", "fourth", "fifth")
    return {
        **{name: (at == index).astype(np.float64) for index, name in enumerate(places)},
        "last": (at == count - 1).astype(np.float64),
        "reciprocal": 1 / (1 + at),
        "log_position": logarithm,
        "log_position_squared": logarithm**2,
        "log_position_by_length": logarithm * np.log(count),
        "relative": relative,
        "relative_squared": relative**2,
        "decay_fast": np.exp(-at / 3),
        "decay_slow": np.exp(-at / 8),
    }


def _length(analysis: Analysis) -> dict[str, Floats]:
    length = analysis.lengths.astype(np.float64)
    logarithm = np.log1p(length)
    return {
        "words": length / _USUAL,
        "log_words": logarithm,
        "log_words_squared": logarithm**2,
        "short": (length < _SHORT).astype(np.float64),
        "under_12": (length < 12).astype(np.float64),  # noqa: PLR2004  # named so
        "over_30": (length > 30).astype(np.float64),  # noqa: PLR2004  # named so
        "long": (length > _LONG).astype(np.float64),
        "content": analysis.sizes / np.maximum(length, 1),
    }


def _central(analysis: Analysis, asked: Asked) -> dict[str, Floats]:
    """Measure likeness to the rest, to the start, and by walks that begin anew near the start."""
    at = np.arange(len(analysis.sentences), dtype=np.float64)
    everywhere = analysis.central
    early, halving = 1 / (1 + at), 0.5 ** np.minimum(at, 50) + 1e-3
    walks = {"news_centrality": (early, 0.1), "lead_centrality": (halving, 0.05)}
    # Like which sentences, by what they weigh; of itself none is told that it is like itself.
    likenesses = {
        "like_all": (np.ones(len(at)), at >= 0),
        "like_first": (at == 0, at > 0),
        "like_first_three": (at < _LEAD, at >= _LEAD),
        "like_early": (early, at >= 0),
        "like_rest": (at >= _REST, at >= 0),
    }
    return {
        "centrality": everywhere,
        "log_centrality": np.log(everywhere + 0.1),
        **{
            name: np.log(centrality(analysis, prior) + least)
            for name, (prior, least) in walks.items()
            if asked(name)
        },
        **{
            name: _likeness(analysis, which) * told
            for name, (which, told) in likenesses.items()
            if asked(name)
        },
    }


def _likeness(analysis: Analysis, which: Floats) -> Floats:
    """Measure the cosine of each sentence to some of them together, weighed."""
    centroid = analysis.transposed_times(which)
    return analysis.times(centroid) / max(math.sqrt(centroid @ centroid), _TINY)


def _terms(analysis: Analysis) -> dict[str, Floats]:
    """Measure how frequent, how shared and how new the terms are: SumBasic and its kin."""
    rows, terms = analysis.rows, analysis.indices
    size, count = len(analysis.vocabulary), len(analysis.sentences)
    distinct = np.maximum(analysis.sizes, 1)
    frequency = np.bincount(terms, analysis.counts, minlength=size).astype(np.float64)
    shared = (analysis.frequencies > 1).astype(np.float64)
    first, last = np.full(size, count), np.full(size, -1)
    first[terms[::-1]] = rows[::-1]
    last[terms] = rows
    top = np.zeros(size)
    top[np.argsort(-(frequency * shared), kind="stable")[:_TOP_TERMS]] = 1

    def total(per_entry: Floats) -> Floats:
        return np.bincount(rows, per_entry, minlength=count).astype(np.float64)

    log_frequency = total(np.log(frequency[terms]).astype(np.float64))
    new, again = first[terms] == rows, last[terms] > rows
    return {
        "average_frequency": 20 * total(frequency[terms]) / distinct / max(frequency.sum(), 1.0),
        "log_frequency": log_frequency / 10,
        "average_log_frequency": log_frequency / distinct,
        "shared": total(shared[terms]) / distinct,
        "shared_terms": total(shared[terms]) / 10,
        "top_terms": total(top[terms]),
        "new": total(new.astype(np.float64)) / distinct,
        "introduces": total((new & again).astype(np.float64)) / distinct,
        "later": total(again.astype(np.float64)) / distinct,
    }


def _title(analysis: Analysis) -> dict[str, Floats]:
    """Measure what a sentence shares with the title; 0 without one."""
    if not len(analysis.title):
        nothing = np.zeros(len(analysis.sentences))
        return dict.fromkeys(("title_recall", "title_cosine", "title_terms"), nothing)
    named = np.zeros(len(analysis.vocabulary))
    named[analysis.title] = 1
    weight = named * analysis.idf
    count = len(analysis.sentences)
    hits = np.bincount(analysis.rows, named[analysis.indices], minlength=count)
    recalled = np.bincount(analysis.rows, weight[analysis.indices], minlength=count)
    return {
        "title_recall": recalled / max(float(weight.sum()), _TINY),
        "title_cosine": analysis.times(weight) / max(math.sqrt(weight @ weight), _TINY),
        "title_terms": np.sqrt(hits),
    }


def _neighbours(found: Mapping[str, Floats]) -> dict[str, Floats]:
    def before(name: str) -> Floats:
        return np.concatenate(([0.0], found[name][:-1]))

    return {
        "centrality_before": before("log_centrality"),
        **({"quote_before": before("opens_with_quote")} if "opens_with_quote" in found else {}),
        "words_before": before("log_words"),
    }


def _lead(found: Mapping[str, Floats], asked: Asked) -> dict[str, Floats]:
    """Cross what stands first, or early, with what the first sentence and the text look like."""
    lengths = found["log_words"]
    traits = {name: float(found[name][0]) for name in _OF_THE_LEAD if name in found}
    traits["text"] = float(np.log(len(lengths)))
    traits["usual_words"] = float(lengths.mean())
    if asked("uneven"):
        traits["uneven"] = float(lengths.std())
    return {
        cross: found[place] * value
        for place in ("first", "decay_fast")
        for trait, value in traits.items()
        if asked(cross := f"{place}×{trait}")
    }
