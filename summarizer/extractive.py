"""The rankers: which sentences of a text tell most. The only module that knows sumy.

A ranker takes the words of each sentence and answers with the sentences' indices, best first.
That is the whole contract: a better one stands beside LexRank here and is named in `summary`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from summarizer.stems import stem
from summarizer.tokens import fold, words

# sumy names its lists in English.
_SUMY_LISTS = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "he": "hebrew",
    "pl": "polish",
    "pt": "portuguese",
}
# Equal ratings come out of the arithmetic a rounding apart, and differently on each machine.
_DIGITS = 6


def lexrank(sentences: Sequence[str], language: str) -> list[int] | None:
    """Rank by LexRank: the indices of the sentences, best first; None if they cannot be ranked.

    G. Erkan and D. Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text
    Summarization", JAIR 22 (2004), as sumy has it. Time and memory grow with the square of the
    number of sentences: the caller bounds it. Sentences of equal rating keep their order.
    """
    import numpy as np

    ratings: list[float] = [0.0] * len(sentences)

    def keep_all(infos: list[Any]) -> list[Any]:
        for info in infos:
            ratings[info.order] = float(info.rating)
        return infos

    # Sentences that share no word leave sumy a matrix of zeros, and it divides by its norm.
    with np.errstate(all="ignore"):
        _summarizer()(_document(sentences, language), keep_all)
    if not all(map(math.isfinite, ratings)):
        return None
    return sorted(range(len(ratings)), key=lambda index: (-round(ratings[index], _DIGITS), index))


def _document(sentences: Sequence[str], language: str) -> Any:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    tokenizer = _Tokenizer(language)
    return ObjectDocumentModel([Paragraph([Sentence(text, tokenizer) for text in sentences])])


class _Tokenizer:
    """Words for sumy: the stems of a sentence without stop-words, each as a number.

    sumy adds up floats in the order of a set of words. The order of strings in a set changes from
    run to run, and with it the last digit of the sums; that of small numbers does not.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._stop_words = stop_words(language)
        self._numbers: dict[str, int] = {}

    def to_words(self, sentence: str) -> list[int]:
        stems = (
            stem(word, self._language) for word in words(sentence) if word not in self._stop_words
        )
        return [self._numbers.setdefault(each, len(self._numbers)) for each in stems]


@lru_cache(maxsize=1)
def _summarizer() -> Any:
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class LexRank(LexRankSummarizer):  # type: ignore[misc]  # sumy ships no types
        """sumy's, over words that are stemmed and sifted already."""

        def _to_words_set(self, sentence: Any) -> Any:
            return sentence.words

    return LexRank()


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """Return the folded function words of a language; none for one without a list."""
    own = tomllib.loads(files("summarizer").joinpath("stopwords.toml").read_text("utf-8"))
    if language in own:
        return frozenset(map(fold, own[language].split()))
    if language not in _SUMY_LISTS:
        return frozenset()
    from sumy.utils import get_stop_words

    # "don't" is one word of ours and two of some lists: the parts of each entry count as well.
    entries = get_stop_words(_SUMY_LISTS[language])
    return frozenset(word for entry in entries for word in words(entry))
