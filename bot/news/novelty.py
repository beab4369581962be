"""Whether a sentence says something that somebody was not told yet. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.stems import words

# So much of its words a sentence may share with what is known.
_KNOWN_SHARE = 0.5
# Shorter words are mostly those that every sentence has.
_SHORTEST = 4
# The beginnings of words stand for their stems: near enough to compare by, and in any language.
_STEM = 5


class Known:
    """The words that somebody has read of a story."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take titles and sentences that are known."""
        self._words = frozenset[str]().union(*map(_stems, texts))

    def news(self, sentence: str) -> str:
        """The sentence when at least half of its words are new, which are known from now on.

        "" for one that repeats what is known, or says nothing.
        """
        stems = _stems(sentence)
        if len(stems & self._words) > _KNOWN_SHARE * len(stems) or not stems:
            return ""
        self._words |= stems
        return sentence


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(text) if len(word) >= _SHORTEST)
