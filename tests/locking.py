"""Writes requirements.lock by pip-compile, whose path is the argument. Run by `make lock`."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
HEAD = """\
# What the image installs, with the hashes of all files of each release: what is fetched is what was
# tested, wherever it is fetched from. Written by `make lock`, of constraints.txt.
"""
OPTIONS = (
    "--quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate "
    "--no-emit-index-url --no-emit-find-links --no-emit-trusted-host "
    "--constraint constraints.txt --output-file - -"
)


def lock(compiler: str) -> str:
    """The whole file; nothing in it says where anything came from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    done = subprocess.run(
        [compiler, *OPTIONS.split()],
        check=True,
        cwd=ROOT,
        input="\n".join(project["dependencies"]),
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith("#")]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    LOCK.write_text(lock(sys.argv[1]), encoding="utf-8")
