"""Gazette, a Telegram bot that tells the news in short, honest summaries.

The command line, and the one place where everything is wired together. Nothing heavy is imported
at the top: each command loads what it needs, so that `--help` is quick.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import DocumentError, GazetteError

if TYPE_CHECKING:
    from bot.news.ingest import Ingest
    from bot.settings import Settings
    from handlers.context import Services

SANDBOX_TOKEN = "100000:a-token-for-the-sandbox-only"  # noqa: S105 - opens nothing
IMPORTED = "Text, Markdown, HTML, JSON or JSON Lines; folders are searched."

app = typer.Typer(
    name="gazette",
    help="A Telegram bot that tells the news in short, honest summaries.",
    epilog="Settings come from the environment or a .env file; the README lists them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
database = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(database, name="db")


@app.command()
def run() -> None:
    """Start the bot. Without a token: in a sandbox, with a chat page in your browser."""
    asyncio.run(_serve(_settings(logging=True)))


@app.command()
def sandbox() -> None:
    """Start the sandbox alone: a local Bot API server with a chat page, for any bot."""
    asyncio.run(_serve_sandbox(_settings(logging=True)))


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help=IMPORTED, exists=True)],
) -> None:
    """Take articles in from files and folders."""
    if not asyncio.run(_import(_settings(), paths)):
        raise typer.Exit(1)


@app.command()
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


@app.command()
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


@database.command()
def migrate() -> None:
    """Bring the database up to this version of Gazette."""
    from bot.store.upkeep import migrate_file

    path = _settings().database_path
    steps = asyncio.run(migrate_file(path))
    typer.echo(f"{path}: {steps} migration(s) applied." if steps else f"{path} is up to date.")


@database.command()
def check() -> None:
    """Look for damage in the database."""
    from bot.store.upkeep import check_file

    path = _settings().database_path
    findings = asyncio.run(check_file(path))
    typer.echo("\n".join(findings) or f"{path} is sound.")
    if findings:
        raise typer.Exit(1)


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy.")]) -> None:
    """Copy the database to FILE, also while the bot runs."""
    from bot.store.upkeep import backup_file

    asyncio.run(backup_file(_settings().database_path, file))
    typer.echo(f"Copied to {file}.")


@database.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy that `backup` made.")]) -> None:
    """Put FILE in the database's place, after checking it. Stop the bot first."""
    from bot.store.backup import restore as put_back

    path = _settings().database_path
    kept = asyncio.run(put_back(file, path))
    typer.echo(f"{path} now holds what {file} holds.")
    if kept is not None:
        typer.echo(f"What was there before is kept as {kept}.")


def main() -> None:
    """The entry point: an expected fault is one clear message and exit code 1."""
    try:
        app()
    except GazetteError as fault:
        typer.secho(_words(fault), fg=typer.colors.RED, err=True)
        sys.exit(1)


@asynccontextmanager
async def wired(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[Services]:
    """Open the store and the worker processes, and build everything that stands on them."""
    from bot.news.briefing import Briefing
    from bot.news.newsroom import Newsroom
    from bot.news.preparing import Preparing
    from bot.news.summaries import Summaries
    from bot.news.vocabulary import load_vocabulary
    from bot.store import open_store
    from handlers.context import Services
    from summarizer.pool import SummaryPool

    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_path))
        pool = await stack.enter_async_context(
            SummaryPool(workers=settings.summary_workers, limit=settings.summary_timeout)
        )
        vocabulary = load_vocabulary(_seeds(settings) / "topics.toml")
        yield Services(
            store=store,
            briefing=Briefing(
                articles=store.articles, search_index=store.search, vocabulary=vocabulary
            ),
            newsroom=Newsroom(
                store=store,
                preparing=Preparing(vocabulary=vocabulary, summarise=pool.summarize),
            ),
            summaries=Summaries(kept=store.summaries, pool=pool, now=now),
            vocabulary=vocabulary,
            owners=settings.admins,
            throttle_per_minute=settings.throttle_per_minute,
            now=now,
        )


