"""`gazette --version`."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import version
from typing import Annotated

import typer


def told() -> str:
    """What a report of a fault should say: the versions of all that matters."""
    from bot.store.migrate import known_steps

    return (
        f"Gazette {version('gazette')} · Python {platform.python_version()} · "
        f"SQLite {sqlite3.sqlite_version} · database version {len(known_steps())}"
    )


def _tell(wanted: bool) -> None:
    if wanted:
        typer.echo(told())
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """A Telegram bot that tells the news in short, honest summaries."""
