"""The entry: a text in, its most telling sentences out. Pure; the answer is always the same."""

from __future__ import annotations

from dataclasses import replace

from summarizer.candidates import Candidates, gather
from summarizer.extractive import check_method, rank
from summarizer.language import detect
from summarizer.length import Length
from summarizer.model import Reason, ReasonKind, Sentence, Summary


def summarize(  # noqa: PLR0913  # all but the text are keywords with defaults
    text: str,
    *,
    title: str | None = None,
    language: str | None = None,
    sentences: int = 3,
    words: int | None = None,
    seconds: float | None = None,
    method: str = "news",
) -> Summary:
    """Choose the sentences that tell most of a text; they stand in its order, cut from it as is.

    Args:
        text: the source, of any length and kind; only its beginning is ranked if it is long.
        title: its headline: a first line that repeats it is never chosen.
        language: an ISO 639-1 code; detected when not given.
        sentences: how many to choose at most.
        words: a budget instead: the best sentences that fit in together. If none does, the
            shortest good one stands alone, and `Summary.over_budget` says so.
        seconds: the same budget as the time that reading takes.
        method: "news", "lead" or one of sumy's: `extractive.METHODS`.

    Raises:
        ValueError: if `sentences` or `words` is below 1, `seconds` is not above 0, or there is no
            such method. No text raises.
    """
    length = Length.of(sentences, words, seconds)
    check_method(method)
    code = _primary(language) or detect(text)
    found = gather(text, title, code)
    total = len(found.sentences)
    if not total:
        return Summary(sentences=(), language=code, method="empty", total=0)
    used, chosen, over = _choose(found, length, title, code, method)
    if len(chosen) == total:
        used = "whole"
    in_order = tuple(sorted(chosen, key=lambda sentence: sentence.start))
    return Summary(sentences=in_order, language=code, method=used, total=total, over_budget=over)


def _primary(language: str | None) -> str:
    """Reduce "en-US" to "en"."""
    return (language or "").replace("_", "-").partition("-")[0].strip().lower()


def _choose(
    found: Candidates, length: Length, title: str | None, language: str, method: str
) -> tuple[str, list[Sentence], bool]:
    """Return the method used, the chosen sentences, and whether they exceed the length."""
    from summarizer.analysis import analyse
    from summarizer.reasons import explain

    prose = found.prose()
    analysis = analyse(prose.sentences, language, title=title, words=prose.words)
    ranking = rank(analysis, length.likely_sentences, method)
    if ranking is None:
        method, ranking = "lead", list(range(len(prose.sentences)))
    lengths = [len(tokens) for tokens in prose.words]
    filled = length.fill(ranking, lengths)
    over = not filled
    best = filled or [min(ranking, key=lengths.__getitem__)]
    reasons = explain(analysis, best)
    chosen = [replace(prose.sentences[at], reasons=reasons[at]) for at in best]
    return method, chosen + _rest(found, prose, length, chosen), over


def _rest(
    found: Candidates, prose: Candidates, length: Length, chosen: list[Sentence]
) -> list[Sentence]:
    """Add what is no prose, in order: it fills no gaps, it comes in only when all prose is."""
    if len(chosen) < len(prose.sentences):
        return []
    known = {sentence.start for sentence in prose.sentences}
    rest = [at for at, each in enumerate(found.sentences) if each.start not in known]
    used = sum(len(tokens) for tokens in prose.words)
    left = Length(
        sentences=length.sentences - len(chosen),
        words=None if length.words is None else length.words - used,
    )
    return [
        replace(found.sentences[at], reasons=(Reason(kind=ReasonKind.POSITION, value=at + 1),))
        for at in left.fill(rest, [len(tokens) for tokens in found.words])
    ]
