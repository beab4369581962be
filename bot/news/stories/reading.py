"""What grouping reads of an article: the terms of its title and of its first words. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import Final, Protocol, TypeAlias
from zlib import crc32

from bot.news.stories.copies import digest, sketch
from bot.news.stories.dates import date_words
from summarizer.language import detect
from summarizer.stems import stem, word_spans
from summarizer.stopwords import stop_words

# News says what it is about at its beginning; the rest adds more background than news.
_LEAD, _READ = 60, 200
# So many characters hold that many words in any language, and few more.
_CHARACTERS = 10 * _READ
_YEAR_DIGITS = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING: Final = array("I")


class Article(Protocol):
    """What can be grouped: an article, a draft, or outside data that is to be measured."""

    @property
    def title(self) -> str:
        """The headline, or ""."""

    @property
    def text(self) -> str:
        """The text, or "" for a bare headline."""

    @property
    def url(self) -> str:
        """The address, or "": not read."""

    @property
    def published(self) -> datetime | None:
        """When it was published; without a time zone, it counts as UTC."""

    @property
    def language(self) -> str:
        """An ISO 639-1 code; "" or "und" where it is not known."""


Terms: TypeAlias = "array[int]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article as grouping sees it, small: many are held for days.

    A term is a stem, or a number in digits, hashed to four bytes (of 100,000 terms, one or two
    pairs are the same). Stop words are left out.

    Attributes:
        language: ISO 639-1 code, "und" when unknown.
        instant: seconds since 1970, None for an article without a date.
        title, lead: terms in their order, of the title and the first 60 words.
        rest: what the next 140 words add: names as often as they are told, new terms once.
        names: the terms of those that were written with a capital letter, or in a script that
            has none; all in a text without. In the order in which title, lead and rest have them.
        numbers: the numbers but for years, in digits.
        dates: the years, months and weekdays of title and lead.
        length: how many words of the text were read.
        sketch, digest: see `copies`.
    """

    language: str
    instant: float | None
    title: Terms
    lead: Terms
    rest: Terms
    names: Terms
    numbers: Terms
    dates: Terms
    length: int
    sketch: bytes
    digest: int


def read(article: Article) -> Reading:
    """Read the beginning of an article; any text will do."""
    title, text = article.title[:_CHARACTERS], article.text[:_CHARACTERS]
    language = _language(article.language) or detect(f"{title}\n{text}")
    heading, words = word_spans(title)[:_READ], word_spans(text)[:_READ]
    parts = [
        _part(title, heading, language),
        _part(text, words[:_LEAD], language),
        _part(text, words[_LEAD:], language),
    ]
    terms = [part.terms for part in parts]
    if not any(terms):
        # Nothing but a date or a score: it has to be told from others by that.
        terms = [part.numbers + part.dates for part in parts]
    told = dict.fromkeys(chain.from_iterable(terms))
    named = {name for part in parts for name in part.names} or told.keys()
    return Reading(
        language=language,
        instant=None if article.published is None else seconds(article.published),
        title=_terms(terms[0]),
        lead=_terms(terms[1]),
        rest=_added(terms[2], {*terms[0], *terms[1]}, named),
        names=_terms(each for each in told if each in named),
        numbers=_terms(dict.fromkeys(number for part in parts for number in part.numbers)),
        dates=_terms(dict.fromkeys(parts[0].dates + parts[1].dates)),
        length=len(words),
        sketch=sketch([word for word, _, _ in words]),
        digest=digest(word for word, _, _ in (*heading, *words)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """The words of a part of an article by what they tell."""

    terms: list[int]
    names: list[int]
    numbers: list[int]
    dates: list[int]


def _part(text: str, spans: list[tuple[str, int, int]], language: str) -> _Part:
    """Sort the words of a part."""
    found = _Part(terms=[], names=[], numbers=[], dates=[])
    stops, dates = stop_words(language), _date_roots(language)
    for word, start, _ in spans:
        if word.isdigit():
            (found.dates if _is_year(word) else found.numbers).append(term(word))
        elif word not in stops and (len(word) > 1 or not word.isascii()):
            root = term(_root(word, language))
            if root in dates:
                found.dates.append(root)
                continue
            found.terms.append(root)
            if text[start].isalpha() and not text[start].islower():
                found.names.append(root)
    return found


def _added(terms: Iterable[int], known: set[int], named: Container[int]) -> Terms:
    """What comes on top of the terms that are known: nothing else has to be held for days."""
    found = []
    for each in terms:
        if each in named or each not in known:
            known.add(each)
            found.append(each)
    return _terms(found)


def _terms(terms: Iterable[int]) -> Terms:
    # Made of a list, it takes no more room than it needs; many are empty.
    return array("I", [*terms]) or _NOTHING


def term(word: str) -> int:
    """The term of a stem or a number."""
    return crc32(word.encode("utf-8", "replace"))


def _is_year(number: str) -> bool:
    return len(number) == _YEAR_DIGITS and number.startswith(("19", "20"))


@lru_cache(maxsize=32)
def _date_roots(language: str) -> frozenset[int]:
    return frozenset(term(_root(word, language)) for word in date_words(language))


def _root(word: str, language: str) -> str:
    """Stem until nothing changes: Snowball's «соколовым» is «соколов», whose stem is «сокол»."""
    while (shorter := stem(word, language)) != word and shorter:
        word = shorter
    return word


def _language(code: str) -> str:
    """The language alone ("be" of "be-BY"); "" of a code that says nothing."""
    code = code.lower().replace("_", "-").partition("-")[0]
    return "" if code == "und" else code


def seconds(instant: datetime) -> float:
    """Seconds since 1970; an instant without a time zone counts as UTC."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return (aware - _EPOCH).total_seconds()
