"""Whether a full stop after a word ends the sentence or belongs to the word."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from summarizer.abbreviations import Abbreviations

QUOTES = "\"'“”‘’„‚«»‹›「」『』"
_FOLLOWING = re.compile(rf"([{QUOTES}(\[¿¡—–\-\s]*+)((?:[^\W_][\w’'-]*+)?+)")

_REACH = 24
# "z. B", "J. K", "U.S": what stands before the last full stop, with the short words that have one.
_BEFORE = re.compile(
    r"(?P<chain>(?<![\w.])(?:[^\W\d_]{1,2}\.[ \xa0]?)+)(?P<last>[^\W\d_]{1,3})$"
    r"|(?P<word>(?P<dot>(?<=\.))?[^\s.…'’]*)$"
)
_LONGEST_CHAINED = 3
_EDGES = QUOTES + "([{¿¡—–-,;:/"
_ROMAN = re.compile(r"[IVXLC]+")
_CONSONANTS = re.compile("[b-df-hj-np-tv-xzßçćłńñśšźżžбвгґджзйклмнпрстўфхцчшщьъ]+", re.IGNORECASE)
_VOWELS = frozenset("aeiouyąęаеёиоуыэюяіїє")
# From this length on a word before a full stop is no abbreviation.
_LONG_WORD = 6
_LONGEST_ITEM_NUMBER = 2


class Following(NamedTuple):
    """What stands after an end mark: the first word and what opens it (quotes, a dash…)."""

    opening: str
    word: str
    has_stop: bool

    @property
    def is_small(self) -> bool:
        """Whether the sentence seems to go on; "iPhone" may begin one."""
        return self.word.islower()


def following(paragraph: str, start: int) -> Following:
    """Read what stands at `start`."""
    found = _FOLLOWING.match(paragraph, start)
    assert found  # noqa: S101  # all of it may be empty
    return Following(found[1], found[2], paragraph.startswith(".", found.end()))


def ends_sentence_at(
    paragraph: str, begin: int, stop: int, after: Following, known: Abbreviations
) -> bool:
    """Whether the full stop at `stop` ends the sentence from `begin` on."""
    chain, word = _before(paragraph, begin, stop)
    if not word or not word[-1].isalnum():
        return not after.is_small
    if word[-1].isdigit():
        return not after.is_small and not _is_ordinal(paragraph, begin, stop, word, after, known)
    if after.is_small:
        return not chain and _is_no_abbreviation(word, known)
    whole = (chain + word).replace(" ", "").replace("\xa0", "")
    for key in (whole, word) if chain else (word,):
        listed = _listed(key, after, known)
        if listed is not None:
            return listed
    return _unlisted(chain, word, after, known)


def ends_plainly(paragraph: str, stop: int, after: int, known: Abbreviations) -> bool:
    """Whether a full stop follows a common word and precedes a capital: there is nothing to weigh.

    What `ends_sentence_at` says too, with more to do; most full stops are of this kind.
    """
    space = paragraph.rfind(" ", max(0, stop - _REACH), stop)
    word = paragraph[space + 1 : stop]
    return (
        1 < len(word) < _REACH
        and (len(word) > _LONGEST_CHAINED or paragraph[space - 1 : space] != ".")
        and word.isalpha()
        and word.islower()
        and word not in known.listed
        and paragraph[after : after + 2].lstrip(QUOTES)[:1].isupper()
        and not _VOWELS.isdisjoint(word)
    )


def _before(paragraph: str, begin: int, stop: int) -> tuple[str, str]:
    """Return the last word, and the short words with full stops just before it ("" if none)."""
    first = max(begin, stop - _REACH)
    space = paragraph.rfind(" ", first, stop)
    word = paragraph[space + 1 : stop]
    if space >= 0 and len(word) > _LONGEST_CHAINED and word.isalpha():
        return "", word
    before = _BEFORE.search(paragraph, first, stop)
    if before is None or before["dot"] is not None:
        # "example.com": a full stop inside a word is no abbreviation's.
        return "", ""
    return before["chain"] or "", before["last"] or before["word"].strip(_EDGES)


def _listed(key: str, after: Following, known: Abbreviations) -> bool | None:
    """Decide by the lists; None for a word in none of them."""
    if not _has(known.listed, key):
        return None
    has_figure = after.word[:1].isdigit()
    goes_on = after.word.lower() in known.goes_on
    if _has(known.number, key):
        return not has_figure
    if _has(known.never, key):
        return False
    if _has(known.unit, key):
        return not has_figure and not goes_on
    if _has(known.ends, key):
        return not goes_on
    return _opens(after, known)


def _has(words: frozenset[str], key: str) -> bool:
    return key in words or key.lower() in words


def _unlisted(chain: str, word: str, after: Following, known: Abbreviations) -> bool:
    if len(word) == 1 and len(after.word) == 1 and after.has_stop:
        return False
    if (len(word) == 1 and word.isupper()) or (chain and not word.islower()):
        # An initial, or the last letter of an acronym.
        return _opens(after, known)
    if known.ordinals and _ROMAN.fullmatch(word):
        return _opens(after, known)
    if chain or word.isupper() or not _CONSONANTS.fullmatch(word):
        return True
    return _opens(after, known)


def _opens(after: Following, known: Abbreviations) -> bool:
    """Whether a new sentence is more likely than a name to begin so."""
    opening = after.opening.strip()
    return after.word.lower() in known.openers or bool(opening and opening[0] in QUOTES + "¿¡")


def _is_no_abbreviation(word: str, known: Abbreviations) -> bool:
    """Whether a word is one in full: words are not cut off after a vowel, nor to be long."""
    if _has(known.listed, word) or _ROMAN.fullmatch(word):
        return False
    return len(word) >= _LONG_WORD or (len(word) > 1 and _ends_in_vowel(word))


def _ends_in_vowel(word: str) -> bool:
    last = word[-1].lower()
    return last in _VOWELS or (
        last not in "йў" and unicodedata.normalize("NFD", last)[0] in _VOWELS
    )


def _is_ordinal(  # noqa: PLR0913, PLR0917  # the position and the two sides of the full stop
    paragraph: str, begin: int, stop: int, number: str, after: Following, known: Abbreviations
) -> bool:
    """Whether a number with a full stop counts: an item of a list, or "am 5. Mai"."""
    if not number.isdecimal() or len(number) > _LONGEST_ITEM_NUMBER:
        return False
    lead = paragraph[max(begin, stop - len(number) - _REACH) : stop - len(number)].split()
    if not lead:
        return stop - len(number) == begin
    if not known.ordinals:
        return False
    return lead[-1].lower() in known.ordinals or after.word.lower() in known.ordinals
