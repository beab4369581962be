"""Markup to plain text: paragraphs stay, marks go."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCK = re.compile(
    "address|article|aside|blockquote|body|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]"
    "|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|th|thead|tr|ul"
)
_SILENT = frozenset({"iframe", "noscript", "script", "style", "template", "title"})
_TAG = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|i|img|li|ol|p|span|strong|ul)(?:\s[^<>]*)?/?>"
    r"|&(?:amp|gt|lt|nbsp|quot|apos|[lr][ds]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def looks_like_html(text: str) -> bool:
    """Whether a text holds tags or entities of HTML, rather than a stray "<" or "&"."""
    return _TAG.search(text) is not None


def html_to_text(markup: str) -> str:
    """The text of a fragment of HTML, a blank line between its blocks; never raises."""
    reader = _Reader()
    # Other marked sections are none of HTML's, and the standard library's parser fails on them.
    reader.feed(_CDATA.sub(r"\1", markup).replace("<![", "&lt;!["))
    reader.close()
    blocks = (_tidy(block) for block in "".join(reader.pieces).split("\0"))
    return "\n\n".join(filter(None, blocks))


def markdown_to_text(markup: str) -> str:
    """The text of CommonMark with tables, as `html_to_text` gives it."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return html_to_text(reader.render(markup))


def _tidy(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.split("\n"))
    return "\n".join(filter(None, lines))


class _Reader(HTMLParser):
    """Collects text; a NUL, which no text holds, stands where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silence: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SILENT:
            self._silence.append(tag)
        elif _BLOCK.fullmatch(tag):
            self.pieces.append("\0")
        elif tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silence:
            del self._silence[self._silence.index(tag) :]
        elif _BLOCK.fullmatch(tag):
            self.pieces.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.pieces.append(data)
