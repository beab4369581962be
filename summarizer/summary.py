"""The entry: a text in, its most telling sentences out. Pure; the answer is always the same."""

from __future__ import annotations

from summarizer.candidates import candidates, is_prose
from summarizer.extractive import lexrank
from summarizer.language import detect
from summarizer.model import Sentence, Summary
from summarizer.tokens import words as words_of

# Names the engine in what is kept: a change that gives other summaries needs another name.
ENGINE = "lexrank-1"

# Two sentences are exactly as close to each other: there is nothing to rank by.
_FEWEST_TO_RANK = 3


def summarize(
    text: str,
    *,
    title: str | None = None,
    language: str | None = None,
    sentences: int = 3,
    words: int | None = None,
) -> Summary:
    """Choose the sentences that tell most of a text; they stand in its order, cut from it as is.

    Args:
        text: the source, of any length and kind; only its beginning is ranked if it is long.
        title: its headline: a first line that repeats it is never chosen.
        language: an ISO 639-1 code; detected when not given.
        sentences: how many to choose at most.
        words: a budget instead: the best sentences that fit in together, at least one.

    Raises:
        ValueError: if `sentences` or `words` is below 1. No text raises.
    """
    check_length(sentences, words)
    code = _primary(language) or detect(text)
    found = candidates(text, title, code)
    if not found:
        return Summary(sentences=(), language=code, method="empty", total=0)
    method, prose, rest = _rank(found, code)
    chosen = (prose + rest)[:sentences] if words is None else _within(words, prose, rest)
    if len(chosen) == len(found):
        method = "whole"
    in_order = tuple(sorted(chosen, key=lambda sentence: sentence.start))
    return Summary(sentences=in_order, language=code, method=method, total=len(found))


def check_length(sentences: int, words: int | None) -> None:
    """Raise ValueError if a summary of this length cannot be."""
    if sentences < 1:
        raise ValueError(f"a summary has at least 1 sentence, not {sentences}")
    if words is not None and words < 1:
        raise ValueError(f"a summary has at least 1 word, not {words}")


def _primary(language: str | None) -> str:
    """Reduce "en-US" to "en"."""
    return (language or "").replace("_", "-").partition("-")[0].strip().lower()


def _rank(found: list[Sentence], language: str) -> tuple[str, list[Sentence], list[Sentence]]:
    """Return the method, the prose from the best sentence on, and what is no prose, in order."""
    prose = [sentence for sentence in found if is_prose(sentence)] or found
    rest = [sentence for sentence in found if sentence not in prose]
    if len(prose) >= _FEWEST_TO_RANK:
        order = lexrank([sentence.text for sentence in prose], language)
        if order is not None:
            return "lexrank", [prose[index] for index in order], rest
    return "lead", prose, rest


def _within(budget: int, prose: list[Sentence], rest: list[Sentence]) -> list[Sentence]:
    """Take the best sentences that fit into a budget of words, else the shortest good one.

    What is no prose fills no gaps: it comes in only when all of the prose is.
    """
    chosen: list[Sentence] = []
    for ranking in (prose, rest):
        for sentence in ranking:
            length = len(words_of(sentence.text))
            if length <= budget:
                chosen.append(sentence)
                budget -= length
        if len(chosen) < len(ranking):
            break
    return chosen or [min(prose, key=lambda sentence: len(words_of(sentence.text)))]
