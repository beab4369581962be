from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Draft, FeedItem, Story
from bot.store import Store
from bot.store.adding import Added
from bot.store.query import parse

HOUR = timedelta(hours=1)


async def add(
    store: Store,
    now: datetime,
    title: str,
    *,
    story: int | None = None,
    copy: bool = False,
    hours: float = 1,
    text: str = "Words.",
    source: str = "",
    topics: tuple[str, ...] = (),
) -> Added:
    draft = Draft(title=title, text=text, source=source or title, published=now - hours * HOUR)
    added = await store.articles.add(
        draft, now=now, language="en", gist="", topics=topics, story=story, copy=copy
    )
    assert added is not None
    return added


async def cards(store: Store) -> list[tuple[str, int]]:
    """Every listed story: its headline and how many sources tell it."""
    ids = (await store.articles.latest(100, shown=1)).ids
    return [(story.title, story.sources) for story in await store.articles.stories(ids)]


async def test_lists_show_stories_not_articles(store: Store, now: datetime) -> None:
    fire = await add(store, now, "Fire", hours=5)
    await add(store, now, "Rain", hours=4)
    await add(store, now, "Fire is out", story=fire.story, hours=1)
    assert await cards(store) == [("Fire is out", 2), ("Rain", 1)]
    assert (await store.articles.since(now - 2 * HOUR, 9, shown=9)).stories[
        0
    ].title == "Fire is out"


async def test_a_copy_is_no_source_and_leads_nothing(store: Store, now: datetime) -> None:
    fire = await add(store, now, "Fire", hours=5)
    await add(store, now, "Fire (copy)", story=fire.story, copy=True, hours=1)
    assert await cards(store) == [("Fire", 1)]
    assert [told.title for told in await store.articles.told(fire.story)] == ["Fire"]
    assert [article.title for article in await store.articles.coverage(fire.story, 9)] == ["Fire"]


async def test_one_outlet_counts_once(store: Store, now: datetime) -> None:
    fire = await add(store, now, "Fire", source="Paper", hours=3)
    await add(store, now, "Fire: more", source="Paper", story=fire.story, hours=2)
    await add(store, now, "Fire seen", source="Radio", story=fire.story, hours=1)
    assert await cards(store) == [("Fire seen", 2)]


async def test_an_article_with_a_text_leads_before_a_newer_bare_headline(
    store: Store, now: datetime
) -> None:
    fire = await add(store, now, "Fire", hours=5)
    await add(store, now, "Fire!", text="", story=fire.story, hours=1)
    assert await cards(store) == [("Fire", 2)]


async def test_a_topic_lists_and_counts_its_stories(store: Store, now: datetime) -> None:
    fire = await add(store, now, "Fire", topics=("minsk",), hours=5)
    await add(store, now, "Fire is out", story=fire.story, topics=("minsk", "safety"), hours=1)
    assert await store.articles.topic_counts() == {"minsk": 1, "safety": 1}
    (story,) = (await store.articles.of_topic("minsk", 9, shown=9)).stories
    assert (story.title, story.sources, story.story_id) == ("Fire is out", 2, fire.story)


async def test_a_search_finds_one_article_of_each_story(store: Store, now: datetime) -> None:
    fire = await add(store, now, "Fire in the port", hours=5)
    newer = await add(store, now, "Port on fire", story=fire.story, hours=1)
    other = await add(store, now, "Another fire", hours=2)
    assert await store.search.ids(parse("fire"), 9) == (newer.id, other.id)
    assert set(await store.search.ids(parse("fire"), 9, by_rank=True)) & {fire.id, newer.id}
    assert len(await store.search.ids(parse("fire"), 9, by_rank=True)) == 2
    assert await store.search.ids(parse("fire"), 1) == (newer.id,)


async def test_a_feed_item_is_taken_in_once(store: Store, now: datetime) -> None:
    await store.database.run(
        "INSERT INTO feeds (url, added, next_poll, interval) VALUES ('http://a', 0, 0, 0)"
    )
    item = FeedItem(feed_id=1, key="one")
    for title, expected in (("First", True), ("Changed since", False)):
        added = await store.articles.add(
            Draft(title=title), now=now, language="en", gist="", topics=(), item=item
        )
        assert (added is not None) is expected
    assert await cards(store) == [("First", 1)]


async def test_what_the_grouping_reads(store: Store, now: datetime) -> None:
    old = await add(store, now, "Old", hours=100)
    new = await add(store, now, "New", text="x" * 5000, hours=1)
    (told,) = await store.articles.told_since(now - 10 * HOUR)
    assert (told.id, told.story_id, told.title, len(told.text)) == (new.id, new.story, "New", 4000)
    assert told.published == now - HOUR
    assert old.story != new.story
    (card,) = await store.articles.stories([new.id])
    assert isinstance(card, Story)
