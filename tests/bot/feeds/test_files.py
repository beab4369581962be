from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.feeds.documents import LARGEST_DOCUMENT
from bot.feeds.files import documents_in, read_file


def _write(path: Path, text: str = "A headline") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_searched_whole_and_in_order(tmp_path: Path) -> None:
    deep, second, first = (_write(tmp_path / name) for name in ("c/d/e.md", "b.txt", "a.json"))
    for name in (".hidden.txt", ".git/a.txt", "topics.toml", "feeds.opml", "picture.png"):
        _write(tmp_path / name)
    (tmp_path / "folder.txt").mkdir()
    assert documents_in([tmp_path]) == [first, second, deep]


def test_a_file_that_is_named_is_read_whatever_it_is_and_once(tmp_path: Path) -> None:
    picture, text = _write(tmp_path / "picture.png"), _write(tmp_path / "a.txt")
    missing = tmp_path / "missing.txt"
    assert documents_in([text, picture, missing, tmp_path]) == [text, picture, missing]


def test_a_file_comes_with_its_sidecar_and_its_age(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt")
    _write(tmp_path / "a.toml", '[headlines]\nsource = "The Paper"')
    os.utime(path, (1_700_000_000, 1_700_000_000))
    file = read_file(path)
    assert file.reading.drafts[0].source == "The Paper"
    assert file.modified == datetime.fromtimestamp(1_700_000_000, UTC)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    toml = _write(tmp_path / "topics.toml")
    for path, key in (
        (huge, "document.too_large"),
        (folder, "document.unreadable"),
        (toml, "document.unknown_type"),
        (tmp_path / "missing.txt", "document.missing"),
        (tmp_path / "a\0b.txt", "document.unreadable"),
    ):
        with pytest.raises(DocumentError) as caught:
            read_file(path)
        assert caught.value.key == key
