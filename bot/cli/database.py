"""`gazette db …`: looks after the database."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.loading import load_settings

database = typer.Typer(help="Look after the database.", no_args_is_help=True)


@database.command()
def migrate() -> None:
    """Bring the database up to this version of Gazette."""
    from bot.store.upkeep import migrate_file

    path = load_settings().database_path
    steps = asyncio.run(migrate_file(path))
    typer.echo(f"{path}: {steps} migration(s) applied." if steps else f"{path} is up to date.")


@database.command()
def check() -> None:
    """Look for damage in the database."""
    from bot.store.upkeep import check_file

    path = load_settings().database_path
    findings = asyncio.run(check_file(path))
    typer.echo("\n".join(findings) or f"{path} is sound.")
    if findings:
        raise typer.Exit(1)


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy.")]) -> None:
    """Copy the database to FILE, also while the bot runs."""
    from bot.store.upkeep import backup_file

    asyncio.run(backup_file(load_settings().database_path, file))
    typer.echo(f"Copied to {file}.")


@database.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy that `backup` made.")]) -> None:
    """Put FILE in the database's place, after checking it. Stop the bot first."""
    from bot.store.backup import restore as put_back

    path = load_settings().database_path
    kept = asyncio.run(put_back(file, path))
    typer.echo(f"{path} now holds what {file} holds.")
    if kept is not None:
        typer.echo(f"What was there before is kept as {kept}.")


@database.command()
def vacuum() -> None:
    """Write the database anew without gaps. Stop the bot first."""
    from bot.store.upkeep import compact_file

    path = load_settings().database_path
    before, after = asyncio.run(compact_file(path))
    typer.echo(f"{path}: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB now.")
