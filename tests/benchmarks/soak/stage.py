"""What the bot starts with: articles, people with digests that come due, feeds to be polled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.model import Subscription
from bot.store import Store, open_store
from bot.store.adding import article_row, insert_article
from tests.benchmarks.library import Generator

ARTICLES = 3_000
BETWEEN_ARTICLES = timedelta(minutes=10)
DIGESTS_A_MINUTE = 10
FEEDS_A_MINUTE = 3


async def furnish(
    path: Path, *, people: Sequence[int], feeds: str, now: datetime, minutes: float
) -> None:
    """A database whose digests and feeds come due evenly over so many minutes from `now`.

    `feeds` is the address that they are under.
    """
    async with open_store(path) as store:
        await _add_articles(store, now)
        digests = min(len(people), round(DIGESTS_A_MINUTE * minutes))
        for chat_id, due in zip(people, _spread(digests, now, minutes), strict=False):
            await store.subscriptions.put(_subscription(chat_id, due, now))
        for number, due in enumerate(_spread(round(FEEDS_A_MINUTE * minutes), now, minutes)):
            await store.feeds.add(f"{feeds}/feed/{number}", now=due)


async def _add_articles(store: Store, now: datetime) -> None:
    generator = Generator()
    async with store.database.transaction() as transaction:
        for number in range(1, ARTICLES + 1):
            published = now - (ARTICLES - number) * BETWEEN_ARTICLES
            draft = replace(generator.article(number), published=published)
            gist = draft.text.partition(".")[0]
            row = article_row(draft, now=now, language="en", gist=gist, topics=draft.topics)
            await insert_article(transaction, row)


def _spread(count: int, now: datetime, minutes: float) -> list[datetime]:
    return [now + timedelta(minutes=minutes) * number / count for number in range(count)]


def _subscription(chat_id: int, due: datetime, now: datetime) -> Subscription:
    whole = (due + timedelta(minutes=1)).replace(second=0, microsecond=0)
    return Subscription(
        chat_id=chat_id,
        minute=whole.hour * 60 + whole.minute,
        zone="UTC",
        since=now - timedelta(days=1),
        next_digest_at=whole,
    )
