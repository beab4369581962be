"""Where one sentence ends and the next begins, within one paragraph.

Every end mark with a space after it is a candidate; what stands before and after it decides, with
the abbreviations of the language. The cases follow G. Grefenstette and P. Tapanainen, "What is a
word, what is a sentence? Problems of tokenization" (COMPLEX 1994) and the style guides named in
tests/summarizer/sentence_cases. Time is linear in the length of the paragraph.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from itertools import groupby

from summarizer.abbreviations import Abbreviations, abbreviations
from summarizer.stops import QUOTES, ends_sentence_at, following

_CLOSING = rf"[{QUOTES})\]】）]"
# Patterns below run over text of any kind and a megabyte long: possessive or bounded repeats and a
# look behind at the start of a run keep them linear. « Bonjour ! » has a space before its mark, and
# after it.
_END = re.compile(
    rf"(?<![.!?…])(?P<mark>(?:\.[ \xa0]){{2,4}}\.|[.!?…]++)"
    rf"(?P<close>(?:[ \xa0\u202f]?»(?!\w)|{_CLOSING})*+)\s++"
)
# Marks of other scripts need no space after them.
_MARK = re.compile(r"[。！？｡؟۔।॥։።]++[\"'”’»›)\]」』】）]*+\s*+")
_BULLET = re.compile(r"(?<=\s)[•●▪■◦‣►]\s")

_SMALL, _CAPITAL = "a-zß-öø-ÿą-žа-яёіїєґў", "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐЎ"
_DOMAINS = "Com|Net|Org|Info|Co|Js|Io|Ai|Ru|By|Ua|De|Fr|Es|Pl|Tv|Me|Py"
# "…was lost.The minister…" has no space, and is neither a site nor a file.
_JOINT = re.compile(
    rf"(?<=[{_SMALL}][{_SMALL}])[.!?][”»\"]?"
    rf"(?=[“«„]?(?!(?:{_DOMAINS})\b)[{_CAPITAL}](?:[{_SMALL}]{{1,30}}+[ ,’']| ))"
)
_ADDRESS = re.compile(r"[/@\\]|www\.")
_REACH = 24

_NAME_SAYS = re.compile(r"(?:[^\W\d_][\w.'’-]{0,30}\s){1,3}?(?P<verb>[a-z]{3,10})\b")
_LONGEST_ASIDE = 400


def boundaries(paragraph: str, language: str) -> Iterator[int]:
    """Yield the offsets in a paragraph at which a sentence begins, 0 left out, ascending.

    The paragraph is read as far as it is asked for: a long one costs no more than its beginning.
    """
    streams = heapq.merge(
        (match.end() for match in _MARK.finditer(paragraph)),
        (match.start() for match in _BULLET.finditer(paragraph)),
        (each.end() for each in _JOINT.finditer(paragraph) if not _in_address(paragraph, each)),
        _after_spaced_marks(paragraph, abbreviations(language)),
    )
    return (at for at, _ in groupby(streams) if 0 < at < len(paragraph))


def _after_spaced_marks(paragraph: str, known: Abbreviations) -> Iterator[int]:
    begin = 0
    for match in _END.finditer(paragraph):
        if _ends(paragraph, begin, match, known):
            begin = match.end()
            yield begin


def _in_address(paragraph: str, joint: re.Match[str]) -> bool:
    """Whether a full stop without space stands in "example.com/Page" and the like."""
    left = paragraph[max(0, joint.start() - _REACH) : joint.start()].split()
    right = paragraph[joint.end() : joint.end() + _REACH].split()
    return bool(_ADDRESS.search("".join(left[-1:] + right[:1])))


def _ends(paragraph: str, begin: int, match: re.Match[str], known: Abbreviations) -> bool:
    """Whether the sentence from `begin` on ends with this end mark."""
    after = following(paragraph, match.end())
    close = match["close"]
    if _is_aside(paragraph, begin, match):
        return False
    if match["mark"] == "." and not close:
        return ends_sentence_at(paragraph, begin, match.start(), after, known)
    if after.is_small:
        return False
    return not (close and match["mark"] != "." and _is_attributed(paragraph, match.end(), known))


def _is_aside(paragraph: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the mark stands in parentheses within the sentence: "He came (at last!) to Bonn"."""
    if not set(match["close"]) & {")", "]"}:
        return False
    opening = "(" if ")" in match["close"] else "["
    first = max(begin, match.start() - _LONGEST_ASIDE)
    return paragraph.rfind(opening, first, match.start()) > begin


def _is_attributed(paragraph: str, start: int, known: Abbreviations) -> bool:
    """Whether a quotation is followed by who said it: “Stop!” Mr. Hale said."""
    name = _NAME_SAYS.match(paragraph, start) if known.says else None
    first = name[0].split()[0].lower() if name else ""
    return bool(name and name["verb"] in known.says and first not in known.openers)
