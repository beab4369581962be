"""Word documents (.docx, ECMA-376): the paragraphs of the main part, as a reader sees them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import (
    Element,
    ParseError,
    fromstring,
    iterparse,
)
from zipfile import BadZipFile, ZipFile

from bot.errors import DocumentError
from bot.feeds.plain_text import article_of
from bot.feeds.prose import headline
from bot.model import Draft

# Of one part, unpacked: a small archive can hold gigabytes of zeros.
_LARGEST_PART = 32 * 1024 * 1024
_RELATIONS = "_rels/.rels"
_MAIN_PART = "word/document.xml"
_HEADINGS = ("title", "heading1", "berschrift1", "1")
# A stand-in for older programs tells the same again; text that was moved away or deleted is gone.
_SILENT = frozenset({"Fallback", "moveFrom", "del"})
# What a broken archive makes the reader stumble over; RuntimeError where it asks for a password.
_BROKEN = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError),
    *(ParseError, LookupError, ValueError, OverflowError),
)
_MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, name: str) -> Draft | None:
    """The article of a Word document; None for one without text.

    A first paragraph in the style of a title or heading is the title, else the first line is one
    if it looks like it. Tracked changes count as accepted.

    Raises:
        DocumentError: "document.damaged" (name): no such archive, or not well-formed.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            paragraphs = list(_paragraphs(_part(archive, _main_part(archive))))
    except _BROKEN as error:
        raise DocumentError("document.damaged", name=name) from error
    if not paragraphs:
        return None
    (style, first), rest = paragraphs[0], [text for _, text in paragraphs[1:]]
    if rest and _is_heading(style):
        return Draft(title=headline(first), text="\n\n".join(rest))
    return article_of("\n\n".join([first, *rest]))


def _is_heading(style: str) -> bool:
    return style.lower().replace(" ", "") in _HEADINGS


def _main_part(archive: ZipFile) -> str:
    """Where the text stands: most programs call it the same, some do not."""
    if _RELATIONS not in archive.namelist():
        return _MAIN_PART
    relations = fromstring(_part(archive, _RELATIONS))  # noqa: S314 - a part with a DTD is refused
    for relation in relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", _MAIN_PART).lstrip("/")
    return _MAIN_PART


def _part(archive: ZipFile, name: str) -> bytes:
    """The bytes of a part. Raises ValueError when it is too large or could hold an entity bomb."""
    with archive.open(name) as file:
        data = file.read(_LARGEST_PART + 1)
    if len(data) > _LARGEST_PART or b"<!DOCTYPE" in data:
        raise ValueError(name)
    return data


def _paragraphs(xml: bytes) -> Iterator[tuple[str, str]]:
    """(style, text) of each paragraph that holds text, those in tables and boxes as well."""
    silence = 0
    for event, element in iterparse(BytesIO(xml), events=("start", "end")):  # noqa: S314 - as above
        kind = _local(element)
        if kind in _SILENT:
            silence += 1 if event == "start" else -1
        if event == "start" or not (kind in _SILENT or kind == "p"):
            continue
        text = _text(element) if kind == "p" and not silence else ""
        if text:
            yield _style(element), text
        # What was told is let go: also, a paragraph in a box stands inside another one.
        element.clear()


def _text(paragraph: Element) -> str:
    pieces = (
        _MARKS.get(_local(node)) or (node.text or "" if _local(node) == "t" else "")
        for node in paragraph.iter()
    )
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def _style(paragraph: Element) -> str:
    styles = (node for node in paragraph.iter() if _local(node) == "pStyle")
    values = (value for node in styles for key, value in node.items() if key.endswith("val"))
    return next(values, "")


def _local(element: Element) -> str:
    """The name without its namespace, of which there are two (transitional and strict)."""
    return element.tag.rpartition("}")[2]
