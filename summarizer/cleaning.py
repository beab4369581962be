"""Page debris: what a page puts around an article and a copy of its text brings along.

Debris is told by its form, never by its topic: a label with a colon, a date alone, a name after
"By", an invitation to share. Where in doubt a unit stays: to lose a sentence is worse than to
keep a caption, which no ranker will like.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from summarizer.model import Sentence
from summarizer.text import ends_sentence, has_word

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
_FIRST_WORDS = 3
_GLANCE = 40
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BEGINNING = re.compile(r"(?:[^\w©]|_)*+(©|[^\W_]{1,3})")
_BY = ("by", "par", "von", "por")


def clean(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Cut prefixes off and leave debris out; debris stays where there is nothing else.

    What remains are slices of the same text, in the same order; to clean again changes nothing.
    """
    kept = [without_prefix(sentence) for sentence in sentences]
    # With its neighbours gone, a sentence is judged again, mostly by what is known already.
    judge = cache(_judge)
    while True:
        verdicts = zip(kept, _debris(kept, judge), strict=True)
        fewer = [sentence for sentence, is_debris in verdicts if not is_debris]
        if not fewer or len(fewer) == len(kept):
            return kept
        kept = fewer


def debris(sentences: Sequence[Sentence]) -> list[bool]:
    """Tell for each of a document's sentences, in its order, whether it is page debris."""
    return _debris(sentences, _judge)


def _debris(sentences: Sequence[Sentence], judge: Callable[[str], _Verdict]) -> list[bool]:
    verdicts = [judge(sentence.text) for sentence in sentences]
    is_shouted = _Verdict.NAMES in verdicts and _is_shouted(sentences)
    guilty = (_Verdict.DEBRIS,) if is_shouted else (_Verdict.DEBRIS, _Verdict.NAMES)
    links = _links(sentences)
    return [index in links or verdict in guilty for index, verdict in enumerate(verdicts)]


def without_prefix(sentence: Sentence) -> Sentence:
    """Cut off what stands before a sentence on its line: a dateline, "Updated: …", a bullet."""
    text, start = sentence.text, 0
    # Most sentences begin as no prefix does, which is quicker to see than to try.
    while _may_have_prefix(text, start) and (match := _prefix().match(text, start)):
        if len(_WORD.findall(text, match.end(), match.end() + _SAMPLE)) < _SHORTEST_REST:
            break
        start = match.end()
    if not start:
        return sentence
    return replace(sentence, text=text[start:], start=sentence.start + start)


def _may_have_prefix(text: str, start: int) -> bool:
    """Whether what stands there is no plain word, or one that prefixes begin with."""
    is_plain = text[start + 1 : start + 2].islower() and "(" not in text
    return not is_plain or text[start : start + 2].lower() in _prefix_beginnings()


def _is_shouted(sentences: Sequence[Sentence]) -> bool:
    """Whether capital letters tell nothing here: a text in capitals, or in a script without."""
    sample = "".join(sentence.text[:_GLANCE] for sentence in sentences[:20])
    return sum(map(str.islower, sample)) <= sum(map(str.isupper, sample))


class _Verdict(Enum):
    """What a unit is by itself: names are debris where capital letters tell something."""

    TEXT = 0
    DEBRIS = 1
    NAMES = 2


def _judge(text: str) -> _Verdict:
    if "ookie" in text and _cookies().search(text, 0, _SAMPLE):
        return _Verdict.DEBRIS
    if len(text) > _LONGEST_DEBRIS:
        return _Verdict.TEXT if has_word(text) else _Verdict.DEBRIS
    return _Verdict.DEBRIS if _is_labelled(text) else _judge_words(text)


def _judge_words(text: str) -> _Verdict:
    """Find dates alone, maybe with "Published" before, and names and figures alone.

    No sentence does without a word in small letters. One word may be one ("Never."), and so may
    what is asked or shouted.
    """
    # Most units are sentences, and have another small word among the first ones.
    for word in text.split(" ", _FIRST_WORDS)[:_FIRST_WORDS]:
        if word.islower() and word.isalpha() and word not in _untelling():
            return _Verdict.TEXT
    count, has_figure, is_date = 0, False, True
    is_fragment = not text.endswith(("!", "?"))
    for count, match in enumerate(_WORD.finditer(text), 1):
        word = match[0]
        is_figure = word[0].isdigit()
        has_figure |= is_figure
        is_date &= is_figure or word.lower() in _date_words()
        is_fragment &= count <= _LONGEST_FRAGMENT
        is_fragment &= not word[0].islower() or word in _joining()
        if not is_date and not is_fragment:
            return _Verdict.TEXT
    if not count or (is_date and has_figure):
        return _Verdict.DEBRIS
    return _Verdict.NAMES if is_fragment and count > 1 else _Verdict.TEXT


def _is_labelled(text: str) -> bool:
    """Whether it is short and begins as the page's own words do."""
    if _beginning(text) not in _beginnings() or not _labelled().match(text):
        return False
    return len(_WORD.findall(text)) <= _LONGEST_LABELLED


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
    if not found:
        return found
    total = sum(len(sentence.text) for sentence in sentences)
    linked = sum(len(sentences[index].text) for index in found)
    return found if linked <= _LINKS_SHARE * total else set()


@lru_cache(maxsize=1)
def _data() -> dict[str, str]:
    return tomllib.loads(files("summarizer").joinpath("debris.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _date_words() -> frozenset[str]:
    """What may stand in a date besides figures."""
    return frozenset((*_data()["dates"].split(), *_data()["stamps"].replace("|", " ").split()))


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    return frozenset(_data()["joining"].split())


@lru_cache(maxsize=1)
def _untelling() -> frozenset[str]:
    """The small words that dates and rows of names have too."""
    return _joining() | _date_words()


def _phrases(*kinds: str) -> list[str]:
    """Return the phrases of some kinds, longest first."""
    phrases = {phrase.strip() for kind in kinds for phrase in re.split(r"\|", _data()[kind])}
    return sorted(phrases - {""}, key=lambda phrase: (-len(phrase), phrase))


def _either(kind: str) -> str:
    """Return the alternatives of a kind as a pattern."""
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in _phrases(kind))


def _beginning(text: str) -> str:
    """Return up to three letters of the first word, small; enough to see which it is not."""
    found = _BEGINNING.match(text)
    return found[1].lower() if found else ""


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """How the phrases of `_labelled` begin."""
    return frozenset(map(_beginning, _phrases("stamps", "labels", "openings", "alone")))


@lru_cache(maxsize=1)
def _prefix_beginnings() -> frozenset[str]:
    """The first two letters of what `_prefix` begins with, places and agencies left out."""
    return frozenset(phrase[:2] for phrase in [*_phrases("stamps"), *_BY])


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
    words = set(_data()["dates"].split())
    dates = "|".join(sorted(words, key=lambda word: (-len(word), word)))
    date = rf"(?:(?:(?:{dates})\b\.?|\d[\d:./]*)[,\s]*)"
    agency = rf"(?:{_either('agencies')})"
    stamp = (
        rf"(?:(?i:{'|'.join(_BY)})\s+(?:{name}\s+){{1,5}})?"
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
