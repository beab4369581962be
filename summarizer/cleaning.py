"""Page debris: what a page puts around an article and a copy of its text brings along.

Debris is told by its form, never by its topic: a label with a colon, a date alone, a name after
"By", an invitation to share. Where in doubt a unit stays: to lose a sentence is worse than to
keep a caption, which no ranker will like.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from summarizer.model import Sentence
from summarizer.text import ends_sentence

# A longer unit says something, whatever it begins with.
_LONGEST_LABELLED = 16
_LONGEST_FRAGMENT = 7
# In characters: what is longer need not be read for the above.
_LONGEST_DEBRIS = 140
# So many headings one after another are a list of links, unless most of the text is like this.
_LINKS = 3
_LONGEST_LINK = 12
_LINKS_SHARE = 0.5
# What remains after a prefix must still be able to be a sentence.
_SHORTEST_REST = 4
_SAMPLE = 400
_GLANCE = 40
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def clean(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Cut prefixes off and leave debris out; debris stays where there is nothing else.

    What remains are slices of the same text, in the same order; to clean again changes nothing.
    """
    kept = [without_prefix(sentence) for sentence in sentences]
    while True:
        verdicts = zip(kept, debris(kept), strict=True)
        fewer = [sentence for sentence, is_debris in verdicts if not is_debris]
        if not fewer or len(fewer) == len(kept):
            return kept
        kept = fewer


def debris(sentences: Sequence[Sentence]) -> list[bool]:
    """Tell for each of a document's sentences, in its order, whether it is page debris."""
    is_shouted = _is_shouted(sentences)
    links = _links(sentences)
    return [
        index in links or _is_debris(sentence.text, is_shouted=is_shouted)
        for index, sentence in enumerate(sentences)
    ]


def without_prefix(sentence: Sentence) -> Sentence:
    """Cut off what stands before a sentence on its line: a dateline, "Updated: …", a bullet."""
    start = 0
    while match := _prefix().match(sentence.text, start):
        if len(_WORD.findall(sentence.text, match.end(), match.end() + _SAMPLE)) < _SHORTEST_REST:
            break
        start = match.end()
    if not start:
        return sentence
    return replace(sentence, text=sentence.text[start:], start=sentence.start + start)


def _is_shouted(sentences: Sequence[Sentence]) -> bool:
    """Whether capital letters tell nothing here: a text in capitals, or in a script without."""
    sample = "".join(sentence.text[:_GLANCE] for sentence in sentences[:20])
    return sum(map(str.islower, sample)) <= sum(map(str.isupper, sample))


def _is_debris(text: str, *, is_shouted: bool) -> bool:
    if "ookie" in text and _cookies().search(text, 0, _SAMPLE):
        return True
    if len(text) > _LONGEST_DEBRIS:
        return not any(map(str.isalnum, text))
    words = _WORD.findall(text)
    if not words or _is_date(words):
        return True
    if len(words) <= _LONGEST_LABELLED and _labelled().match(text):
        return True
    return not is_shouted and _is_fragment(text, words)


def _is_date(words: list[str]) -> bool:
    """Whether it is a date alone, or one with "Published" before it."""
    return any(word[0].isdigit() for word in words) and all(
        word[0].isdigit() or word.lower() in _dates() or word.lower() in _stamps() for word in words
    )


def _is_fragment(text: str, words: list[str]) -> bool:
    """Whether it is names and figures alone: no sentence does without a word in small letters.

    One word may be one ("Never."), and so may what is asked or shouted.
    """
    if not 1 < len(words) <= _LONGEST_FRAGMENT or text.endswith(("!", "?")):
        return False
    return all(word in _joining() or not word[0].islower() for word in words)


def _links(sentences: Sequence[Sentence]) -> set[int]:
    """Find the rows of headings: short, without an end mark, one after another."""
    found: set[int] = set()
    run: list[int] = []
    for index, sentence in enumerate(sentences):
        if (
            ends_sentence(sentence.text)
            or len(_WORD.findall(sentence.text, 0, _SAMPLE)) > _LONGEST_LINK
        ):
            run = []
            continue
        run.append(index)
        if len(run) >= _LINKS:
            found.update(run[-_LINKS:])
    total = sum(len(sentence.text) for sentence in sentences)
    linked = sum(len(sentences[index].text) for index in found)
    return found if linked <= _LINKS_SHARE * total else set()


@lru_cache(maxsize=1)
def _data() -> dict[str, str]:
    return tomllib.loads(files("summarizer").joinpath("debris.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _dates() -> frozenset[str]:
    return frozenset(_data()["dates"].split())


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    return frozenset(_data()["joining"].split())


@lru_cache(maxsize=1)
def _stamps() -> frozenset[str]:
    return frozenset(_data()["stamps"].replace("|", " ").split())


def _either(kind: str) -> str:
    """Return the alternatives of a kind as a pattern, longest first."""
    phrases = _data()[kind].replace("\n", "").split("|")
    longest_first = sorted(map(str.strip, phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)


@lru_cache(maxsize=1)
def _cookies() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either('cookies')})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _labelled() -> re.Pattern[str]:
    """What a unit of debris begins with, by the lists of `debris.toml`."""
    return re.compile(
        rf"[\W_]{{0,8}}(?:(?:{_either('stamps')}|{_either('labels')})\s?:"
        rf"|(?:{_either('openings')})(?!\w)"
        rf"|(?:{_either('alone')})(?:\W+\w+){{0,2}}\W*$)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _prefix() -> re.Pattern[str]:
    """What is cut off: bullets, a stamp with its date, a dateline. A capital letter follows."""
    capital = r"[^\W\d_a-zß-öø-ÿа-яёіїєґў]"
    name = rf"{capital}[\w.'’-]{{0,20}}"
    dates = "|".join(sorted(_dates(), key=lambda word: (-len(word), word)))
    date = rf"(?:(?:(?:{dates})\b\.?|\d[\d:./]*)[,\s]*)"
    agency = rf"(?:{_either('agencies')})"
    stamp = (
        rf"(?:(?i:by|par|von|por)\s+(?:{name}\s+){{1,5}})?"
        rf"(?i:{_either('stamps')})(?:\s?:[\s.]*(?i:{date}){{1,8}}|\s+(?i:{date}){{2,8}})[|.\s]*"
    )
    dateline = (
        rf"(?:{name},?\s(?:(?i:{date}))?){{0,5}}\((?i:{agency})\)\s*[-–—:]*\s*"
        rf"|{capital}{{5,20}}(?:[ -]{capital}{{2,20}}){{0,3}}"
        rf"(?:,\s{name}(?:\s{name})?)?(?:,?\s(?i:{date}){{1,4}})?"
        rf"(?:\s?[/(]?(?i:{agency})[/)]?)?\s*[-–—]{{1,2}}\s+"
    )
    following = rf"(?=[\"'“„«‘(\[]?{capital})"
    return re.compile(rf"[•●▪■◦‣►▶|*]+\s*|(?:{stamp}|{dateline}){following}")
