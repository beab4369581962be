"""No text keeps a regular expression busy without end; `make fuzz` measures how the work grows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.security.patterns import attacks, patterns

PATTERNS = patterns()
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_comes_to_an_end(name: str) -> None:
    """Where the work doubled with each character, it would go on for longer than the sun."""
    used = PATTERNS[name]
    for attack in attacks(used.pattern):
        used.run(attack.text(200))


# Of words that were cut at letters, or of a path of ours, and no repetition but the last one.
LATE = {"bot/store/snippets.py", "bot/store/backups.py"}


def test_no_pattern_is_overlooked() -> None:
    """What is compiled inside a function is among the others, or is known to be made late."""
    compiled = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "handlers", "summarizer")
        for path in ROOT.glob(f"{folder}/**/*.py")
        if re.search(r"^ .*re\.compile\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    known = {name.partition(":")[0].rpartition(".")[0].replace(".", "/") for name in PATTERNS}
    assert {path for path in compiled - LATE if not _covered(path, known)} == set()


def _covered(path: str, known: set[str]) -> bool:
    """Whether something is known of that module, or of what it holds."""
    module = path.removesuffix(".py")
    return any(each == module or each.startswith(f"{module}/") for each in known)
