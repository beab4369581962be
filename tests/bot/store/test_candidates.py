from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Draft
from bot.store import Store
from bot.store.candidates import _FRESH, _TELLINGS_OF

HOUR = timedelta(hours=1)


async def add(
    store: Store, title: str, at: datetime, *, story: int | None = None, copy: bool = False
) -> int:
    added = await store.articles.add(
        Draft(title=title, published=at, source=title), now=at, language="en", gist="Gist.",
        topics=("art", title), story=story, copy=copy,
    )  # fmt: skip
    assert added is not None
    return added.story


async def test_a_story_has_all_its_tellings_once_something_came_in(
    store: Store, now: datetime
) -> None:
    story = await add(store, "first", now - 9 * HOUR)
    await add(store, "second", now - HOUR, story=story)
    await add(store, "copied", now - HOUR, story=story, copy=True)
    await add(store, "alone", now - 9 * HOUR)
    (candidate,) = await store.candidates.since(now - 2 * HOUR)
    assert candidate.story_id == story
    assert {telling.title for telling in candidate.tellings} == {"first", "second"}
    assert candidate.topics >= {"art"}
    assert candidate.newest == 2
    assert candidate.tellings[0].published <= now


async def test_a_copy_alone_is_no_news(store: Store, now: datetime) -> None:
    story = await add(store, "first", now - 9 * HOUR)
    await add(store, "copied", now - HOUR, story=story, copy=True)
    assert await store.candidates.since(now - 2 * HOUR) == ()


async def test_only_the_days_in_question_are_read(store: Store) -> None:
    parameters = {"first": 0, "since": 0, "limit": 1, "stories": "[]"}
    for query in (_FRESH, _TELLINGS_OF):
        plan = await store.database.all(f"EXPLAIN QUERY PLAN {query}", parameters)
        assert [row["detail"] for row in plan if "SCAN articles" in row["detail"]] == []


async def test_stories_that_mention_words_since_then(store: Store, now: datetime) -> None:
    story = await add(store, "storms", now)
    await add(store, "storm", now - 99 * HOUR)
    assert await store.candidates.mentioning('"storm"', now) == {story}
    assert await store.candidates.mentioning('"flood"', now) == frozenset()
