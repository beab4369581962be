"""Other summarizers, each as its own documentation uses it, on sentences that we split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec

from summarizer import Sentence, split_sentences
from summarizer.candidates import gather
from summarizer.extractive import METHODS, rank
from tests.benchmarks.summaries.example import Example

# lede is told how many characters it may give: what our sentences take on average.
_CHARACTERS = 130


def systems() -> dict[str, Callable[[Example], list[str]]]:
    """Return every peer by name: an example in, its summary's sentences out."""
    found: dict[str, Callable[[Example], list[str]]] = {
        "Lead": _lead,
        "Lead, cleaned": _cleaned_lead,
    }
    for method in METHODS:
        if method not in ("news", "lead"):
            found[f"sumy {method}"] = partial(_sumy, method)
    if find_spec("summa"):
        found["summa TextRank"] = _summa
    if find_spec("lede"):
        found["lede"] = _lede
    return found


def missing() -> list[str]:
    """Name the peers that are not installed."""
    return [name for name in ("summa", "lede") if not find_spec(name)]


def raw_sentences(example: Example) -> Sequence[Sentence]:
    """Split a text, debris and all."""
    return split_sentences(example.document.text, example.document.language)


def _lead(example: Example) -> list[str]:
    return [sentence.text for sentence in raw_sentences(example)[: example.count]]


def _cleaned_lead(example: Example) -> list[str]:
    document = example.document
    prose = gather(document.text, document.title, document.language).prose()
    return [sentence.text for sentence in prose.sentences[: example.count]]


def _sumy(method: str, example: Example) -> list[str]:
    """Rank all sentences by sumy's method; our stems and stop-words, which it lacks for some."""
    from summarizer.analysis import analyse

    sentences = raw_sentences(example)
    analysis = analyse(sentences, example.document.language)
    order = rank(analysis, example.count, method) or range(len(sentences))
    return [sentences[at].text for at in sorted(order[: example.count])]


def _summa(example: Example) -> list[str]:
    from summa.summarizer import summarize

    names = {"en": "english", "fr": "french", "ru": "russian"}
    lines: list[tuple[str, float]] = summarize(
        example.document.text, ratio=1.0, language=names[example.document.language], scores=True
    )
    order = sorted(range(len(lines)), key=lambda at: (-lines[at][1], at))[: example.count]
    return [lines[at][0] for at in sorted(order)]


def _lede(example: Example) -> list[str]:
    from lede import summarize

    summary: str = summarize(example.document.text, max_length=_CHARACTERS * example.count).summary
    return [sentence.text for sentence in split_sentences(summary, example.document.language)]
