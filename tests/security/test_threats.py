"""The page of threats and the tests hold each other: each line has a test, and each test a line."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
LINES = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| ")][2:]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def _tests_of(path: Path) -> frozenset[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = (node.name for node in tree.body if isinstance(node, functions))
    return frozenset(name for name in names if name.startswith("test_"))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[1].strip())
def test_each_threat_is_tried(line: list[str]) -> None:
    who, what, stops, shown = map(str.strip, line)
    assert who
    assert what
    assert stops
    tests = NAMED.findall(shown)
    assert tests
    assert NAMED.sub("", shown).strip() == ""
    for path, name in tests:
        assert name in _tests_of(ROOT / path), f"{path}::{name}"


def test_what_is_tried_here_is_on_the_page() -> None:
    told = {name for _, name in NAMED.findall(PAGE)}
    here = sorted(Path(__file__).parent.glob("test_*.py"))
    tried = {name for path in here if path != Path(__file__) for name in _tests_of(path)}
    assert tried - told == set()


def test_the_page_is_a_page() -> None:
    assert 15 <= len(LINES) <= 30
