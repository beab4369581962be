"""`gazette …` as a process of its own, run to its end."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path


def gazette(
    folder: Path, *arguments: str, before: tuple[str, ...] = (), bytes_at_most: int = 0
) -> tuple[int, str]:
    """Run `gazette …` as a process of its own; its exit code and what it said."""

    def limit() -> None:
        if bytes_at_most:
            resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_at_most, bytes_at_most))

    kept = {name: text for name, text in os.environ.items() if not name.startswith("GAZETTE_")}
    done = subprocess.run(
        [*before, sys.executable, "-m", "gazette", *arguments],
        cwd=folder,
        env=kept | {"GAZETTE_PORT": "0", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        preexec_fn=limit,
    )
    assert "Traceback" not in done.stdout
    return done.returncode, done.stdout
