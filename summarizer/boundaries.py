"""Where one sentence ends and the next begins, within one paragraph.

Every end mark with a space after it is a candidate; what stands before and after it decides, with
the abbreviations of the language. The cases follow G. Grefenstette and P. Tapanainen, "What is a
word, what is a sentence? Problems of tokenization" (COMPLEX 1994) and the style guides named in
tests/summarizer/sentence_cases. Time is linear in the length of the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.abbreviations import Abbreviations, abbreviations
from summarizer.stops import QUOTES, ends_plainly, ends_sentence_at, following

_SMALL, _CAPITAL = "a-zß-öø-ÿą-žа-яёіїєґў", "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐЎ"
_DOMAINS = "Com|Net|Org|Info|Co|Js|Io|Ai|Ru|By|Ua|De|Fr|Es|Pl|Tv|Me|Py"
# Patterns run over text of any kind and a megabyte long: possessive or bounded repeats and a look
# behind at the start of a run keep them linear. That this one begins with a set of characters, and
# looks behind only then, lets `re` skip everything else.
_CANDIDATE = re.compile(
    rf"""[.!?…。！？｡؟۔।॥։።•●▪■◦‣►](?:
    (?<=[•●▪■◦‣►])(?<=\s.)(?P<bullet>\s)
    # Marks of other scripts need no space after them.
    |(?<=[。！？｡؟۔।॥։።])(?P<other>[。！？｡؟۔।॥։።]*+["'”’»›)\]」』】）]*+\s*+)
    # "…was lost.The minister…" has no space, and is neither a site nor a file.
    |(?<=[{_SMALL}][{_SMALL}][.!?])(?P<joint>[”»"']?)
     (?=[“«„]?(?!(?:{_DOMAINS})\b)[{_CAPITAL}](?:[{_SMALL}]{{1,30}}+[ ,’']|[ ]))
    # « Bonjour ! » has a space before its mark, and after it.
    |(?<=[.!?…])(?<![.!?…].)(?P<more>(?<=\.)(?:[ \xa0]\.){{2,4}}|[.!?…]*+)
     (?P<close>(?:[ \xa0\u202f]?»(?!\w)|[{QUOTES})\]】）])*+)\s++
    )""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"[/@\\]|www\.")
_REACH = 24

_NAME_SAYS = re.compile(r"(?:[^\W\d_][\w.'’-]{0,30}\s){1,3}?(?P<verb>[a-z]{3,10})\b")
_LONGEST_ASIDE = 400
# A straight quote before a word, and none after one since.
_OPENED = {
    quote: re.compile(rf"(?<!\w){quote}(?=\w)(?:[^{quote}]|(?<=\w){quote}(?=\w))*+$")
    for quote in ("'", '"')
}


def boundaries(paragraph: str, language: str) -> Iterator[int]:
    """Yield the offsets in a paragraph at which a sentence begins, 0 left out, ascending.

    The paragraph is read as far as it is asked for: a long one costs no more than its beginning.
    """
    last = 0
    for at in _beginnings(paragraph, language):
        if last < at < len(paragraph):
            last = at
            yield at


def _beginnings(paragraph: str, language: str) -> Iterator[int]:
    known, begin = abbreviations(language), 0
    for match in _CANDIDATE.finditer(paragraph):
        kind, at = match.lastgroup, match.end()
        if kind == "close" and not _ends(paragraph, begin, match, known):
            continue
        if kind == "joint":
            if _in_address(paragraph, match):
                continue
            if match["joint"] and not _closes(paragraph, begin, at - 1):
                at -= 1
        begin = match.start() if kind == "bullet" else at
        yield begin


def _closes(paragraph: str, begin: int, at: int) -> bool:
    """Whether the quote at `at`, between two sentences without space, ends the first of them.

    One that can do both does if another one has opened in that sentence.
    """
    quote = paragraph[at]
    if quote not in _OPENED:
        return True
    sentence = paragraph[max(begin, at - _LONGEST_ASIDE) : at]
    return bool(_OPENED[quote].search(sentence))


def _in_address(paragraph: str, joint: re.Match[str]) -> bool:
    """Whether a full stop without space stands in "example.com/Page" and the like."""
    left = paragraph[max(0, joint.start() - _REACH) : joint.start()].split()
    right = paragraph[joint.end() : joint.end() + _REACH].split()
    return bool(_ADDRESS.search("".join(left[-1:] + right[:1])))


def _ends(paragraph: str, begin: int, match: re.Match[str], known: Abbreviations) -> bool:
    """Whether the sentence from `begin` on ends with this end mark."""
    close, at = match["close"], match.start()
    is_stop = paragraph[at] == "." and not match["more"]
    if is_stop and not close and ends_plainly(paragraph, at, match.end(), known):
        return True
    after = following(paragraph, match.end())
    if close and _is_aside(paragraph, begin, match):
        return False
    if is_stop and not close:
        return ends_sentence_at(paragraph, begin, at, after, known)
    if after.is_small:
        return False
    return is_stop or not (close and _is_attributed(paragraph, match.end(), known))


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
