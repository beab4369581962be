"""What a reader asks of the search: from their words to FTS5's.

Grammar: words, "phrases", -without (a word or a phrase), since:YYYY-MM-DD, source:name,
source:"two words", -source:name. All words must be there, in any inflected form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from summarizer.stems import stem, stem_variants, words

# A term is a word, or several that stand side by side; folded.
Term = tuple[str, ...]

# More than anybody types; a pasted page must not become an expensive question.
_MOST_WORDS = 20
# A phrase is inflected as one language has it, so it is stemmed under one at a time: these are
# the languages with a stemmer, and "und" for texts of any other.
_LANGUAGES = ("en", "ru", "be", "uk", "de", "fr", "es", "pl", "und")

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟＂", '"'))
_PART = re.compile(
    r'(?P<minus>-?)(?:(?P<field>since|source):\s*)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A parsed search. `sources` are alternatives; everything else must hold at once.

    `problems` are keys of messages on what could not be used: "search.bad_date".
    """

    wanted: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    sources: tuple[Term, ...] = ()
    without_sources: tuple[Term, ...] = ()
    since: datetime | None = None
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing: no word and no filter could be understood."""
        filters = self.without or self.sources or self.without_sources or self.since
        return not (self.wanted or filters)

    @property
    def words(self) -> tuple[str, ...]:
        """The distinct folded words to be found, in the order they were asked for."""
        return tuple(dict.fromkeys(word for term in self.wanted for word in term))


def parse(text: str) -> Query:
    """Read a search as a person types it. Never raises: see `Query.problems`."""
    terms: dict[str, list[Term]] = {"": [], "-": [], "source": [], "-source": []}
    since: datetime | None = None
    problems: tuple[str, ...] = ()
    room = _MOST_WORDS
    for part in _PART.finditer(text.translate(_QUOTES)):
        field = (part["field"] or "").lower()
        value: str = part["word"] if part["phrase"] is None else part["phrase"]
        if field == "since":
            since = _day(value) or since
            if not _day(value):
                problems = ("search.bad_date",)
        elif term := tuple(words(value))[:room]:
            terms[part["minus"] + field].append(term)
            room -= len(term)
    wanted, without, sources, without_sources = (
        tuple(dict.fromkeys(found)) for found in terms.values()
    )
    return Query(
        wanted=wanted,
        without=without,
        sources=sources,
        without_sources=without_sources,
        since=since,
        problems=problems,
    )


def to_match(query: Query) -> str | None:
    """The FTS5 expression of what must be there, None when any article will do.

    Every token is quoted, so that none of them can be an operator: FTS5 accepts any result.
    """
    clauses = [_stemmed([term]) for term in query.wanted]
    if query.sources:
        clauses.append(_from(query.sources))
    if not clauses:
        return None
    match = " AND ".join(clauses)
    exclusion = to_exclusion(query)
    return f"({match}) NOT ({exclusion})" if exclusion else match


def to_exclusion(query: Query) -> str | None:
    """The FTS5 expression of what must not be there, None when nothing is excluded."""
    clauses = []
    if query.without:
        clauses.append(_stemmed(query.without))
    if query.without_sources:
        clauses.append(_from(query.without_sources))
    return " OR ".join(clauses) or None


def any_of(phrases: Iterable[str]) -> str | None:
    """The FTS5 expression of articles that have one of the phrases, None where none has a word."""
    terms = dict.fromkeys(filter(None, (tuple(words(phrase)) for phrase in phrases)))
    return _stemmed(terms) if terms else None


def _stemmed(terms: Iterable[Term]) -> str:
    forms = [form for term in terms for form in _forms(term)]
    return f"{{title_stems text_stems}} : ({_any(forms)})"


def _from(sources: Iterable[Term]) -> str:
    return f"source_words : ({_any(sources)})"


def _any(terms: Iterable[Term]) -> str:
    return " OR ".join('"' + " ".join(term).replace('"', " ") + '"' for term in terms)


def _forms(term: Term) -> Iterable[Term]:
    """The stems under which a term may be filed."""
    if len(term) == 1:
        return product(stem_variants(term[0]))
    return dict.fromkeys(tuple(stem(word, language) for word in term) for language in _LANGUAGES)


def _day(value: str) -> datetime | None:
    try:
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
