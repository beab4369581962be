"""Terms: the stems of the words that say what a text is about, looked up faster than made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from summarizer.stems import stem
from summarizer.stopwords import stop_words

# So many words of a language are remembered, unless they are longer than words are (characters).
_MOST_WORDS = 30_000
_LONGEST_KEPT = 40


class _Terms(dict[str, str]):
    """What `terms` returns; it fills itself, and begins anew when it is full."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._left_out = stop_words(language)

    def __missing__(self, word: str) -> str:
        term = "" if word in self._left_out else stem(word, self._language)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = term
        return term


@lru_cache(maxsize=8)
def terms(language: str) -> Mapping[str, str]:
    """Return the term of each folded word of a language; "" for its function words."""
    return _Terms(language)