async def sow(settings: Settings, services: Services) -> None:
    """Load the seeds into a database that has never had any."""
    if await services.store.meta.get("seeded") is None:
        await ingest(services).import_paths([_seeds(settings)], now=services.now())
        await services.store.meta.put("seeded", services.now().isoformat())


def ingest(services: Services) -> Ingest:
    """The write path over these services."""
    from bot.news.ingest import Ingest

    return Ingest(articles=services.store.articles, newsroom=services.newsroom)


async def _serve(settings: Settings) -> None:
    from bot.loops import UPKEEP_EVERY, running, upkeep
    from bot.signals import stop_on_signals
    from bot.telegram.application import build
    from bot.telegram.polling import poll
    from handlers import Context, register, tell_telegram
    from summarizer import ENGINE

    stop = stop_on_signals()
    async with AsyncExitStack() as stack:
        settings, where = await _connected(stack, settings)
        services = await stack.enter_async_context(wired(settings, _now))
        await sow(settings, services)
        await stack.enter_async_context(
            running("upkeep", lambda: upkeep(services.store, ENGINE, _now()), UPKEEP_EVERY)
        )
        application = build(settings.bot_token, settings.api_url, Context)
        register(application, services)

        async def ready() -> None:
            typer.echo(where)
            await tell_telegram(application.bot, services.owners)

        await poll(application, stop, ready)


async def _connected(stack: AsyncExitStack, settings: Settings) -> tuple[Settings, str]:
    """The settings to run with, and what to tell the operator; starts the sandbox if need be."""
    if settings.token is not None:
        return settings, "Gazette is ready."
    from bot.sandbox import ADMIN, Sandbox

    box = Sandbox(SANDBOX_TOKEN)
    address = await box.start(settings.host, settings.port)
    stack.push_async_callback(box.stop)
    settings = settings.pointed_at(address, SANDBOX_TOKEN, settings.admins or frozenset({ADMIN}))
    return settings, f"Gazette is ready: open {address} in your browser."


async def _serve_sandbox(settings: Settings) -> None:
    from bot.sandbox import Sandbox
    from bot.signals import stop_on_signals

    stop = stop_on_signals()
    box = Sandbox(SANDBOX_TOKEN)
    address = await box.start(settings.host, settings.port)
    typer.echo(f"The sandbox is ready: open {address} in your browser.")
    typer.echo(f"Start a bot with GAZETTE_API_URL={address} GAZETTE_TOKEN={SANDBOX_TOKEN}")
    await stop.wait()
    await box.stop()


async def _import(settings: Settings, paths: list[Path]) -> bool:
    """Import and tell what came of it; False when nothing at all could be used."""
    from bot.progress import progress_bar

    with progress_bar("Importing") as show:
        async with wired(settings, _now) as services:
            report = await ingest(services).import_paths(paths, now=_now(), progress=show)
    for fault in report.faults:
        typer.secho(_words(fault), fg=typer.colors.YELLOW, err=True)
    typer.echo(
        f"{report.added} added, {report.known} already there, {len(report.faults)} fault(s)."
    )
    return bool(report.added or report.known or not report.faults)


def _settings(*, logging: bool = False) -> Settings:
    from bot.logs import configure
    from bot.settings import Settings

    settings = Settings.load()
    # The one-shot commands speak for themselves: of the log only warnings matter there.
    configure(settings.log_level if logging else "warning", settings.log_format)
    return settings


def _seeds(settings: Settings) -> Path:
    from bot.feeds.seeds import seeds_folder

    return settings.seeds or seeds_folder()


def _now() -> datetime:
    return datetime.now(UTC)


def _words(fault: GazetteError) -> str:
    from bot.render.texts import texts_in

    return texts_in("en").plain(fault.key, **fault.arguments)


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DocumentError("document.unreadable", name=str(file), reason=reason) from error


if __name__ == "__main__":
    main()
