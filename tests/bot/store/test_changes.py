from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.model import Article, Draft
from bot.store import Store
from bot.store.changes import KEPT_FOR
from bot.store.query import parse
from tests.bot.store.test_grouping import add, cards


async def change(store: Store, article: Article, draft: Draft) -> bool:
    return await store.changes.change(
        article.id, draft, language="en", gist="Gist.", topics=("new",)
    )


async def got(store: Store, article_id: int) -> Article:
    article = await store.articles.get(article_id)
    assert article is not None
    return article


async def test_a_changed_article_keeps_its_place_and_is_found_by_its_new_words(
    store: Store, now: datetime
) -> None:
    added = await add(store, now, "Old words", topics=("old",))
    before = await got(store, added.id)
    draft = Draft(title="Fresh words", text="Said anew.", published=before.published)
    assert await change(store, before, draft)
    after = await got(store, added.id)
    assert (after.title, after.text, after.gist, after.topics) == (
        "Fresh words", "Said anew.", "Gist.", ("new",),
    )  # fmt: skip
    assert (after.published, after.added, after.story_id) == (
        before.published, before.added, before.story_id,
    )  # fmt: skip
    assert await store.search.ids(parse("fresh"), 9) == (added.id,)
    assert await store.search.ids(parse("old"), 9) == ()
    assert await store.articles.topic_counts() == {"new": 1}


async def test_an_article_cannot_become_another_one(store: Store, now: datetime) -> None:
    await add(store, now, "Taken")
    other = await got(store, (await add(store, now, "Free")).id)
    twin = Draft(title="Taken", text="Words.", published=other.published)
    assert not await change(store, other, twin)
    assert await got(store, other.id) == other
    with pytest.raises(ValueError, match="instant"):
        await change(store, other, Draft(title="Undated"))


async def test_a_deleted_article_is_gone_and_comes_back_as_it_was(
    store: Store, now: datetime
) -> None:
    first = await add(store, now, "Fire", hours=5, topics=("minsk",))
    second = await add(store, now, "Fire is out", story=first.story, topics=("safety",))
    before = await got(store, second.id)
    assert await store.changes.delete(second.id, now=now)
    assert await store.articles.get(second.id) is None
    assert await cards(store) == [("Fire", 1)]
    assert await store.search.ids(parse("out"), 9) == ()
    assert await store.articles.topic_counts() == {"minsk": 1}
    assert await store.changes.restore(second.id, now=now)
    assert await got(store, second.id) == before
    assert await cards(store) == [("Fire is out", 2)]
    assert await store.search.ids(parse("out"), 9) == (second.id,)
    assert not await store.changes.restore(second.id, now=now)


async def test_the_last_article_takes_its_story_along(store: Store, now: datetime) -> None:
    only = await add(store, now, "Fire")
    assert await store.changes.delete(only.id, now=now)
    assert await store.database.all("SELECT * FROM stories") == []
    assert await store.changes.restore(only.id, now=now)
    assert await cards(store) == [("Fire", 1)]


async def test_a_deletion_can_be_undone_for_a_day(store: Store, now: datetime) -> None:
    only = await add(store, now, "Fire")
    assert await store.changes.delete(only.id, now=now)
    late = now + KEPT_FOR + timedelta(seconds=1)
    assert not await store.changes.restore(only.id, now=late)
    assert await store.changes.purge(now=now) == 0
    assert await store.changes.purge(now=late) == 1
    assert not await store.changes.restore(only.id, now=now)


async def test_what_was_replaced_does_not_come_back(store: Store, now: datetime) -> None:
    only = await add(store, now, "Fire")
    await store.changes.delete(only.id, now=now)
    await add(store, now, "Fire")
    assert not await store.changes.restore(only.id, now=now)
    assert len(await cards(store)) == 1


async def test_what_is_not_there_cannot_be_changed(store: Store, now: datetime) -> None:
    assert not await store.changes.delete(99, now=now)
    assert not await store.changes.restore(99, now=now)
    assert await store.changes.move([99], None) is None
    draft = Draft(title="a", published=now)
    assert not await store.changes.change(99, draft, language="en", gist="", topics=())


async def test_articles_move_between_stories(store: Store, now: datetime) -> None:
    fire = await add(store, now, "Fire", hours=5)
    rain = await add(store, now, "Rain", hours=4)
    assert await store.changes.move([rain.id], fire.story) == fire.story
    assert await cards(store) == [("Rain", 2)]
    assert await store.changes.members(fire.story) == (fire.id, rain.id)
    apart = await store.changes.move([rain.id], None)
    assert apart not in (None, fire.story, rain.story)
    assert await cards(store) == [("Rain", 1), ("Fire", 1)]
    # The story that it came from is gone by now.
    assert await store.changes.move([rain.id], rain.story) not in (None, fire.story, rain.story)
    assert await cards(store) == [("Rain", 1), ("Fire", 1)]
