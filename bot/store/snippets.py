"""The passage of an article that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.model import Snippet
from summarizer.stems import stem, word_spans

_LENGTH = 160
# So many characters of context come before the first match.
_LEAD = 40
# A match further down is not worth the time that reading so far takes.
_READ = 20_000
_SPACE = re.compile(r"\s")
_GAP = "…"

Span = tuple[int, int]


def snippet(*, title: str, text: str, language: str, stems: Collection[str]) -> Snippet:
    """About 160 characters of `text` with most of the words that have one of `stems`.

    The words are those of the source, inflected as they are there. Cut ends fall between words
    and show "…"; a line break becomes a space. When only the title matches, it is the passage.
    """
    found = _matches(text[:_READ], language, stems)
    if not found:
        in_title = _matches(title, language, stems)
        return Snippet(text=_SPACE.sub(" ", title), matches=tuple(span for span, _ in in_title))
    start, end = _window(text, _densest(found))
    lead = _GAP if start else ""
    passage = lead + _SPACE.sub(" ", text[start:end]) + (_GAP if end < len(text) else "")
    shift = start - len(lead)
    return Snippet(
        text=passage,
        matches=tuple((a - shift, b - shift) for (a, b), _ in found if start <= a and b <= end),
    )


def _matches(text: str, language: str, stems: Collection[str]) -> list[tuple[Span, str]]:
    # Comparing first letters is quick and spares nearly every word its stem.
    initials = {wanted[0] for wanted in stems}
    return [
        ((start, end), found)
        for word, start, end in word_spans(text)
        if word[0] in initials and (found := stem(word, language)) in stems
    ]


def _densest(found: list[tuple[Span, str]]) -> Span:
    """The first match of the passage that holds the most different words."""

    def variety(span: Span) -> int:
        last = span[0] + _LENGTH - _LEAD
        return len({word for (start, end), word in found if span[0] <= start and end <= last})

    return max((span for span, _ in found), key=variety)


def _window(text: str, match: Span) -> Span:
    """The bounds of a passage around a match, moved inwards to the next spaces."""
    start = max(0, match[0] - _LEAD)
    if start:
        start = _after_space(text, start - 1, match[0])
    end = min(len(text), max(start + _LENGTH, match[1]))
    if end < len(text) and not text[end].isspace():
        end = _before_space(text, match[1], end)
    while end > match[1] and text[end - 1].isspace():
        end -= 1
    return start, end


def _after_space(text: str, start: int, end: int) -> int:
    space = _SPACE.search(text, start, end)
    return space.end() if space else end


def _before_space(text: str, start: int, end: int) -> int:
    spaces = list(_SPACE.finditer(text, start, end))
    return spaces[-1].start() if spaces else start
