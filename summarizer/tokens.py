"""Words: how text is cut into tokens and how a token is folded for comparison.

The same tokens serve the ranker, the search index and the topics, so that what one of them
finds, the others see. Folding keeps what tells words apart and drops what people leave out when
they type: case, accents, apostrophes, ё for е, ў for у, ї for і.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Accents, Hebrew points and Arabic vowel signs: typed by some and not by others. Kana voicing
# marks and the vowel signs of Indic scripts are letters in all but name and stay.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
# Soft hyphens and zero-width characters that web pages leave inside words.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u2032`\u00b4"
# Scripts written without spaces: a word of them cannot be found, so pairs stand in (below).
_CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_LETTER = rf"[^\W_{_CJK}]"
_PART = rf"(?:{_LETTER}++[{_MARKS}{_INVISIBLE}]*+)++"
_TOKEN = re.compile(
    rf"(?P<cjk>[{_CJK}]+)"
    # French and Italian elision: l'homme is two words, o'brien and сям'я are one.
    rf"|(?<!\w)(?i:[cdjlmnst]|qu)(?=[{_APOSTROPHES}]{_LETTER}{{3}})"
    # U.S., e.g., т.е.: single letters between full stops are one word.
    rf"|(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"
    rf"|{_PART}(?:[{_APOSTROPHES}]{_PART})*"
)
# A folded word, and from where to where in the text it goes.
_Span = tuple[str, int, int]
# What no token crosses and no rule above looks beyond: each chunk can be cut by itself.
_IN_CHUNK = rf"[\w{_MARKS}{_INVISIBLE}]++"
_CHUNK = re.compile(rf"{_IN_CHUNK}(?:[{_APOSTROPHES}.]{_IN_CHUNK})*+")
# The same in ASCII, which most English is written in: quicker.
_PLAIN_CHUNK = re.compile(r"[A-Za-z0-9_]++(?:['`.][A-Za-z0-9_]++)*+")
# In characters: longer ones are no words that come again, and would fill the memory.
_LONGEST_KEPT = 40
_POSSESSIVE = re.compile(rf"(?<=[a-z])[{_APOSTROPHES}]s$", re.IGNORECASE)
_DROPPED = re.compile(rf"(?<!и)[{_MARKS}]|(?<=и)(?!\u0306)[{_MARKS}]")

# Letters that Unicode does not take apart but people do.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ґ": "г"}
)
# Latin letters typed inside Cyrillic words: «якiя» with a Latin i is common in Belarusian.
_LOOKALIKES = str.maketrans("aceiopxy", "асеіорху")
_CYRILLIC = re.compile("[а-яіўђ-џґ]")


def fold(word: str) -> str:
    """Reduce a word to the form in which it is compared: its letters and digits, plain and small.

    Accents go (й stays: it is a letter of its own, and endings turn on it), so do apostrophes
    and the English possessive; ё becomes е, ў becomes у, ї becomes і. Folding twice changes
    nothing. A word without letters or digits folds to "".
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    word = _POSSESSIVE.sub("", word)
    word = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    word = unicodedata.normalize("NFC", _DROPPED.sub("", word).casefold()).translate(_PLAIN)
    word = "".join(filter(str.isalnum, word))
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word


def words(text: str) -> list[str]:
    """Return the folded words of a text in their order: see `word_spans`."""
    if text.isascii():
        chunks = _PLAIN_CHUNK.findall(text.lower())
        if "".join(chunks).isalnum():
            return chunks
    else:
        chunks = _CHUNK.findall(text)
    found: list[str] = []
    for chunk in chunks:
        if chunk.isascii() and chunk.isalnum():
            found.append(chunk.lower())
        else:
            found += [word for word, _, _ in _cut(chunk)]
    return found


def word_spans(text: str) -> list[_Span]:
    """Return (folded word, start, end) for each word of a text; [start, end) are its characters.

    Abbreviations lose their full stops: "U.S." is "us". Chinese and Japanese, which have no
    spaces, give overlapping pairs of characters (as Lucene's CJKAnalyzer does), so spans may
    overlap there.
    """
    spans: list[_Span] = []
    for match in (_PLAIN_CHUNK if text.isascii() else _CHUNK).finditer(text):
        chunk, (first, last) = match[0], match.span()
        if chunk.isascii() and chunk.isalnum():
            spans.append((chunk.lower(), first, last))
        else:
            spans += [(word, first + start, first + end) for word, start, end in _cut(chunk)]
    return spans


def _cut(chunk: str) -> tuple[_Span, ...]:
    return _kept(chunk) if len(chunk) <= _LONGEST_KEPT else _tokens(chunk)


@lru_cache(maxsize=20_000)
def _kept(chunk: str) -> tuple[_Span, ...]:
    return _tokens(chunk)


def _tokens(chunk: str) -> tuple[_Span, ...]:
    spans: list[_Span] = []
    for match in _TOKEN.finditer(chunk):
        if match["cjk"]:
            spans += _pairs(chunk, *match.span())
        else:
            spans.append((fold(match[0]), *match.span()))
    return tuple(span for span in spans if span[0])


def _pairs(text: str, start: int, end: int) -> list[_Span]:
    starts = range(start, max(start + 1, end - 1))
    return [(fold(text[at : min(at + 2, end)]), at, min(at + 2, end)) for at in starts]
