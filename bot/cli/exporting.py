"""`gazette export`, and `gazette import` of what it wrote."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.loading import load_settings

# An import knows by it that these are no articles.
SUFFIX = ".gazette.jsonl"
HELP = f"Where to write it; NAME{SUFFIX}, by which an import knows it."


def export(file: Annotated[Path, typer.Argument(help=HELP)]) -> None:
    """Write everything in the database to FILE as JSON Lines, also while the bot runs."""
    from bot.store.upkeep import export_file

    if not is_export(file):
        raise typer.BadParameter(f"call it {file.stem}{SUFFIX}", param_hint="FILE")
    path = load_settings().database_path
    rows = asyncio.run(export_file(path, file, now=datetime.now(UTC)))
    typer.echo(f"{rows} row(s) written to {file}.")


def is_export(path: Path) -> bool:
    """Whether the name is that of an export: all of a database, not articles."""
    return path.name.endswith(SUFFIX)


def import_export(paths: list[Path]) -> None:
    """Put an export in the database's place. The bot must be stopped."""
    from bot.store.importing import import_database

    if len(paths) > 1:
        raise typer.BadParameter(f"a {SUFFIX} file is a whole database: import it alone")
    (file,) = paths
    target = load_settings().database_path
    imported = asyncio.run(import_database(file, target))
    typer.echo(f"{imported.rows} row(s): {target} now holds what {file} holds.")
    if imported.kept is not None:
        typer.echo(f"What was there before is kept as {imported.kept}.")
