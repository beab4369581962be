"""PDF: the running text of the pages, with its lines joined into paragraphs again."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise

from bot.errors import DocumentError
from bot.feeds.plain_text import article_of
from bot.feeds.prose import body, headline
from bot.model import Draft

# Further than any article goes; a book is not one.
_PAGES = 100
_CHARACTERS = 1_000_000
# A line that stands at the edge of this many pages is a running head or foot.
_REPEATED = 3
# Parts of a usual line's length: a paragraph's last line is shorter, a heading much shorter.
_SHORT_LINE = 0.85
_HEADING = 0.6
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
_DIGITS = re.compile(r"\d+")
_FULL_STOP = re.compile(r"[.!?:…][\"'”’»)\]]*$")


def read_pdf(data: bytes, name: str) -> Draft | None:
    """The article of a PDF; None where nothing is written in it.

    The title in its properties counts where the text says it as well.

    Raises:
        DocumentError: "document.damaged", "document.locked" (a password is needed) or
            "document.scanned" (pages without text: pictures), each with the name.
    """
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        pages = [page.extract_text() for page in reader.pages[:_PAGES]]
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except FileNotDecryptedError as error:
        raise DocumentError("document.locked", name=name) from error
    except (PyPdfError, *_BROKEN) as error:
        raise DocumentError("document.damaged", name=name) from error
    text = body(paragraphs(pages)[:_CHARACTERS])
    if pages and not text:
        raise DocumentError("document.scanned", name=name)
    return _article(headline(title), text) if text else None


# What a broken file makes the reader stumble over, besides its own faults.
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError),
    *(RecursionError, TypeError, ValueError, struct.error, zlib.error),
)


def paragraphs(pages: Iterable[str]) -> str:
    """The lines of all pages as paragraphs, without running heads, feet and page numbers."""
    lines = [[line.strip() for line in page.strip().split("\n")] for page in pages]
    edges = Counter(mark for page in lines for mark in {_mark(page[0]), _mark(page[-1])})
    kept = [line for page in lines for line in _without_edges(page, edges)]
    lengths = sorted(len(line) for line in kept if line)
    usual = lengths[3 * len(lengths) // 4] if lengths else 0
    blocks = [""]
    for before, line in pairwise(["", *kept]):
        if _ends(before, usual):
            blocks.append(line)
        else:
            blocks[-1] = _joined(blocks[-1], line)
    return "\n\n".join(filter(None, blocks))


def _without_edges(page: list[str], edges: Counter[str]) -> list[str]:
    """The lines of a page between its running head and foot."""
    first = 1 if _runs(page[0], edges) else 0
    last = len(page) - 1 if len(page) > 1 and _runs(page[-1], edges) else len(page)
    return page[first:last]


def _runs(line: str, edges: Counter[str]) -> bool:
    return line.isdecimal() or edges[_mark(line)] >= _REPEATED


def _mark(line: str) -> str:
    """A line whatever the page number in it."""
    return _DIGITS.sub("0", line)


def _ends(line: str, usual: int) -> bool:
    """Whether a paragraph ends with this line, where lines usually have that many characters."""
    if _FULL_STOP.search(line):
        return len(line) < _SHORT_LINE * usual
    return len(line) < _HEADING * usual or not line


def _joined(block: str, line: str) -> str:
    if _HYPHENATED.search(block) and line[:1].islower():
        return block[:-1] + line
    return f"{block} {line}".rstrip()


def _article(title: str, text: str) -> Draft:
    if not title or title not in " ".join(text.split()):
        return article_of(text)
    return Draft(title=title, text=text.removeprefix(title).strip())
