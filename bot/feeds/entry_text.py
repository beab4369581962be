"""Titles and texts of feed entries, which feeds write as text, as HTML, or as either unmarked."""

from __future__ import annotations

import html

from bot.feeds.markup import html_to_text, looks_like_html
from bot.feeds.prose import headline

# Titles longer than this hold whole articles; the rest would not be shown and costs time.
_TITLE_SOURCE = 2_000


def plain_title(value: object) -> str:
    """A title as one line of plain text, its tags dropped and its entities resolved.

    Twice, as some publishers escape what their software escapes again ("AT&amp;amp;T").
    """
    return headline(_unmarked(_unmarked(value[:_TITLE_SOURCE]))) if isinstance(value, str) else ""


def text_to_html(text: str) -> str:
    """Plain text as HTML, a paragraph for each; what already looks like HTML is left alone."""
    if looks_like_html(text):
        return text
    paragraphs = (html.escape(part.strip(), quote=False) for part in text.split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in paragraphs if part)


def _unmarked(title: str) -> str:
    # In a headline the end of any tag is markup, where a text may speak of one: "<script>…".
    marked = "</" in title or "<!--" in title or looks_like_html(title)
    return html_to_text(title) if marked else title
