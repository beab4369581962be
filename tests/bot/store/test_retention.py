from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.model import Draft
from bot.store import Store
from bot.store.check import check
from bot.store.retention import Retention, quietest
from bot.store.summaries import SummaryKey
from summarizer import Summary

DAY = timedelta(days=1)


@pytest.fixture
def retention(store: Store) -> Retention:
    return Retention(store.database)


async def add(store: Store, age: int, now: datetime, *, story: int | None = None) -> int:
    """An article published so many days ago; its id."""
    title = f"title {age} {story} {await store.articles.count()}"
    draft = Draft(title=title, text=f"{title}.", published=now - age * DAY)
    added = await store.articles.add(
        draft, now=now, language="en", gist="", topics=("a",), story=story
    )
    assert added is not None
    return added.id


async def story_of(store: Store, number: int) -> int:
    article = await store.articles.get(number)
    assert article is not None
    return article.story_id


async def left(store: Store) -> list[int]:
    rows = await store.database.all("SELECT id FROM articles ORDER BY id")
    return [row["id"] for row in rows]


async def expire(retention: Retention, now: datetime, *, days: int = 30, limit: int = 100) -> int:
    return await retention.expire(
        before=now - days * DAY, living=now - 5 * DAY, now=now, limit=limit
    )


async def test_what_is_older_goes_with_all_that_hangs_on_it(
    store: Store, retention: Retention, now: datetime
) -> None:
    old, young = await add(store, 31, now), await add(store, 29, now)
    await store.chats.see(7, language="en", now=now)
    await store.openings.note([old, young], 7, now=now)
    assert await expire(retention, now) == 1
    assert await left(store) == [young]
    assert await store.articles.topic_counts() == {"a": 1}
    assert await check(store.database) == ()
    for table in ("stories", "article_texts", "article_topics", "story_topics", "openings"):
        row = await store.database.one(f"SELECT count(*) AS rows FROM {table}")  # noqa: S608 - ours
        assert row is not None
        assert row["rows"] == 1, table


async def test_a_step_deletes_the_oldest_and_no_more_than_it_may(
    store: Store, retention: Retention, now: datetime
) -> None:
    numbers = [await add(store, age, now) for age in (40, 60, 50)]
    assert await expire(retention, now, limit=2) == 2
    assert await left(store) == numbers[:1]
    assert await expire(retention, now, limit=2) == 1
    assert await expire(retention, now, limit=2) == 0


async def test_what_is_pinned_stays_until_it_is_not(
    store: Store, retention: Retention, now: datetime
) -> None:
    pinned, once_pinned = await add(store, 90, now), await add(store, 90, now)
    await store.pins.pin(pinned, now + DAY)
    await store.pins.pin(once_pinned, now - DAY)
    assert await expire(retention, now) == 1
    assert await left(store) == [pinned]


async def test_the_newest_article_of_a_living_story_stays(
    store: Store, retention: Retention, now: datetime
) -> None:
    first = await add(store, 4, now)
    newest = await add(store, 3, now, story=await story_of(store, first))
    over = await add(store, 6, now)
    assert await expire(retention, now, days=1) == 2
    assert await left(store) == [newest]
    assert over not in await left(store)


async def test_a_story_goes_on_without_those_that_went(
    store: Store, retention: Retention, now: datetime
) -> None:
    old = await add(store, 40, now)
    story = await story_of(store, old)
    young = await add(store, 2, now, story=story)
    await expire(retention, now)
    assert (await store.articles.latest(9, shown=9)).ids == (young,)
    (told,) = await store.articles.stories([young])
    assert (told.story_id, told.sources) == (story, 1)


async def test_summaries_go_when_they_are_old(
    store: Store, retention: Retention, now: datetime
) -> None:
    nothing = Summary(sentences=(), language="en", method="whole", total=0)
    keys = [SummaryKey.of(f"text {n}", engine="e", language="en", length=3) for n in range(4)]
    for age, key in enumerate(keys):
        await store.summaries.put(key, nothing, now=now - age * DAY)
    before = now - DAY * 1.5
    assert await retention.expire_summaries(before=before, limit=1) == 1
    assert await retention.expire_summaries(before=before, limit=9) == 1
    assert await retention.expire_summaries(before=before, limit=9) == 0
    assert await store.summaries.get(keys[1], "text 1") == nothing


async def test_the_quietest_hour_is_learnt_from_the_lists(
    store: Store, retention: Retention, now: datetime
) -> None:
    week = now - 7 * DAY
    assert await retention.quietest_hour(since=week) == 2
    await store.chats.see(7, language="en", now=now)
    # Lists at every hour but from six to eight; one of long ago is not counted.
    await store.database.run(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 499) "
        "INSERT INTO listings (chat_id, kind, query, story_ids, page_size, created) "
        "SELECT 7, 'latest', '', '[]', 5, "
        "CASE i WHEN 0 THEN 7 * 3600 ELSE 1780272000 + i % 24 * 3600 END "
        "FROM n WHERE i = 0 OR i % 24 NOT IN (6, 7, 8)"
    )
    assert await retention.quietest_hour(since=week) == 7


def test_hours_go_round() -> None:
    busy = dict.fromkeys(range(2, 23), 100)
    assert quietest(busy) == 0
    assert quietest({}) == 2
    assert quietest({5: 1}) == 2
