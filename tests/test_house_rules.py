"""The house rules of CONTRIBUTING that no linter holds: sizes, names, who imports the program."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "handlers", "summarizer", "tests")
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
IGNORED = re.compile(
    r"# (?:noqa|type: ignore|pragma: no cover|ruff: noqa|mypy: ignore|pylint:)(?P<rest>.*)"
)
# After the codes, words: "noqa: S105 - opens nothing".
REASON = re.compile(r"[\w:,\s\[\]-]*?\W(?:-|#)\s.*\w\w")


def files(*kinds: str) -> list[Path]:
    inside = [
        path for folder in FOLDERS for kind in kinds for path in (ROOT / folder).rglob(f"*.{kind}")
    ]
    return sorted([ROOT / "gazette.py", *inside] if "py" in kinds else inside)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> set[str]:
    """The first parts of the names of all modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def comments(path: Path) -> list[str]:
    with path.open("rb") as file:
        tokens = list(tokenize.tokenize(file.readline))
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def test_no_file_is_longer_than_can_be_read_at_a_sitting() -> None:
    lengths = {
        named(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files("py", "js", "css", "html", "sql")
    }
    assert len(lengths) > 100
    assert {name: size for name, size in lengths.items() if size > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{named(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in files("py")
        for function in functions(path)
    }
    assert {name: size for name, size in lengths.items() if size > LONGEST_FUNCTION} == {}


def test_every_module_has_a_name_that_says_something() -> None:
    parts = {
        (named(path), part)
        for path in files("py", "js")
        for part in (path.stem, *path.relative_to(ROOT).parts[:-1])
    }
    assert [name for name, part in parts if part in NAMES_THAT_SAY_NOTHING] == []


def test_nobody_imports_the_program_but_tests() -> None:
    below = [path for path in files("py") if not named(path).startswith(("tests/", "gazette.py"))]
    assert [named(path) for path in below if "gazette" in imported(path)] == []


def test_nobody_imports_tests() -> None:
    program = [path for path in files("py") if not named(path).startswith("tests/")]
    assert [named(path) for path in program if "tests" in imported(path)] == []


def test_what_is_imported_is_seen_by_the_linter() -> None:
    """`importlib.resources` reads files and is fine; importing by a made-up name hides a floor."""
    names = {"import_module", "__import__"}
    hidden = [
        named(path)
        for path in files("py")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.ImportFrom) and names & {alias.name for alias in node.names})
    ]
    assert hidden == []


def test_every_exception_to_a_rule_has_its_reason() -> None:
    bare = [
        f"{named(path)}: {comment}"
        for path in files("py")
        for comment in comments(path)
        for ignored in IGNORED.finditer(comment)
        if not REASON.match(ignored["rest"])
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("comment", "has_reason"),
    [
        ("# noqa: S105", False),
        ("# noqa", False),
        ("# type: ignore[arg-type]", False),
        ("# noqa: S105 - opens nothing", True),
        ("# noqa: PLR0913, PLR0917 - PTB's signature", True),
        ("# noqa: S101  # a pipe, as asked for", True),
        ("# type: ignore[arg-type]  # a fake", True),
    ],
)
def test_what_counts_as_a_reason(comment: str, has_reason: bool) -> None:
    ignored = IGNORED.search(comment)
    assert ignored
    assert bool(REASON.match(ignored["rest"])) is has_reason
