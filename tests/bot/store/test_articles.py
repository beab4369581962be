from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Article, Draft, Story
from bot.store import Store
from bot.store.indexing import content_hash

_DRAFT = Draft(
    title="Санкцыі супраць Беларусі",
    text="Новыя санкцыі набылі моц.",
    url="https://www.example.org/a?utm_source=x",
    source="Наша Ніва",
    author="А. Б.",
    published=datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
)


async def _add(
    store: Store,
    now: datetime,
    title: str,
    *,
    published: datetime | None = None,
    topics: tuple[str, ...] = (),
) -> int:
    added = await store.articles.add(
        Draft(title=title, published=published), now=now, language="en", gist="", topics=topics
    )
    assert added is not None
    return added.id


async def test_an_article_comes_back_as_it_was(store: Store, now: datetime) -> None:
    added = await store.articles.add(
        _DRAFT, now=now, language="be", gist="Сутнасць.", topics=("trade", "belarus", "trade")
    )
    assert added is not None
    number = added.id
    assert await store.articles.get(number) == Article(
        id=number,
        title=_DRAFT.title,
        text=_DRAFT.text,
        url=_DRAFT.url,
        source=_DRAFT.source,
        author=_DRAFT.author,
        published=datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
        added=now,
        language="be",
        hash=content_hash(_DRAFT.title, _DRAFT.text),
        gist="Сутнасць.",
        topics=("belarus", "trade"),
        story_id=added.story,
    )
    assert await store.articles.stories([number]) == (
        Story(
            id=number,
            title=_DRAFT.title,
            source=_DRAFT.source,
            url=_DRAFT.url,
            published=datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
            language="be",
            gist="Сутнасць.",
            has_text=True,
            story_id=added.story,
        ),
    )
    assert await store.articles.get(number + 1) is None


@pytest.mark.parametrize(
    "again",
    [
        replace(_DRAFT, title="Another", text="Other.", url="http://example.org/a/#top"),
        replace(_DRAFT, title="САНКЦЫІ супраць Беларусі!", url="https://elsewhere.org"),
        replace(_DRAFT, text="Новыя  санкцыі\nнабылі моц…", url=""),
    ],
)
async def test_an_article_is_added_once(store: Store, now: datetime, again: Draft) -> None:
    first = await store.articles.add(_DRAFT, now=now, language="be", gist="", topics=("a",))
    assert first is not None
    assert await store.articles.find(again.url, content_hash(again.title, again.text)) == first.id
    assert await store.articles.add(again, now=now, language="be", gist="", topics=("b",)) is None
    assert (await store.articles.latest(9, shown=1)).ids == (first.id,)
    assert await store.articles.topic_counts() == {"a": 1}


async def test_articles_without_an_address_are_told_apart(store: Store, now: datetime) -> None:
    for title in ("One", "Two", "🙂", "🙃"):
        await _add(store, now, title)
    assert await store.articles.count() == 4
    assert await store.articles.find("", content_hash("Three", "")) is None


async def test_the_same_article_from_many_at_once(store: Store, now: datetime) -> None:
    added = await asyncio.gather(
        *(store.articles.add(_DRAFT, now=now, language="be", gist="", topics=()) for _ in range(20))
    )
    assert sorted(number is None for number in added) == [False] + [True] * 19


async def test_lists_are_newest_published_first(store: Store, now: datetime) -> None:
    hours = (3, 1, 2, 900_000)
    ids = {
        hour: await _add(store, now, f"{hour}", published=now - timedelta(hours=hour))
        for hour in hours
    }
    same = [await _add(store, now, f"same {n}", published=now) for n in range(2)]
    newest = (same[1], same[0], ids[1], ids[2], ids[3], ids[900_000])
    assert (await store.articles.latest(10, shown=1)).ids == newest
    assert (await store.articles.latest(2, shown=1)).ids == newest[:2]
    page = (await store.articles.latest(10, shown=3)).stories
    assert tuple(story.id for story in page) == newest[:3]
    assert (await store.articles.since(now - timedelta(hours=2), 10, shown=1)).ids == newest[:4]
    assert (await store.articles.since(now - timedelta(hours=2), 1, shown=1)).ids == newest[:1]


async def test_what_comes_from_the_future_is_published_now(store: Store, now: datetime) -> None:
    ids = [
        await _add(store, now, "future", published=now + timedelta(days=9)),
        await _add(store, now, "unknown"),
    ]
    for number in ids:
        article = await store.articles.get(number)
        assert article is not None
        assert article.published == now


async def test_topics_list_and_count(store: Store, now: datetime) -> None:
    one = await _add(store, now, "one", published=now - timedelta(days=1), topics=("a", "b"))
    two = await _add(store, now, "two", topics=("a",))
    assert (await store.articles.of_topic("a", 10, shown=1)).ids == (two, one)
    assert (await store.articles.of_topic("a", 1, shown=1)).ids == (two,)
    assert (await store.articles.of_topic("c", 10, shown=1)).ids == ()
    assert await store.articles.topic_counts() == {"a": 2, "b": 1}


async def test_stories_come_in_the_order_asked(store: Store, now: datetime) -> None:
    ids = [await _add(store, now, f"title {number}") for number in range(3)]
    stories = await store.articles.stories([ids[2], 999, ids[0]])
    assert [story.id for story in stories] == [ids[2], ids[0]]
    assert not stories[0].has_text
    assert await store.articles.stories([]) == ()


async def test_a_deleted_article_leaves_nothing_behind(store: Store, now: datetime) -> None:
    one = await _add(store, now, "one", topics=("a", "b"))
    two = await _add(store, now, "two", topics=("a",))
    await store.database.run("DELETE FROM articles WHERE id = :id", {"id": two})
    assert await store.articles.topic_counts() == {"a": 1, "b": 1}
    for table in ("articles", "article_texts"):
        assert len(await store.database.all(f"SELECT * FROM {table}")) == 1  # noqa: S608 - ours
    index = "SELECT rowid FROM article_index WHERE article_index MATCH 'two'"
    assert await store.database.all(index) == []
    assert await _add(store, now, "three") > two > one


@pytest.mark.parametrize("url", ["", "https://[", "https://[::1", "news", "tg://a"])
async def test_any_address_is_stored(store: Store, now: datetime, url: str) -> None:
    draft = Draft(title="Title", url=url)
    added = await store.articles.add(draft, now=now, language="en", gist="", topics=())
    assert added is not None
    assert [story.url for story in await store.articles.stories([added.id])] == [url]


async def test_odd_letters_are_stored(store: Store, now: datetime) -> None:
    draft = Draft(title="half \ud83d pair", text="nul \0 in it", url="http://\ud83d.org")
    added = await store.articles.add(draft, now=now, language="en", gist="\ud83d", topics=())
    assert added is not None
    article = await store.articles.get(added.id)
    assert article is not None
    assert (article.title, article.text) == ("half ? pair", "nul \0 in it")
