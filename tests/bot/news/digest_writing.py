"""News and lists for the tests of digests."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.digest_model import Candidate, Telling
from bot.model import Draft, Subscription
from bot.store import Store

# A Tuesday; 08:00 in Minsk.
NOW = datetime(2026, 6, 2, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def a_list(**fields: Any) -> Subscription:
    """A list of chat 1 at 08:00 in Minsk, due at `NOW`."""
    usual: dict[str, Any] = {
        "chat_id": 1,
        "minute": 480,
        "zone": "Europe/Minsk",
        "since": NOW - DAY,
        "next_digest_at": NOW,
    }
    return Subscription(**usual | fields)


def a_telling(number: int, title: str = "", gist: str = "", **fields: Any) -> Telling:
    """An article of an hour ago."""
    usual: dict[str, Any] = {
        "id": number,
        "title": title or f"Headline number{number}",
        "source": "Reuters",
        "url": f"https://example.org/{number}",
        "published": NOW - HOUR,
        "language": "en",
        "gist": gist,
    }
    return Telling(**usual | fields)


def a_story(number: int, *tellings: Telling, **fields: Any) -> Candidate:
    """A story of one article unless told otherwise."""
    usual: dict[str, Any] = {"story_id": number, "tellings": tellings or (a_telling(number),)}
    return Candidate(**usual | fields)


async def tell(
    store: Store,
    title: str,
    gist: str = "",
    *,
    at: datetime = NOW - HOUR,
    story: int | None = None,
    topics: tuple[str, ...] = (),
    source: str = "Reuters",
) -> int:
    """Add an article that came in at that instant; returns its id."""
    draft = Draft(title=title, text=gist, url=f"https://example.org/{title}", source=source)
    added = await store.articles.add(
        draft, now=at, language="en", gist=gist, topics=topics, story=story
    )
    assert added is not None
    return added.id


async def story_of(store: Store, article_id: int) -> int:
    """The story of an article."""
    article = await store.articles.get(article_id)
    assert article is not None
    return article.story_id


async def letters(store: Store) -> list[tuple[str, str]]:
    """What is in the outbox: each slot, and the text of its first message."""
    rows = await store.database.all(
        "SELECT slot, parts FROM outbox JOIN contents ON contents.id = content_id "
        "ORDER BY outbox.id"
    )
    return [(row["slot"], json.loads(row["parts"])[0]["html"]) for row in rows]


async def last_text(store: Store) -> str:
    """The text of the last letter that was put into the outbox."""
    return (await letters(store))[-1][1]
