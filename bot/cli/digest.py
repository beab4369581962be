"""`gazette digest --dry-run`: what would go to whom and when, printed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.loading import load_settings
from bot.errors import StoreError

if TYPE_CHECKING:
    from bot.model import Subscription
    from bot.news.digests import Preview
    from bot.settings import Settings
    from bot.store import Store

# More than anybody reads on a terminal.
_SHOWN = 100
_TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M%z"]


def digest(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write and send nothing.")] = False,
    chat: Annotated[int, typer.Option(help="Only the lists of this chat, by its id.")] = 0,
    at: Annotated[
        datetime | None,
        typer.Option(formats=_TIMES, help="What is due by then; UTC unless it says +HH:MM."),
    ] = None,
) -> None:
    """Show which digests would go out, to whom and when. The bot itself sends them."""
    if not dry_run:
        raise typer.BadParameter("digests go out by `gazette run`; look at them with --dry-run")
    instant = at and (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
    previews = asyncio.run(_previews(load_settings(), chat, instant))
    for preview in previews:
        typer.echo(_words(preview))
    typer.echo(f"{len(previews)} digest(s)" + (", the first ones" * (len(previews) == _SHOWN)))


async def _previews(settings: Settings, chat: int, at: datetime | None) -> Sequence[Preview]:
    from bot.news.digests import Digests
    from bot.news.vocabulary import load_vocabulary
    from bot.store import open_store

    if not settings.database_path.exists():
        raise StoreError("store.missing", path=str(settings.database_path))
    vocabulary = load_vocabulary(settings.seeds and settings.seeds / "topics.toml")
    async with open_store(settings.database_path) as store:
        vocabulary.adopt(await store.own_topics.all())
        patience = timedelta(hours=settings.digest_patience)
        digests = Digests(store=store, vocabulary=vocabulary, patience=patience)
        return await digests.preview(await _lists(store, chat, at), at or datetime.now(UTC))


async def _lists(store: Store, chat: int, at: datetime | None) -> list[Subscription]:
    """The lists that are scheduled, or due by then, the first ones first."""
    if chat:
        lists = await store.subscriptions.of_chat(chat)
    elif at:
        lists = await store.subscriptions.due(at, _SHOWN)
    else:
        lists = await store.subscriptions.scheduled(0, _SHOWN)
    coming = [
        (each.next_digest_at, each.id, each)
        for each in lists
        if each.next_digest_at and (at is None or each.next_digest_at <= at)
    ]
    return [each for *_, each in sorted(coming, key=lambda known: known[:2])]


def _words(preview: Preview) -> str:
    """When, for whom, and the messages as plain text."""
    from bot.news.schedule import zone_of
    from bot.render.parts import plain

    subscription = preview.subscription
    when = subscription.next_digest_at or datetime.now(UTC)
    local = when.astimezone(zone_of(subscription.zone))
    head = f"{local:%Y-%m-%d %H:%M} {subscription.zone}, chat {subscription.chat_id}"
    name = f", “{subscription.name}”" if subscription.name else ""
    parts = preview.content.parts if preview.content else ()
    text = "\n\n".join(plain(part.html) for part in parts)
    return f"== {head}{name}\n{text}\n"
