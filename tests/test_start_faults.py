"""A start that cannot be: one clear message that says what to do, exit code 1, nothing spoilt."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.processes import gazette

# Root may write what is read-only, unless it lays that right down.
LAY_DOWN = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database of a bot that ran here before."""
    assert gazette(tmp_path, "db", "migrate")[0] == 0
    return tmp_path / "data" / "gazette.db"


def rubbish(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // PAGE):
        data[PAGE * page : PAGE * page + 64] = os.urandom(64)
    path.write_bytes(data)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 999")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (rubbish, "is not a database of Gazette"),
        (damage, "is damaged. Put a backup back: gazette db restore FILE"),
        (newer, "was written by a newer Gazette"),
    ],
)
def test_a_file_that_is_no_sound_database_is_left_as_it_is(
    path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(path)
    before = path.read_bytes()
    code, said = gazette(path.parents[1], "run")
    assert (code, words in said) == (1, True), said
    assert path.read_bytes() == before


def test_a_read_only_file_is_named(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    lay_down = LAY_DOWN if os.geteuid() == 0 and shutil.which("setpriv") else ()
    try:
        code, said = gazette(path.parents[1], "run", before=lay_down)
    finally:
        path.parent.chmod(0o755)
    assert (code, "cannot be written to. Check the rights" in said) == (1, True), said


@contextmanager
def held(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_a_file_that_another_program_holds_is_named(path: Path) -> None:
    with held(path):
        code, said = gazette(path.parents[1], "run")
    assert (code, "is in use by another program. Stop that one" in said) == (1, True), said


@pytest.mark.parametrize("command", [("db", "backup", "copy.db"), ("export", "a.gazette.jsonl")])
def test_a_copy_that_does_not_fit_leaves_nothing_behind(
    path: Path, command: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO meta VALUES ('large', hex(zeroblob(400000)))")
        database.commit()
    code, said = gazette(path.parents[1], *command, bytes_at_most=300_000)
    assert (code, len(said.splitlines())) == (1, 1), said
    assert command[-1] in said
    assert not list(path.parents[1].glob(f"{command[-1]}*"))
    assert gazette(path.parents[1], "db", "check")[0] == 0
