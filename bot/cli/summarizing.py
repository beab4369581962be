"""`gazette summarize`: a summary of one file, printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import DocumentError


def summarize(
    file: Annotated[Path, typer.Argument(help="A text, Markdown, HTML or JSON file; - is stdin.")],
    sentences: Annotated[int, typer.Option(min=1, max=100, help="How many sentences.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="With offsets, for programs.")] = False,
) -> None:
    """Print a summary of a file, in sentences of its own."""
    from bot.feeds.documents import title_and_text
    from summarizer import summarize as summary_of

    title, text = title_and_text(_read(file), file.name)
    summary = summary_of(text, title=title or None, sentences=sentences)
    if not as_json:
        typer.echo("\n\n".join(sentence.text for sentence in summary.sentences))
        return
    chosen = [{"text": s.text, "start": s.start, "end": s.end} for s in summary.sentences]
    whole = {"title": title, "text": text, "language": summary.language, "method": summary.method}
    typer.echo(json.dumps({**whole, "sentences": chosen}, ensure_ascii=False, indent=2))


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DocumentError("document.unreadable", name=str(file), reason=reason) from error
