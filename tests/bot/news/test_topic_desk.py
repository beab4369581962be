from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotFoundError, TopicError
from bot.model import Draft, OwnTopic, Topic
from bot.news.lexicon import Alias
from bot.news.naming import read_naming
from bot.news.topic_desk import Named, TopicDesk
from bot.news.topics import Vocabulary
from bot.store import Store, open_store

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as store:
        yield store


@pytest.fixture
def vocabulary() -> Vocabulary:
    topics = [Topic(key=key, names={"en": key.title()}, aliases=(key,)) for key in ("sport", "art")]
    return Vocabulary(topics, [Alias(topic=t.key, language="en", phrase=t.key) for t in topics])


@pytest.fixture
def desk(store: Store, vocabulary: Vocabulary) -> TopicDesk:
    return TopicDesk(own_topics=store.own_topics, vocabulary=vocabulary)


async def _add(store: Store, title: str, *topics: str, days: int = 0, text: str = "") -> int:
    draft = Draft(title=title, text=text, published=NOW - timedelta(days=days))
    added = await store.articles.add(draft, now=NOW, language="en", gist="", topics=topics)
    assert added is not None
    return added.id


async def _listed(store: Store, topic: str) -> tuple[int, ...]:
    return (await store.articles.of_topic(topic, 500, shown=5)).ids


async def _name(desk: TopicDesk, words: str) -> Named:
    return await desk.name(read_naming(words), now=NOW)


async def _undo(desk: TopicDesk, action: str, data: dict[str, Any]) -> None:
    await desk.undo[action](data, NOW)


async def test_a_new_topic_takes_in_the_last_month(
    desk: TopicDesk, store: Store, vocabulary: Vocabulary
) -> None:
    recent = await _add(store, "A chess final")
    await _add(store, "Chess of old", days=31)
    await _add(store, "A garden", text="There is one chess board in it.")
    named = await _name(desk, "chess, rook")
    assert (named.topic.key, named.new, named.mentioning, named.filed) == ("chess", True, 3, 1)
    assert await _listed(store, "chess") == (recent,)
    assert vocabulary.find("", "en", "Rooks") == ("chess",)
    await _undo(desk, "topicadd", named.data)
    assert desk.own == ()
    assert await _listed(store, "chess") == ()
    assert "chess" not in vocabulary.topics


async def test_it_is_there_after_a_restart(desk: TopicDesk, store: Store) -> None:
    await _name(desk, "chess")
    again = Vocabulary([], [])
    await TopicDesk(own_topics=store.own_topics, vocabulary=again).reload()
    assert again.topics.keys() == {"chess"}


async def test_more_names_for_a_topic_that_there_is(desk: TopicDesk, store: Store) -> None:
    filed = await _add(store, "Chess", "sport")
    late = await _add(store, "Chess boxing")
    named = await _name(desk, "sports, chess, sport")
    assert (named.topic.key, named.new, named.filed) == ("sport", False, 1)
    (kept,) = desk.own
    assert kept == OwnTopic(key="sport", aliases={"en": ("sports", "chess")})
    with pytest.raises(TopicError) as caught:
        await _name(desk, "sport, chess")
    assert caught.value.key == "topicadd.nothing"
    more = await _name(desk, "sport, draughts")
    await _undo(desk, "topicadd", named.data)
    (left,) = desk.own
    assert left == OwnTopic(key="sport", aliases={"en": ("draughts",)})
    assert await _listed(store, "sport") == (filed,)
    assert late not in await _listed(store, "sport")
    await _undo(desk, "topicadd", more.data)
    await _undo(desk, "topicadd", more.data)
    assert not desk.own


async def test_progress_is_told_between_batches(desk: TopicDesk, store: Store) -> None:
    for number in range(150):
        await _add(store, f"Chess {number}")
    told = []

    async def note(filed: int) -> None:
        told.append(filed)

    named = await desk.name(read_naming("chess"), now=NOW, progress=note)
    assert named.filed == 150
    assert told == [100]


async def test_a_word_of_another_topic_clashes(desk: TopicDesk) -> None:
    clash = desk.clash(read_naming("chess, art"))
    assert clash is not None
    assert (clash[0], clash[1].key) == ("art", "art")
    assert desk.clash(read_naming("sport, chess")) is None


