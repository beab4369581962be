"""A feed as a row of the database, and back."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.model import Fault, PolledFeed
from bot.store.instants import maybe_instant, maybe_seconds, to_instant, to_seconds
from bot.store.sqlite import Row


def feed_of(row: Row) -> PolledFeed:
    """The feed of a row."""
    fault = json.loads(row["fault"] or "null")
    return PolledFeed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        site=row["site"],
        language=row["language"],
        topics=tuple(json.loads(row["topics"])),
        full_page=bool(row["full_page"]),
        held=bool(row["held"]),
        paused=bool(row["paused"]),
        gone=bool(row["gone"]),
        added=to_instant(row["added"]),
        etag=row["etag"],
        modified=row["modified"],
        body_hash=row["body_hash"],
        next_poll=to_instant(row["next_poll"]),
        interval=timedelta(seconds=row["interval"]),
        last_poll=maybe_instant(row["last_poll"]),
        last_item=maybe_instant(row["last_item"]),
        failures=row["failures"],
        fault=Fault(**fault) if fault else None,
        told=maybe_instant(row["told"]),
    )


def columns_of(feed: PolledFeed) -> dict[str, str | int | None]:
    """What a row says of a feed, but for what never changes."""
    fault = feed.fault
    return {
        "id": feed.id,
        "title": feed.title,
        "site": feed.site,
        "language": feed.language,
        "topics": json.dumps(feed.topics),
        "full_page": feed.full_page,
        "held": feed.held,
        "paused": feed.paused,
        "gone": feed.gone,
        "etag": feed.etag,
        "modified": feed.modified,
        "body_hash": feed.body_hash,
        "next_poll": to_seconds(feed.next_poll),
        "interval": feed.interval // timedelta(seconds=1),
        "last_poll": maybe_seconds(feed.last_poll),
        "last_item": maybe_seconds(feed.last_item),
        "failures": feed.failures,
        "fault": json.dumps({"key": fault.key, "arguments": fault.arguments}) if fault else "",
        "told": maybe_seconds(feed.told),
    }
