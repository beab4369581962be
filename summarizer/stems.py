"""Stems: what the inflected forms of one word have in common, for search, topics and ranking.

English, German, French, Spanish, Polish and Russian are stemmed by Snowball
(https://snowballstem.org), Belarusian and Ukrainian by `endings`; a word of any other language
is its own stem.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol

from summarizer import endings
from summarizer.tokens import fold, word_spans, words

__all__ = ["fold", "stem", "stem_variants", "word_spans", "words"]

_SNOWBALL = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "pl": "polish",
    "ru": "russian",
}
# Endings that Snowball would misread. The -сь of Русь and Беларусь is no reflexive verb's; the
# Polish genitive plural -ów has lost its accent in folding.
_REWRITTEN = {"ru": ("русь", "руси"), "pl": ("ow", "ów")}
_LATIN = ("en", "de", "fr", "es", "pl")
_CYRILLIC = ("ru", "be", "uk")
_CYRILLIC_LETTER = re.compile("[а-яёіў]")
_LATIN_LETTER = re.compile("[a-z]")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # PyStemmer's own name


@lru_cache(maxsize=len(_SNOWBALL))
def _snowball(language: str) -> _Stemmer:
    from Stemmer import Stemmer

    # The memory is ours (below), bounded over all languages.
    stemmer: _Stemmer = Stemmer(_SNOWBALL[language], 0)
    return stemmer


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word under a language (an ISO 639-1 code, any is allowed)."""
    if language in endings.LANGUAGES:
        return endings.strip(word, language) if word else word
    if language not in _SNOWBALL:
        return word
    misread, rewritten = _REWRITTEN.get(language, ("", ""))
    if misread and word.endswith(misread):
        word = word.removesuffix(misread) + rewritten
    return _snowball(language).stemWord(word)


def stem_variants(word: str) -> tuple[str, ...]:
    """Return the distinct stems that a query word of unknown language may be indexed under.

    The word (folded here) is stemmed under every language that its script allows; the folded word
    itself comes last, for texts of a language without stemmer. () for a word with no letter and
    no digit.
    """
    word = fold(word)
    if not word:
        return ()
    languages: tuple[str, ...] = ()
    if _CYRILLIC_LETTER.search(word):
        languages = _CYRILLIC
    elif _LATIN_LETTER.search(word):
        languages = _LATIN
    return tuple(dict.fromkeys([*(stem(word, language) for language in languages), word]))
