"""Gazette, a Telegram bot that tells the news in short, honest summaries.

The command line, and the one place where everything is wired together. Nothing heavy is imported
at the top: each command loads what it needs, so that `--help` is quick.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.cli.loading import load_settings
from bot.errors import GazetteError

if TYPE_CHECKING:
    import typer
    from telegram import Bot

    from bot.pulse import Pulse
    from bot.settings import Settings
    from bot.telegram.application import AnyApplication
    from bot.telegram.intake import Intake
    from bot.telegram.webhook import Webhook
    from handlers.context import Services

SANDBOX_TOKEN = "100000:a-token-for-the-sandbox-only"  # noqa: S105 - opens nothing


def main() -> None:
    """The entry point: an expected fault is one clear message and exit code 1."""
    try:
        if sys.argv[1:] == ["run"]:
            run()  # without the command line, for which a bot that starts again would wait
        else:
            command_line()()
    except GazetteError as fault:
        import typer

        typer.secho(_words(fault), fg=typer.colors.RED, err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def command_line() -> typer.Typer:
    """All commands."""
    import typer

    from bot.cli.database import database
    from bot.cli.digest import digest
    from bot.cli.doctor import doctor
    from bot.cli.exporting import export
    from bot.cli.importing import importing
    from bot.cli.summarizing import summarize
    from bot.cli.top import top
    from bot.cli.version import options

    app = typer.Typer(
        name="gazette",
        help="A Telegram bot that tells the news in short, honest summaries.",
        epilog="Settings come from the environment or a .env file; the README lists them.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(options)
    app.command()(run)
    app.command()(sandbox)
    app.command("import")(importing(_import))
    for command in (export, summarize, digest, top, doctor):
        app.command()(command)
    app.add_typer(database, name="db")
    return app


def run() -> None:
    """Start the bot. Without a token: in a sandbox, with a chat page in your browser."""
    from bot.event_loop import run as run_loop

    run_loop(_serve())


def sandbox() -> None:
    """Start the sandbox alone: a local Bot API server with a chat page, for any bot."""
    asyncio.run(_serve_sandbox(load_settings(logging=True)))


async def _serve() -> None:
    from bot.lean_imports import import_libraries

    import_libraries()
    from bot.beside import beside
    from bot.event_loop import LATER_SECONDS, settle_memory
    from bot.health import heard
    from bot.keeping import keeping
    from bot.loops import UPKEEP_EVERY, Watch, running, upkeep
    from bot.pulse import Pulse
    from bot.signals import stop_on_signals
    from bot.systemd import Systemd
    from handlers import register, tell_owners
    from handlers.wiring import application_of, sow, watch_waiting, wired
    from summarizer import ENGINE

    settings, stop = load_settings(logging=True), stop_on_signals()
    asyncio.get_running_loop().call_later(LATER_SECONDS, settle_memory)
    async with AsyncExitStack() as stack:
        settings, where = await _connected(stack, settings)
        services = await stack.enter_async_context(wired(settings, _now))
        await sow(settings, services)
        pulse = Pulse()
        called = heard(services.metrics.called, pulse)
        application = application_of(settings, called)
        gate = register(application, services)
        watch = Watch(pulse=pulse, failed=partial(tell_owners, application.bot, services))
        begin = partial(running, watch=watch)
        webhook = await stack.enter_async_context(_served(settings, services, pulse))
        await stack.enter_async_context(
            begin("upkeep", lambda: upkeep(services.store, ENGINE, _now()), UPKEEP_EVERY)
        )
        await stack.enter_async_context(keeping(services.store, settings, _now, watch))
        systemd = Systemd(os.environ)
        await stack.enter_async_context(systemd.up())

        async def ready(intake: Intake) -> None:
            watch_waiting(services.metrics, application, intake)
            _say(where)
            systemd.tell("STATUS=Answering.")
            if not services.roles.owned:
                _say(f"Nobody owns this bot yet. Send it: /claim {_claim_code(services)}")
            menus = _tell_later(application.bot, services)
            await stack.enter_async_context(beside(menus, "menus"))
            await _begin_rounds(stack, begin, application, services, settings)

        await _answering(webhook)(application, stop, ready, gate)


def _answering(webhook: Webhook | None) -> Callable[..., Awaitable[None]]:
    """How updates come: asked for, or by a webhook."""
    if webhook is None:
        from bot.telegram.polling import poll

        return poll
    from bot.telegram.webhook import receive

    return partial(receive, webhook=webhook)


async def _tell_later(bot: Bot, services: Services) -> None:
    from bot.event_loop import LATER_SECONDS
    from handlers import tell_telegram

    await asyncio.sleep(LATER_SECONDS)
    await tell_telegram(bot, services)


async def _begin_rounds(
    stack: AsyncExitStack,
    begin: Callable[..., AbstractAsyncContextManager[None]],
    application: AnyApplication,
    services: Services,
    settings: Settings,
) -> None:
    """Begin what a bot that answers does by the clock."""
    from bot.loops import DIGESTS_EVERY, POLL_EVERY, ROUND_PATIENCE
    from handlers import poll_feeds
    from handlers.delivering import delivering

    feeds = partial(poll_feeds, application.bot, services)
    await stack.enter_async_context(begin("feeds", feeds, POLL_EVERY, patience=ROUND_PATIENCE))
    digests = partial(services.digests.tick, _now)
    await stack.enter_async_context(begin("digests", digests, DIGESTS_EVERY))
    await stack.enter_async_context(delivering(application, services, settings, begin))


@asynccontextmanager
async def _served(
    settings: Settings, services: Services, pulse: Pulse
) -> AsyncIterator[Webhook | None]:
    """Serve the webhook and what those ask who watch over the bot, where there is a port for it.

    Gives the webhook, where there is to be one.
    """
    if settings.web_port is None:
        yield None
        return
    from bot.health import UPDATES, Health
    from bot.monitoring import Monitoring, lag_sampled
    from bot.telegram.webhook import webhook
    from bot.web import serving

    # A webhook may be silent for days: nobody has written.
    needed = ("feeds", "digests") if settings.webhook_url else (UPDATES, "feeds", "digests")
    meta = services.store.meta
    health = Health(meta=meta, pulse=pulse, needed=needed, now=_now)
    monitoring = Monitoring(metrics=services.metrics, health=health, store=services.store, now=_now)
    async with AsyncExitStack() as stack:
        hook = None
        if settings.webhook_url:
            hook = await stack.enter_async_context(webhook(settings, meta))
        routes = [*monitoring.routes, *([hook.route] if hook else ())]
        await stack.enter_async_context(lag_sampled(services.metrics.loop_lag.observe))
        await stack.enter_async_context(serving(settings.web_host, settings.web_port, routes))
        yield hook


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
    _say(f"The sandbox is ready: open {address} in your browser.")
    _say(f"Start a bot with GAZETTE_API_URL={address} GAZETTE_TOKEN={SANDBOX_TOKEN}")
    await stop.wait()
    await box.stop()


async def _import(settings: Settings, paths: list[Path]) -> bool:
    """Import and tell what came of it; False when nothing at all could be used."""
    import typer

    from bot.progress import progress_bar
    from handlers.wiring import ingest, wired

    lists = [path for path in paths if path.suffix.lower() == ".opml"]
    documents = [path for path in paths if path not in lists]
    with progress_bar("Importing") as show:
        async with wired(settings, _now) as services:
            feeds = await services.feeds.desk.import_files(lists, now=_now())
            report = await ingest(services).import_paths(documents, now=_now(), progress=show)
    if lists:
        typer.echo(f"{len(feeds.ids)} feed(s) added, {feeds.known} already there.")
    if not documents:
        return True
    for fault in report.faults:
        typer.secho(_words(fault), fg=typer.colors.YELLOW, err=True)
    typer.echo(
        f"{report.added} added, {report.known} already there, {len(report.faults)} fault(s)."
    )
    return bool(report.added or report.known or not report.faults)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _claim_code(services: Services) -> str:
    """A code that makes its sender the owner, once."""
    code = token_hex(5)
    services.roles.offer_claim(code)
    return code


def _now() -> datetime:
    return datetime.now(UTC)


def _words(fault: GazetteError) -> str:
    from bot.render.texts import texts_in

    return texts_in("en").plain(fault.key, **fault.arguments)


if __name__ == "__main__":
    main()
