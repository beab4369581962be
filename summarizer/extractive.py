"""The rankers by name: ours, and those of sumy beside it.

A ranker takes an analysed text and the number of sentences wanted, and answers with the sentences'
indices, best first. That is the whole contract.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from summarizer.stopwords import stop_words

if TYPE_CHECKING:
    from summarizer.analysis import Analysis

__all__ = ["METHODS", "rank", "stop_words"]

_PEERS = ("lexrank", "lsa", "textrank", "luhn", "kl", "reduction", "sumbasic")
METHODS = ("news", "lead", *_PEERS)
# Its word counts put words into small letters again; no order of a set comes into them.
_WANT_STRINGS = ("luhn",)
# Two sentences are exactly as close to each other: there is nothing for a peer to rank by.
_FEWEST_TO_RANK = 3
# Equal ratings come out of the arithmetic a rounding apart, and differently on each machine.
_DIGITS = 6


def rank(analysis: Analysis, count: int, method: str = "news") -> list[int] | None:
    """Order the sentences for a summary of `count` by one of METHODS; None if it cannot tell.

    Raises:
        ValueError: if there is no such method.
    """
    check_method(method)
    if method == "lead":
        return list(range(len(analysis.sentences)))
    if method == "news":
        from summarizer import ranker

        return ranker.rank(analysis, count)
    if len(analysis.sentences) < _FEWEST_TO_RANK:
        return None
    return _peer_rank(analysis, method)


def check_method(method: str) -> None:
    """Raise ValueError if there is no such method."""
    if method not in METHODS:
        raise ValueError(f"no ranker is called {method!r}; there are {', '.join(METHODS)}")


def _peer_rank(analysis: Analysis, method: str) -> list[int] | None:
    """Rank as sumy does. Its LexRank and TextRank take time and memory by the square."""
    import warnings

    import numpy as np

    ratings: list[float] = [0.0] * len(analysis.sentences)

    def keep_all(infos: list[Any]) -> list[Any]:
        for info in infos:
            ratings[info.order] = float(info.rating)
        return infos

    # Sentences that share no word leave sumy a matrix of zeros, and it divides by its norm.
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _peer(method)(_document(analysis, str if method in _WANT_STRINGS else int), keep_all)
        except (ValueError, ZeroDivisionError, np.linalg.LinAlgError):
            return None
    if not all(map(math.isfinite, ratings)):
        return None
    return sorted(range(len(ratings)), key=lambda index: (-round(ratings[index], _DIGITS), index))


def _document(analysis: Analysis, word: type[int | str]) -> Any:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    terms = _Terms(analysis, word)
    sentences = [Sentence(str(at), terms) for at in range(len(analysis.sentences))]
    return ObjectDocumentModel([Paragraph(sentences)])


class _Terms:
    """A tokenizer for sumy, whose sentences are numbers and whose words are our terms' numbers.

    sumy adds up floats in the order of a set of words. The order of strings in a set changes from
    run to run, and with it the last digit of the sums; that of small numbers does not.
    """

    def __init__(self, analysis: Analysis, word: type[int | str]) -> None:
        self._analysis = analysis
        self._word = word

    def to_words(self, sentence: str) -> list[int | str]:
        at = int(sentence)
        row = slice(self._analysis.indptr[at], self._analysis.indptr[at + 1])
        counts = self._analysis.counts[row].astype(int)
        return [self._word(term) for term in self._analysis.indices[row].repeat(counts)]


@lru_cache(maxsize=len(_PEERS))
def _peer(method: str) -> Any:
    base: Any = _sumys(method)

    class Peer(base):  # type: ignore[misc]  # sumy ships no types
        """sumy's, over words that are stemmed and sifted already."""

        def normalize_word(self, word: int | str) -> int | str:
            return word

        def stem_word(self, word: int | str) -> int | str:
            return word

        def _to_words_set(self, sentence: Any) -> Any:
            return sentence.words

    return Peer()


def _sumys(method: str) -> Any:
    """The class of sumy that goes by that name."""
    from sumy.summarizers import kl, lex_rank, lsa, luhn, reduction, sum_basic, text_rank

    return {
        "lexrank": lex_rank.LexRankSummarizer,
        "lsa": lsa.LsaSummarizer,
        "textrank": text_rank.TextRankSummarizer,
        "luhn": luhn.LuhnSummarizer,
        "kl": kl.KLSummarizer,
        "reduction": reduction.ReductionSummarizer,
        "sumbasic": sum_basic.SumBasicSummarizer,
    }[method]
