"""What grouping reads of an article: the terms of its title and of its first words. Pure."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from bot.news.stories.copies import digest, sketch
from summarizer.language import detect
from summarizer.stems import stem, word_spans
from summarizer.stopwords import stop_words

# News says what it is about at its beginning; the rest adds more background than news.
_LEAD, _READ = 60, 200
# So many characters hold that many words in any language, and few more.
_CHARACTERS = 10 * _READ
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article as grouping sees it. Stop words are left out of all terms.

    Attributes:
        language: ISO 639-1 code, "und" when unknown.
        instant: seconds since 1970, None for an article without a date.
        title, lead, rest: stems in their order, of the title, the first 60 words, the next 140.
        names: the stems of those that were written with a capital letter; in a text without
            capitals, and in a script that has none, all.
        length: how many words of the text were read.
        sketch, digest: see `copies`.
    """

    language: str
    instant: float | None
    title: tuple[str, ...]
    lead: tuple[str, ...]
    rest: tuple[str, ...]
    names: tuple[str, ...]
    length: int
    sketch: frozenset[int]
    digest: int


def read(article: Article) -> Reading:
    """Read the beginning of an article; any text will do."""
    title, text = article.title[:_CHARACTERS], article.text[:_CHARACTERS]
    language = _language(article.language) or detect(f"{title}\n{text}")
    heading, words = word_spans(title)[:_READ], word_spans(text)[:_READ]
    capitals: dict[str, None] = {}
    titled = _terms(title, heading, language, capitals)
    lead = _terms(text, words[:_LEAD], language, capitals)
    rest = _terms(text, words[_LEAD:], language, capitals)
    return Reading(
        language=language,
        instant=None if article.published is None else seconds(article.published),
        title=titled,
        lead=lead,
        rest=rest,
        names=tuple(capitals) or tuple(dict.fromkeys((*titled, *lead, *rest))),
        length=len(words),
        sketch=sketch([word for word, _, _ in words]),
        digest=digest(word for word, _, _ in (*heading, *words)),
    )


def _terms(
    text: str, spans: list[tuple[str, int, int]], language: str, capitals: dict[str, None]
) -> tuple[str, ...]:
    """The terms of words; those with a capital letter are noted in `capitals` as well."""
    stops, terms = stop_words(language), []
    for word, start, _ in spans:
        if word in stops or (len(word) == 1 and word.isascii() and not word.isdigit()):
            continue
        terms.append(term := _root(word, language))
        if text[start].isupper():
            capitals[term] = None
    return tuple(terms)


@lru_cache(maxsize=50_000)
def _root(word: str, language: str) -> str:
    """Stem until nothing changes: Snowball's «соколовым» is «соколов», whose stem is «сокол»."""
    while (shorter := stem(word, language)) != word and shorter:
        word = shorter
    return sys.intern(word)


def _language(code: str) -> str:
    """The language alone ("be" of "be-BY"); "" of a code that says nothing."""
    code = code.lower().replace("_", "-").partition("-")[0]
    return "" if code == "und" else code


def seconds(instant: datetime) -> float:
    """Seconds since 1970; an instant without a time zone counts as UTC."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return (aware - _EPOCH).total_seconds()
