"""Titles and running text, made presentable: no control characters, no markup, no spare blanks."""

from __future__ import annotations

import re

from bot.feeds.decode import clean
from bot.feeds.markup import html_to_text, looks_like_html

TITLE_LENGTH = 300
_FIRST_WORDS = 90


def plain(value: object) -> str:
    """A string or a number as text; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(str(value)).strip()


def unmarked(value: object) -> str:
    """As `plain`, with the tags and entities of HTML resolved."""
    text = plain(value)
    return clean(html_to_text(text)) if looks_like_html(text) else text


def body(value: object) -> str:
    """Running text, or a list of paragraphs: at most one blank line together, lines trimmed."""
    text = "\n\n".join(map(unmarked, value)) if isinstance(value, list) else unmarked(value)
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def headline(text: str) -> str:
    """The text on one line, at most `TITLE_LENGTH` characters."""
    return _shortened(clean(text), TITLE_LENGTH)


def first_words(text: str) -> str:
    """A stand-in title: the first sentence; of a long one its first words, with an ellipsis."""
    from summarizer.text import split_sentences

    paragraph = text.split("\n\n", 1)[0][: 10 * _FIRST_WORDS]
    sentences = split_sentences(paragraph)
    return _shortened(sentences[0].text if sentences else "", _FIRST_WORDS)


def _shortened(text: str, length: int) -> str:
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    room = line[: length - 1]
    return (room.rsplit(" ", 1)[0] if " " in room else room).rstrip(" ,;:—–-") + "…"
