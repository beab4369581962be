"""Writes docs/dependencies.md: every package that Gazette stands on, its licence, and why.

The reasons of our own choices are those of the changelog; a package that only another one needs is
listed with that one. Run by `make dependencies`; a test compares.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
HEAD = """\
# Dependencies

What Gazette stands on, with licences, written by `make dependencies` from the packages themselves.
Versions are pinned in `constraints.txt`; `make audit` asks whether weaknesses of them are known.

## To run it

{run}

## To develop it

On top of these, none of them in a deployment.

{develop}
"""
Needs = dict[str, set[str]]


def page() -> str:
    """The whole page."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = _needed(project["dependencies"])
    develop = _needed(project["optional-dependencies"]["dev"])
    later = {name: by for name, by in develop.items() if name not in run}
    return HEAD.format(run=_table(run), develop=_table(later))


def _needed(chosen: Iterable[str]) -> Needs:
    """All packages that the requirements lead to, each with those that ask for it ("": we do)."""
    found: Needs = {}
    seen: set[tuple[str, str]] = set()
    queue = [(Requirement(line), "", "") for line in chosen]
    while queue:
        requirement, by, asked = queue.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": asked}):
            continue
        name = canonicalize_name(requirement.name)
        found.setdefault(name, set()).add(by)
        for extra in {"", *requirement.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            needs = distribution(name).requires or ()
            queue += [(Requirement(need), name, extra) for need in needs]
    return found


def _table(needs: Needs) -> str:
    rows = [
        f"| {named} | {_licence(package)} | {_why(name, needs[name])} |"
        for named, name, package in sorted(
            ((distribution(name).metadata["Name"], name, distribution(name)) for name in needs),
            key=lambda row: row[1],
        )
    ]
    return "\n".join(["| Package | Licence | Why |", "| --- | --- | --- |", *rows])


def _licence(package: Distribution) -> str:
    """The licence as the package states it, the shortest of its ways."""
    given = package.metadata
    if "License-Expression" in given:
        return given["License-Expression"]
    classifiers = given.get_all("Classifier") or []
    classified = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License")]
    stated = given["License"].strip().partition("\n")[0] if "License" in given else ""
    return ", ".join(classified) or stated or "not stated"


def _why(name: str, needed_by: set[str]) -> str:
    if "" in needed_by:
        return _reasons().get(name, "For development; see the changelog.")
    return f"Needed by {', '.join(sorted(needed_by))}."


def _reasons() -> dict[str, str]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    table = text.partition("### Dependencies, and why each is there")[2]
    rows = re.findall(r"^\| ([\w-]+) \| (.+) \|$", table, re.MULTILINE)
    return {canonicalize_name(name): why for name, why in rows}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
