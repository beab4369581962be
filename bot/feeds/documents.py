"""Documents in, drafts out, told by the suffix: text, Markdown, HTML, JSON, Word and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from bot.errors import DocumentError
from bot.feeds.article import extract
from bot.feeds.decode import clean, decode
from bot.feeds.docx import read_docx
from bot.feeds.markdown import read_markdown
from bot.feeds.pdf import read_pdf
from bot.feeds.plain_text import read_text
from bot.feeds.prose import first_words
from bot.feeds.reading import Reading
from bot.feeds.sidecar import amend
from bot.feeds.structured import read_json, read_json_lines
from bot.model import Draft

_PLAIN = frozenset({".txt", ".text"})
LARGEST_DOCUMENT = 20 * 1024 * 1024
"""In bytes. What is larger is no article, and would hold much memory while it is read."""


def read_document(data: bytes, name: str, *, sidecar: bytes = b"") -> Reading:
    """The articles of a document; `sidecar` is the content of the TOML beside it, if any.

    The suffix of `name` (a path or a bare file name) tells the format; messages show its last
    part. Takes time in proportion to the size: call it off the event loop.

    Raises:
        DocumentError: the document as a whole cannot be read. What is wrong with a part of it
            (a line of JSON Lines, an item of a list) is in `Reading.faults`.
    """
    path = PurePath(name)
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise DocumentError("document.unknown_type", name=path.name, suffix=path.suffix)
    if len(data) > LARGEST_DOCUMENT:
        raise too_large(path.name, len(data))
    reading = read(data, path.name)
    if not reading.drafts and not reading.faults:
        raise DocumentError("document.no_article", name=path.name)
    drafts = amend(reading.drafts, sidecar, path.with_suffix(".toml").name)
    return Reading(drafts=drafts, faults=reading.faults)


def title_and_text(data: bytes, name: str) -> tuple[str, str]:
    """The title and text of a document's first article.

    Plain text, and what has no suffix that we know, is taken as it is: title "", the whole text.
    Raises DocumentError as `read_document` does.
    """
    if not is_document(name) or PurePath(name).suffix.lower() in _PLAIN:
        return "", decode(data)
    reading = read_document(data, name)
    if not reading.drafts:
        raise reading.faults[0]
    first = next((draft for draft in reading.drafts if draft.text), reading.drafts[0])
    return first.title, first.text


def is_document(name: str) -> bool:
    """Whether `read_document` knows the format of a file with that name."""
    return PurePath(name).suffix.lower() in _READERS


def too_large(name: str, size: int) -> DocumentError:
    """The fault of a document of `size` bytes, over the limit."""
    megabyte = 1024 * 1024
    return DocumentError(
        "document.too_large",
        name=name,
        megabytes=-(-size // megabyte),
        limit=LARGEST_DOCUMENT // megabyte,
    )


def _text(data: bytes, name: str) -> Reading:
    del name
    return Reading(drafts=read_text(decode(data)))


def _markdown(data: bytes, name: str) -> Reading:
    return _one(read_markdown(decode(data), name))


def _word(data: bytes, name: str) -> Reading:
    return _one(read_docx(data, name))


def _pdf(data: bytes, name: str) -> Reading:
    return _one(read_pdf(data, name))


def _one(draft: Draft | None) -> Reading:
    return Reading(drafts=(draft,) if draft else ())


def _html(data: bytes, name: str) -> Reading:
    del name
    page = extract(data)
    if not page.text:
        return Reading()
    draft = Draft(
        title=page.title or first_words(page.text),
        text=clean(page.text),
        url=page.url,
        source=page.source,
        author=page.author,
        published=page.published,
        language=page.language,
    )
    return Reading(drafts=(draft,))


def _json(data: bytes, name: str) -> Reading:
    return read_json(decode(data), name)


def _json_lines(data: bytes, name: str) -> Reading:
    return read_json_lines(decode(data), name)


_READERS: Mapping[str, Callable[[bytes, str], Reading]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".docx": _word,
    ".pdf": _pdf,
}
