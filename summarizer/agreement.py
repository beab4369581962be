"""Where several reports give different numbers for the same thing: "12 people" and "15 people".

A claim is a number and the word it counts. Two claims of different documents are about one thing
when they count the same word, what each says next about it the other says too, and half of the
words around them are the same. Reports of which one gives both numbers do not differ: it knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from summarizer.figures import numbers
from summarizer.joint import Difference, Figure
from summarizer.model import Sentence
from summarizer.stems import stem
from summarizer.stopwords import stop_words
from summarizer.tokens import word_spans

# So many words each side of a figure say what it is about.
_REACH = 8
_FEWEST_COMMON = 2
_COMMON = 0.5
# A year counts nothing, whatever word follows it.
_YEARS = range(1900, 2101)
# From here on people round: 100 may be 104, but 10 is not 12.
_ROUNDED = 100
# Claims of one word are compared all with all: there are never so many in news.
_MOST = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claim:
    """A figure, the stem it counts as and the word that was, what is said next, all around."""

    figure: Figure
    counted: str
    word: str
    nearest: str
    around: frozenset[str]


def differences(sentences: Sequence[Sentence], language: str) -> tuple[Difference, ...]:
    """Find what documents give different numbers for, in the order of the sentences.

    `sentences` are those of all documents, each with its `document`.
    """
    by_word: dict[str, list[_Claim]] = {}
    for sentence in sentences:
        for claim in _claims(sentence, language):
            by_word.setdefault(claim.counted, []).append(claim)
    found = [_difference(group) for claims in by_word.values() for group in _groups(claims[:_MOST])]
    return tuple(sorted(found, key=lambda each: (each.figures[0].document, each.figures[0].start)))


def _claims(sentence: Sentence, language: str) -> Iterator[_Claim]:
    """Yield the numbers of a sentence that count a word which follows them."""
    spans = word_spans(sentence.text)
    left_out = stop_words(language)
    told = [span for span in spans if span[0] not in left_out]
    stems = [stem(word, language) for word, _start, _end in told]
    for number in numbers(sentence.text, language):
        after = next((at for at, span in enumerate(told) if span[1] >= number.end), None)
        if after is None or number.value in _YEARS or not stems[after].isalpha():
            continue
        if sentence.text[number.end : told[after][1]].strip():
            continue
        before = sum(span[1] < number.start for span in told)
        following = stems[after + 1 : after + 1 + _REACH]
        preceding = stems[max(before - _REACH, 0) : before]
        yield _Claim(
            figure=_figure(sentence, number.value, number.start, number.end),
            counted=stems[after],
            word=sentence.text[told[after][1] : told[after][2]],
            nearest=next(iter([*following, *reversed(preceding)]), ""),
            around=frozenset((*following, *preceding)),
        )


def _figure(sentence: Sentence, value: Decimal, start: int, end: int) -> Figure:
    return Figure(
        value=value,
        text=sentence.text[start:end],
        document=sentence.document,
        start=sentence.start + start,
        end=sentence.start + end,
    )


def _groups(claims: Sequence[_Claim]) -> list[list[_Claim]]:
    """Gather the claims of one counted word that differ about one thing, in their order."""
    given = {(claim.figure.document, claim.figure.value) for claim in claims}
    group = list(range(len(claims)))
    for first, second in combinations(range(len(claims)), 2):
        if _differ(claims[first], claims[second], given):
            joined, left = group[first], group[second]
            group = [joined if number == left else number for number in group]
    sets = [[c for c, n in zip(claims, group, strict=True) if n == each] for each in set(group)]
    return [each for each in sets if len(each) > 1]


def _differ(one: _Claim, other: _Claim, given: set[tuple[int, Decimal]]) -> bool:
    """Whether two claims give different numbers for one thing, and neither document gives both."""
    a, b = one.figure, other.figure
    known = (a.document, b.value) in given or (b.document, a.value) in given
    if a.document == b.document or known or _agree(a.value, b.value):
        return False
    common = len(one.around & other.around)
    smaller = min(len(one.around), len(other.around))
    return (
        common >= max(_FEWEST_COMMON, _COMMON * smaller)
        and one.nearest in other.around
        and other.nearest in one.around
    )


def _agree(one: Decimal, other: Decimal) -> bool:
    """Whether one number may be the other, rounded."""
    rounded, exact = sorted((one, other), key=lambda number: len(number.normalize().as_tuple()[1]))
    if min(rounded, exact) < _ROUNDED:
        return one == other
    step = Decimal(1).scaleb(int(rounded.normalize().as_tuple().exponent))
    return abs(rounded - exact) < step


def _difference(claims: Sequence[_Claim]) -> Difference:
    figures: dict[int, Figure] = {}
    for claim in claims:
        figures.setdefault(claim.figure.document, claim.figure)
    return Difference(about=claims[0].word, figures=tuple(figures.values()))
