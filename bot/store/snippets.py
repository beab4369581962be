"""The passage of an article that shows why it was found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from bot.model import Snippet
from summarizer.stems import fold, stem, word_spans

_LENGTH = 160
# So many characters of context come before the first match.
_LEAD = 40
# A match further down is not worth the time that reading so far takes.
_READ = 20_000
_SPACE = re.compile(r"\s")
_GAP = "…"
# Latin with its accents, Greek and Cyrillic: what words of a known initial may begin with.
_ALPHABETS = range(ord("0"), 0x530)

Span = tuple[int, int]


class Highlighter:
    """Finds passages with the words of one search, which are given by their stems."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        # Cutting a whole text into words takes longer than finding its article: by their first
        # two letters, nearly all words are passed over.
        beginnings = sorted({_beginning(stem) for stem in self._stems})
        self._likely = re.compile(rf"(?<![^\W_])(?:{'|'.join(beginnings)})\S*")

    def snippet(self, *, title: str, text: str, language: str) -> Snippet:
        """About 160 characters of `text` with most of the words searched for.

        The words are those of the source, inflected as they are there. Cut ends fall between
        words and show "…"; a line break becomes a space. When only the title matches, it is the
        passage.
        """
        text = text.rstrip()
        found = self._matches(text[:_READ], language)
        if not found:
            spans = tuple(span for span, _ in self._matches(title, language))
            return Snippet(text=_SPACE.sub(" ", title), matches=spans)
        start, end = _window(text, _densest(found))
        lead = _GAP if start else ""
        passage = lead + _SPACE.sub(" ", text[start:end]) + (_GAP if end < len(text) else "")
        shift = start - len(lead)
        spans = tuple((a - shift, b - shift) for (a, b), _ in found if start <= a and b <= end)
        return Snippet(text=passage, matches=spans)

    def _matches(self, text: str, language: str) -> list[tuple[Span, str]]:
        """The matched words, as their characters [start, end) and stems."""
        pieces = ((piece[0], piece.start()) for piece in self._likely.finditer(text))
        found = [match for piece, at in pieces for match in self._among(piece, at, language)]
        # Chinese has no word's beginning to look for, and a decomposed accent hides it.
        return found or list(self._among(text, 0, language))

    def _among(self, text: str, at: int, language: str) -> Iterable[tuple[Span, str]]:
        for word, start, end in word_spans(text):
            if (found := stem(word, language)) in self._stems:
                yield (at + start, at + end), found


def _beginning(stem: str) -> str:
    """A pattern of how words with this stem begin; U.S. and O'Brien have a mark in between."""
    first, second = (_spellings().get(letter, letter) for letter in f"{stem} "[:2])
    # English: "dying" is a form of "die", and a stem of one letter leaves the second open.
    open_end = stem[1:2] in {"", "i", "y"}
    return f"[{re.escape(first)}]" + ("" if open_end else rf"\W?[{re.escape(second)}]")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """The letters that fold to each letter: "еЕёЁ" for "е"."""
    letters: defaultdict[str, str] = defaultdict(str)
    for letter in map(chr, _ALPHABETS):
        letters[fold(letter)[:1]] += letter
    return dict(letters)


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
    return start, start + len(text[start:end].rstrip())


def _after_space(text: str, start: int, end: int) -> int:
    space = _SPACE.search(text, start, end)
    return space.end() if space else end


def _before_space(text: str, start: int, end: int) -> int:
    spaces = list(_SPACE.finditer(text, start, end))
    return spaces[-1].start() if spaces else start
