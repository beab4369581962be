"""`gazette import`: of articles, or of what `gazette export` wrote."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.exporting import import_export, is_export
from bot.cli.loading import load_settings

if TYPE_CHECKING:
    from bot.settings import Settings

HELP = (
    "Text, Markdown, HTML, JSON, JSON Lines, Word or PDF; folders are searched. OPML lists feeds."
)
Articles = Callable[["Settings", list[Path]], Coroutine[None, None, bool]]


def importing(articles: Articles) -> Callable[[list[Path]], None]:
    """The command; `articles` takes articles in from files, False where nothing could be used."""

    def command(
        paths: Annotated[list[Path], typer.Argument(help=HELP, exists=True)],
    ) -> None:
        """Take articles in from files and folders."""
        if any(is_export(path) for path in paths):
            import_export(paths)
        elif not asyncio.run(articles(load_settings(), paths)):
            raise typer.Exit(1)

    return command