async def test_merging_and_its_undoing(
    desk: TopicDesk, store: Store, vocabulary: Vocabulary
) -> None:
    chess = await _add(store, "Chess")
    game = await _add(store, "A sport", "sport")
    await _name(desk, "chess, rook")
    data = await desk.merge("chess", "sport")
    assert vocabulary.topics.keys() == {"sport", "art"}
    assert vocabulary.find("", "en", "Rooks") == ("sport",)
    assert set(await _listed(store, "sport")) == {chess, game}
    # What it was merged into goes further, and takes it along.
    further = await desk.merge("sport", "art")
    assert vocabulary.find("", "en", "Rooks") == ("art",)
    assert set(await _listed(store, "art")) == {chess, game}
    await _undo(desk, "topicmerge", further)
    assert await _listed(store, "art") == ()
    assert vocabulary.find("", "en", "Rooks") == ("sport",)
    await _undo(desk, "topicmerge", data)
    assert vocabulary.find("", "en", "Rooks") == ("chess",)
    assert await _listed(store, "chess") == (chess,)
    assert await _listed(store, "sport") == (game,)


@pytest.mark.parametrize(
    ("key", "into", "message"),
    [
        ("sport", "sport", "topicmerge.same"),
        ("sport", "gone", "topics.gone"),
        ("gone", "art", "topics.gone"),
    ],
)
async def test_what_cannot_be_merged(desk: TopicDesk, key: str, into: str, message: str) -> None:
    with pytest.raises((TopicError, NotFoundError)) as caught:
        await desk.merge(key, into)
    assert caught.value.key == message


async def test_removing_takes_back_the_merging_first(
    desk: TopicDesk, store: Store, vocabulary: Vocabulary
) -> None:
    chess = await _add(store, "Chess")
    await _name(desk, "chess")
    await desk.merge("chess", "sport")
    unmerged = await desk.remove("chess")
    assert "chess" in vocabulary.topics
    removed = await desk.remove("chess")
    assert desk.own == ()
    assert "chess" not in vocabulary.topics
    with pytest.raises(NotFoundError):
        await desk.remove("chess")
    await _undo(desk, "topicdel", removed)
    assert await _listed(store, "chess") == (chess,)
    await _undo(desk, "topicdel", unmerged)
    assert await _listed(store, "sport") == (chess,)


async def test_a_topic_that_goes_lets_its_parts_go(
    desk: TopicDesk, store: Store, vocabulary: Vocabulary
) -> None:
    painting = await _add(store, "Art", "art")
    await _name(desk, "chess")
    await desk.merge("art", "chess")
    assert await _listed(store, "chess") == (painting,)
    data = await desk.remove("chess")
    assert vocabulary.topics.keys() == {"sport", "art"}
    assert await _listed(store, "art") == (painting,)
    await _undo(desk, "topicdel", data)
    assert await _listed(store, "chess") == (painting,)
    # Without names of its own it is only an addition to a topic that stays.
    await _name(desk, "sport, draughts")
    await desk.merge("chess", "sport")
    await desk.remove("sport")
    assert "chess" not in vocabulary.topics


async def test_undoing_looks_where_the_other_one_is_now(
    desk: TopicDesk, vocabulary: Vocabulary
) -> None:
    await _name(desk, "chess")
    await desk.merge("chess", "sport")
    unmerged = await desk.remove("chess")
    await desk.merge("sport", "art")
    await _undo(desk, "topicdel", unmerged)
    assert vocabulary.find("", "en", "Chess") == ("art",)


async def test_undoing_makes_no_circle(desk: TopicDesk, vocabulary: Vocabulary) -> None:
    await _name(desk, "chess")
    await desk.merge("chess", "sport")
    unmerged = await desk.remove("chess")
    await desk.merge("sport", "chess")
    await _undo(desk, "topicdel", unmerged)
    assert vocabulary.find("", "en", "Sport and chess") == ("chess",)


async def test_undoing_does_not_bring_back_what_is_gone(
    desk: TopicDesk, vocabulary: Vocabulary
) -> None:
    await _name(desk, "chess")
    await _name(desk, "draughts")
    await desk.merge("chess", "draughts")
    unmerged = await desk.remove("chess")
    await desk.remove("draughts")
    await _undo(desk, "topicdel", unmerged)
    assert vocabulary.find("", "en", "Chess") == ("chess",)
