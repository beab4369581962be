"""What the search and the test for doubles see of an article."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlsplit

from bot.model import Draft
from bot.store.urls import normalise_url
from summarizer.stems import stem, words


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexEntry:
    """Words of an article, divided by spaces; the stems answer one to one to its words."""

    title_stems: str
    text_stems: str
    source_words: str
    hash: str


def index_entry(draft: Draft, language: str) -> IndexEntry:
    """The entry of an article in `language`. Takes time in proportion to the text."""
    title, text = words(draft.title), words(draft.text)
    return IndexEntry(
        title_stems=" ".join(stem(word, language) for word in title),
        text_stems=" ".join(stem(word, language) for word in text),
        # "source:zerkalo" should find «Зеркало», too.
        source_words=" ".join([*words(draft.source), *words(_site(draft.url))]),
        hash=_hash(title or [draft.title.strip()], text or [draft.text.strip()]),
    )


def content_hash(title: str, text: str) -> str:
    """The same for all spellings of one article: case, accents, marks and spaces do not count."""
    return _hash(words(title) or [title.strip()], words(text) or [text.strip()])


def _hash(title: list[str], text: list[str]) -> str:
    content = f"{' '.join(title)}\n{' '.join(text)}"
    return blake2b(content.encode(errors="replace"), digest_size=16).hexdigest()


def _site(url: str) -> str:
    try:
        return urlsplit(normalise_url(url)).hostname or ""
    except ValueError:
        return ""
