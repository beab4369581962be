"""ROUGE (C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", ACL 2004).

Figures for people come from the `rouge-score` package, Google's re-implementation, with stemming;
`Gains` scores many choices of one document's sentences quickly, for training and the oracle.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

from rouge_score import rouge_scorer
from rouge_score.tokenize import tokenize
from rouge_score.tokenizers import Tokenizer
from Stemmer import Stemmer

Gram = TypeVar("Gram")

MEASURES = ("rouge1", "rouge2", "rougeLsum")
_WORD = re.compile(r"[^\W_]+")
_STEMMED = {"fr": "french", "ru": "russian"}


class LetterTokenizer(Tokenizer):  # type: ignore[misc]  # rouge-score ships no types
    """Keeps the letters of all alphabets, where rouge-score's own knows a to z; Snowball stems."""

    def __init__(self, language: str) -> None:
        self._stem = Stemmer(_STEMMED[language]).stemWords if language in _STEMMED else list

    def tokenize(self, text: str) -> list[str]:
        stems: list[str] = self._stem(_WORD.findall(text.lower()))
        return stems


class PorterTokenizer(Tokenizer):  # type: ignore[misc]  # as above
    """rouge-score's own, with a memory for stems: the figures are the same."""

    def __init__(self) -> None:
        from nltk.stem import porter

        self._stemmer = porter.PorterStemmer()
        self._stem = cache(self._stemmer.stem)

    def tokenize(self, text: str) -> list[str]:
        plain: list[str] = tokenize(text, None)
        return [self._stem(word) if len(word) > 3 else word for word in plain]


@lru_cache
def tokenizer(language: str) -> Tokenizer:
    """Return the tokenizer by which texts of a language are scored."""
    return PorterTokenizer() if language == "en" else LetterTokenizer(language)


def score(summary: Sequence[str], reference: str, language: str) -> tuple[float, float, float]:
    """Return ROUGE-1, ROUGE-2 and ROUGE-Lsum F1, × 100; sentences are lines for the last."""
    results = _scorer(language).score(reference, "\n".join(summary))
    return tuple(100 * results[name].fmeasure for name in MEASURES)


@lru_cache
def _scorer(language: str) -> rouge_scorer.RougeScorer:
    return rouge_scorer.RougeScorer(list(MEASURES), tokenizer=tokenizer(language))


@dataclass(frozen=True)
class Grams:
    """How often each word and each pair of words stands in a text."""

    words: Counter[str]
    pairs: Counter[tuple[str, str]]

    @classmethod
    def of(cls, tokens: Sequence[str]) -> Grams:
        """Count tokens."""
        return cls(Counter(tokens), Counter(pairwise(tokens)))


def f1(found: Counter[Gram], reference: Counter[Gram]) -> float:
    """Return the F1 of two bags, 0 to 1."""
    common = (found & reference).total()
    return 2 * common / (found.total() + reference.total()) if common else 0.0


def quick(tokens: Iterable[Sequence[str]], reference: Grams) -> float:
    """Return the mean of ROUGE-1 and ROUGE-2 F1 (0 to 1) of sentences one after another."""
    grams = Grams.of([token for sentence in tokens for token in sentence])
    return (f1(grams.words, reference.words) + f1(grams.pairs, reference.pairs)) / 2
