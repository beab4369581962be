"""Where the seeds lie that a new Gazette starts with."""

from __future__ import annotations

from pathlib import Path


def seeds_folder() -> Path:
    """The folder with the seed articles, `topics.toml` and `feeds.opml`.

    It lies beside the package `bot`, in a checkout and in an installation alike.
    """
    return Path(__file__).resolve().parents[2] / "seeds"
