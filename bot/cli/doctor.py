"""`gazette doctor`: what is wrong, and how it is mended."""

from __future__ import annotations

import asyncio

import typer


def doctor() -> None:
    """Check settings, database, language data and the Bot API; say how to mend each fault."""
    from bot.doctor import examine

    findings = asyncio.run(examine())
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'}  {finding.name}: {finding.words}")
        if finding.mend:
            typer.echo(f"      mend: {finding.mend}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
