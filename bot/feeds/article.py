"""The article of a web page, without its menus, adverts and comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.fields import host, language_code
from bot.feeds.instants import instant
from bot.feeds.prose import body, headline

_LANGUAGE = re.compile(rb"<html\b[^>]*?\slang\s*=\s*[\"']?([a-z_-]{2,20})", re.IGNORECASE)
_HEAD = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a web page says; a field is empty (`published`: None) where the page does not tell."""

    title: str = ""
    text: str = ""
    published: datetime | None = None
    author: str = ""
    language: str = ""
    source: str = ""
    url: str = ""


def extract(html: bytes, url: str = "") -> Page:
    """The main text and the metadata of a page; `url` is where it came from, if known.

    Works by Trafilatura (https://doi.org/10.18653/v1/2021.acl-demo.15), which takes its time:
    20 ms and more for a page. What is no page gives an empty `Page`.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(html, url=url or None, with_metadata=True, include_comments=False)
    if not isinstance(found, Document):
        return Page(url=url)
    title, address = headline(found.title or ""), url or found.url or ""
    return Page(
        title=title,
        text=body([line for line in (found.text or "").split("\n") if line != title]),
        published=instant(found.date),
        author=headline(found.author or ""),
        language=_declared_language(html),
        source=_site(found.sitename or "") or host(address),
        url=address,
    )


def _site(name: str) -> str:
    """Some pages give the address of an account where their name is asked for."""
    return "" if "://" in name else headline(name)


def _declared_language(html: bytes) -> str:
    found = _LANGUAGE.search(html[:_HEAD])
    return language_code(found[1].decode("ascii")) if found else ""
