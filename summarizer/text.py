"""Text into sentences with their offsets: any text, whatever its marks and its layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from summarizer.boundaries import boundaries
from summarizer.language import detect
from summarizer.model import Sentence

# Longer units are no sentences to read; they come from text without marks.
LONGEST = 1_000
_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
# From this length on a line may have been wrapped by a mail program or an editor.
_WRAPPED = 50
_END_MARKS = frozenset(".!?…。！？｡؟۔।॥։።")
_CLOSING = "\"'”’»›)]」』】）"


def split_sentences(text: str, language: str | None = None) -> tuple[Sentence, ...]:
    """Split a text into all its sentences, in order; `text[s.start:s.end] == s.text`.

    `language` is an ISO 639-1 code, detected when not given. No sentence is blank, crosses a
    paragraph or is longer than LONGEST characters. Units without a letter or digit, such as
    "* * *", are left out unless there is nothing else. Never raises, whatever the text.
    """
    units = tuple(iterate_sentences(text, language or detect(text)))
    return tuple(unit for unit in units if has_word(unit.text)) or units


def iterate_sentences(text: str, language: str) -> Iterator[Sentence]:
    """Yield the units of `split_sentences` one by one: who needs a few does not split them all."""
    for start, end in _paragraphs(text):
        inner = (start + at for at in boundaries(text[start:end], language))
        for first, last in pairwise(chain((start,), inner, (end,))):
            yield from _units(text, first, last)


def has_word(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(map(str.isalnum, text))


def ends_sentence(text: str) -> bool:
    """Whether its last character is an end mark, closing quotes and brackets aside."""
    return text.rstrip(_CLOSING)[-1:] in _END_MARKS


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the [start, end) of each paragraph: a line, or several if they were wrapped."""
    start = line = 0
    for line_break in _LINE_BREAK.finditer(text):
        if not _is_wrap(text, line, line_break):
            yield _trimmed(text, start, line_break.start())
            start = line_break.end()
        line = line_break.end()
    yield _trimmed(text, start, len(text))


def _is_wrap(text: str, line: int, line_break: re.Match[str]) -> bool:
    """Whether a sentence goes on over a line break: a long line, no end mark, a small letter."""
    return (
        line_break.start() - line >= _WRAPPED
        and line_break[0].count("\n") <= 1
        and text[line_break.end() : line_break.end() + 1].islower()
        and not ends_sentence(text[line : line_break.start()].rstrip())
    )


def _units(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield [start, end) trimmed, broken at spaces (else anywhere) where it is too long."""
    start, end = _trimmed(text, start, end)
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST + 1)
        at = space if space > start else start + LONGEST
        first, last = _trimmed(text, start, at)
        yield Sentence(text=text[first:last], start=first, end=last)
        start, end = _trimmed(text, at, end)
    if start < end:
        yield Sentence(text=text[start:end], start=start, end=end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
