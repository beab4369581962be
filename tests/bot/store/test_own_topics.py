from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import Draft, OwnTopic
from bot.store import Store

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CHESS = OwnTopic(key="chess", names={"en": "Chess"}, aliases={"en": ("chess", "rook")})


async def _add(store: Store, title: str, *topics: str, hours: int = 1, text: str = "") -> int:
    draft = Draft(title=title, text=text, published=NOW - timedelta(hours=hours))
    added = await store.articles.add(draft, now=NOW, language="en", gist="", topics=topics)
    assert added is not None
    return added.id


async def _listed(store: Store, topic: str) -> tuple[int, ...]:
    return (await store.articles.of_topic(topic, 100, shown=5)).ids


async def test_topics_are_kept_and_forgotten(store: Store) -> None:
    assert await store.own_topics.all() == ()
    merged = OwnTopic(key="go", merged_into="chess")
    await store.own_topics.put([CHESS, merged])
    assert await store.own_topics.all() == (CHESS, merged)
    await store.own_topics.put([OwnTopic(key="chess"), merged])
    assert await store.own_topics.all() == (merged,)


async def test_articles_are_filed_once_and_taken_out_again(store: Store) -> None:
    first, second = await _add(store, "One", "sport"), await _add(store, "Two", hours=2)
    assert await store.own_topics.file("chess", [first, second, 99]) == (first, second)
    assert await store.own_topics.file("chess", [first]) == ()
    assert await _listed(store, "chess") == (first, second)
    assert await store.articles.topic_counts() == {"chess": 2, "sport": 1}
    await store.own_topics.unfile("chess", [first])
    assert await _listed(store, "chess") == (second,)
    assert await store.articles.topic_counts() == {"chess": 1, "sport": 1}


async def test_a_merged_topics_stories_are_the_other_ones_until_it_is_undone(store: Store) -> None:
    go, both = await _add(store, "Go", "go"), await _add(store, "Both", "go", "chess", hours=2)
    await store.own_topics.put([OwnTopic(key="go", merged_into="chess")])
    assert await _listed(store, "chess") == (go, both)
    assert await _listed(store, "go") == ()
    assert await store.articles.topic_counts() == {"chess": 2}
    article = await store.articles.get(both)
    assert article is not None
    assert article.topics == ("chess",)
    later = await _add(store, "More go", "go")
    assert await _listed(store, "chess") == (later, go, both)
    await store.own_topics.put([OwnTopic(key="go")])
    assert await _listed(store, "chess") == (both,)
    assert await _listed(store, "go") == (later, go, both)


async def test_candidates_come_newest_first_in_batches(store: Store) -> None:
    ids = [await _add(store, f"The chess club {n}", hours=n) for n in range(5)]
    old = await _add(store, "Rooks of old", hours=24 * 40)
    await _add(store, "Draughts")
    since = NOW - timedelta(days=30)
    phrases = ["chess clubs", "rook", "?"]
    batches = [b async for b in store.own_topics.candidates(phrases, since=since, size=2)]
    assert [told.id for batch in batches for told in batch] == ids
    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert await store.own_topics.mentioning(phrases) == len([*ids, old])
    assert [b async for b in store.own_topics.candidates(["?"], since=since, size=2)] == []
    assert await store.own_topics.mentioning([]) == 0
