"""How long a summary may be: in sentences, in words, or in the time that reading takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Adults read some 240 words of English a minute (M. Brysbaert, "How many words do we read per
# minute?", Journal of Memory and Language 109, 2019); on a telephone, in other languages, fewer.
_WORDS_A_MINUTE = 200
# What a sentence of news takes on average, function words included.
_WORDS_A_SENTENCE = 22
USUAL_WORDS = 120
"""Those of a summary of several documents."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """At most so many sentences, or, where `words` is not None, at most so many words."""

    sentences: int
    words: int | None

    @classmethod
    def of(cls, sentences: int, words: int | None, seconds: float | None) -> Length:
        """Build from what a caller may ask for; the tighter of `words` and `seconds` holds.

        Raises:
            ValueError: if one of them is too small for any summary, or not a number.
        """
        if sentences < 1:
            raise ValueError(f"a summary has at least 1 sentence, not {sentences}")
        if words is not None and words < 1:
            raise ValueError(f"a summary has at least 1 word, not {words}")
        if seconds is not None:
            if not 0 < seconds < float("inf"):
                raise ValueError(f"a summary takes some time to read, not {seconds} seconds")
            readable = max(1, int(seconds * _WORDS_A_MINUTE / 60))
            words = readable if words is None else min(words, readable)
        return cls(sentences=sentences, words=words)

    @property
    def likely_sentences(self) -> int:
        """About how many sentences such a summary will have, at least 1."""
        if self.words is None:
            return self.sentences
        return max(1, round(self.words / _WORDS_A_SENTENCE))

    def fill(self, ranking: Sequence[int], lengths: Sequence[int]) -> list[int]:
        """Take the best that fit: indices of sentences; `lengths` are in words, by index.

        [] if a budget of words is too small for any.
        """
        if self.words is None:
            return list(ranking[: self.sentences])
        chosen, left = [], self.words
        for at in ranking:
            if lengths[at] <= left:
                chosen.append(at)
                left -= lengths[at]
        return chosen


def check_budget(words: int) -> None:
    """Raise ValueError if no summary can have so few words."""
    if words < 1:
        raise ValueError(f"a summary has at least 1 word, not {words}")
