"""Documents on disk: which files of a folder are any, and their reading (which blocks)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import DocumentError
from bot.feeds.documents import LARGEST_DOCUMENT, is_document, read_document, too_large
from bot.feeds.reading import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """What was read from a file, and when the file was last changed."""

    reading: Reading
    modified: datetime


def documents_in(paths: Iterable[Path]) -> list[Path]:
    """The files to read: those named, and the documents in the folders named, each once.

    Folders are searched whole, in the order of the names. Hidden files, and files of other kinds
    (sidecars, `topics.toml`, lists of feeds), are passed over there.
    """
    return list(dict.fromkeys(file for path in paths for file in _documents(path)))


def read_file(path: Path) -> File:
    """Read a document together with the TOML of the same name beside it, if there is one.

    Raises:
        DocumentError: the file is missing or unreadable, or no document.
    """
    try:
        status = path.stat()
        if status.st_size > LARGEST_DOCUMENT:
            raise too_large(path.name, status.st_size)
        sidecar = path.with_suffix(".toml")
        beside = sidecar.read_bytes() if sidecar != path and sidecar.is_file() else b""
        reading = read_document(path.read_bytes(), path.name, sidecar=beside)
    except FileNotFoundError as error:
        raise DocumentError("document.missing", name=str(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError("document.unreadable", name=path.name, reason=reason) from error
    return File(reading=reading, modified=datetime.fromtimestamp(status.st_mtime, UTC))


def _documents(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if not hidden and is_document(file.name) and file.is_file():
            yield file
