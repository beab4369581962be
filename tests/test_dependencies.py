"""The page of dependencies says what is so; every package states a licence that we may use."""

from __future__ import annotations

import re

from packaging.utils import canonicalize_name

from tests.dependencies import PAGE, ROOT, page
from tests.locking import LOCK

# Licences that let a program under MIT be given to anybody together with the package.
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software|Unlicense|Zlib|0BSD|LGPL|Lesser"
)


def rows(part: str) -> list[list[str]]:
    lines = re.findall(r"^\| (.+) \|$", part, re.MULTILINE)
    return [line.split(" | ") for line in lines if not line.startswith(("Package", "---"))]


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make dependencies"


def test_what_runs_is_free_and_every_choice_has_its_reason() -> None:
    run, _, develop = page().partition("## To develop it")
    assert len(rows(run)) > 40
    assert [row for row in rows(run) if not FREE.search(row[1])] == []
    assert [row for row in rows(run) if row[2].startswith("For development")] == []
    assert [row for row in rows(run) + rows(develop) if row[1] == "not stated"] == []


def test_the_image_installs_what_is_tested_and_checks_it() -> None:
    pinned = {
        canonicalize_name(name): version
        for name, version in re.findall(
            r"^([\w.-]+)==(\S+)$",
            (ROOT / "constraints.txt").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    text = LOCK.read_text(encoding="utf-8")
    entries = re.findall(
        r"^([\w.-]+)==(\S+)(?: ;.*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)",
        text,
        re.MULTILINE,
    )
    locked = {canonicalize_name(name): version for name, version, _ in entries}
    needed = {canonicalize_name(row[0]) for row in rows(page().partition("## To develop it")[0])}
    assert set(locked) == needed, "run: make lock"
    assert {name: pinned.get(name, locked[name]) for name in locked} == locked, "run: make lock"
    assert "://" not in text
