from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotFoundError
from bot.model import Draft
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.vocabulary import load_vocabulary
from bot.store import Store, open_store
from summarizer import Summary, summarize

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FIRE = Draft(
    title="Fire in the port of Odessa hurts twelve",
    text="A fire broke out in the port of Odessa on Monday. Twelve people were hurt, the mayor "
    "Hennadiy Trukhanov said. Grain stores of the company Olimpex burnt down. Ships were moved.",
    source="Paper",
    url="https://paper.example/fire",
    published=NOW - timedelta(hours=3),
)
ALSO_FIRE = Draft(
    title="Twelve hurt as fire hits Odessa port",
    text="Twelve people were hurt by a fire in the port of Odessa, doctors said on Monday. "
    "The fire began in a grain store of Olimpex, the mayor Hennadiy Trukhanov said.",
    source="Radio",
    url="https://radio.example/odessa",
    published=NOW - timedelta(hours=2),
)
CHESS = Draft(
    title="Norway's champion wins chess tournament in Stavanger",
    text="The chess champion won the tournament in Stavanger. He beat the Indian prodigy.",
    source="Sport",
    published=NOW - timedelta(hours=1),
)


async def summarise(text: str, **options: Any) -> Summary:
    return await asyncio.to_thread(summarize, text, **options)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


def newsroom_of(store: Store) -> Newsroom:
    return Newsroom(
        store=store, preparing=Preparing(vocabulary=load_vocabulary(), summarise=summarise)
    )


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return newsroom_of(store)


async def publish(newsroom: Newsroom, draft: Draft, **more: Any) -> int:
    number = await newsroom.publish(await newsroom.prepare(draft), now=NOW, **more)
    assert number is not None
    return number


async def listed(store: Store) -> list[tuple[str, int]]:
    ids = (await store.articles.latest(100, shown=1)).ids
    return [(story.source, story.sources) for story in await store.articles.stories(ids)]


async def test_what_two_outlets_tell_is_one_story(store: Store, newsroom: Newsroom) -> None:
    for draft in (FIRE, ALSO_FIRE, CHESS):
        await publish(newsroom, draft)
    assert await listed(store) == [("Sport", 1), ("Radio", 2)]


async def test_a_new_newsroom_knows_the_last_days(store: Store, newsroom: Newsroom) -> None:
    await publish(newsroom, FIRE)
    again = newsroom_of(store)
    foresight = await again.foresee(await again.prepare(ALSO_FIRE), now=NOW)
    assert foresight.story is not None
    assert (foresight.story.source, foresight.twin) == ("Paper", None)
    assert foresight.likeness > 0.5
    await publish(again, ALSO_FIRE)
    assert await listed(store) == [("Radio", 2)]


async def test_a_copy_is_foreseen_and_is_no_source(store: Store, newsroom: Newsroom) -> None:
    await publish(newsroom, FIRE)
    copy = replace(FIRE, title="Port fire", source="Copycat", url="https://copycat.example/f")
    prepared = await newsroom.prepare(copy)
    foresight = await newsroom.foresee(prepared, now=NOW)
    assert foresight.twin is not None
    assert foresight.twin.source == "Paper"
    await newsroom.publish(prepared, now=NOW)
    assert await listed(store) == [("Paper", 1)]


async def test_what_is_known_is_not_published_twice(newsroom: Newsroom) -> None:
    prepared = await newsroom.prepare(FIRE)
    assert await newsroom.known(prepared) is None
    number = await newsroom.publish(prepared, now=NOW)
    known = await newsroom.known(prepared)
    assert known is not None
    assert known.id == number
    assert await newsroom.publish(prepared, now=NOW) is None
    assert await newsroom.known(await newsroom.prepare(replace(FIRE, title="Other"))) == known
    nothing = await newsroom.foresee(await newsroom.prepare(CHESS), now=NOW)
    assert (nothing.story, nothing.likeness, nothing.twin) == (None, 0.0, None)


async def test_an_editor_may_keep_an_article_apart(store: Store, newsroom: Newsroom) -> None:
    await publish(newsroom, FIRE)
    await publish(newsroom, ALSO_FIRE, apart=True)
    assert await listed(store) == [("Radio", 1), ("Paper", 1)]


async def test_a_change_finds_language_topics_and_gist_anew(
    store: Store, newsroom: Newsroom
) -> None:
    number = await publish(newsroom, CHESS)
    before = await newsroom.change(number, replace(FIRE, published=None))
    assert before.title == CHESS.title
    after = await store.articles.get(number)
    assert after is not None
    assert (after.title, after.text) == (FIRE.title, FIRE.text)
    assert after.gist in FIRE.text
    assert after.published == CHESS.published
    await newsroom.change(number, FIRE, ("belarus",))
    after = await store.articles.get(number)
    assert after is not None
    assert after.topics == ("belarus",)


async def test_a_change_that_cannot_be(newsroom: Newsroom) -> None:
    number = await publish(newsroom, CHESS)
    await publish(newsroom, FIRE)
    with pytest.raises(NotFoundError, match=r"edit\.known"):
        await newsroom.change(number, FIRE)
    with pytest.raises(NotFoundError, match=r"story\.gone"):
        await newsroom.change(999, FIRE)


async def test_a_deleted_article_is_joined_by_nobody_until_it_is_back(
    store: Store, newsroom: Newsroom
) -> None:
    number = await publish(newsroom, FIRE)
    assert await newsroom.delete(number, now=NOW)
    assert not await newsroom.delete(number, now=NOW)
    prepared = await newsroom.prepare(ALSO_FIRE)
    assert (await newsroom.foresee(prepared, now=NOW)).story is None
    assert await newsroom.restore(number, now=NOW)
    assert not await newsroom.restore(number, now=NOW)
    assert (await newsroom.foresee(prepared, now=NOW)).story is not None
    assert await listed(store) == [("Paper", 1)]


async def test_stories_are_merged_and_split_and_both_undone(
    store: Store, newsroom: Newsroom
) -> None:
    fire, chess = [await publish(newsroom, draft) for draft in (FIRE, CHESS)]
    merged = await newsroom.merge(fire, chess)
    assert await listed(store) == [("Sport", 2)]
    await newsroom.regroup(merged)
    assert await listed(store) == [("Sport", 1), ("Paper", 1)]
    also = await publish(newsroom, ALSO_FIRE)
    assert await listed(store) == [("Sport", 1), ("Radio", 2)]
    parted = await newsroom.split(also)
    assert await listed(store) == [("Sport", 1), ("Radio", 1), ("Paper", 1)]
    await newsroom.regroup(parted)
    assert await listed(store) == [("Sport", 1), ("Radio", 2)]


async def test_changes_before_anything_was_grouped(store: Store) -> None:
    number = await publish(newsroom_of(store), FIRE)
    cold = newsroom_of(store)
    assert await cold.delete(number, now=NOW)
    assert await cold.restore(number, now=NOW)
    await cold.split(number)
    assert await listed(store) == [("Paper", 1)]


async def test_the_gist_of_a_teaser_is_its_first_sentence(newsroom: Newsroom) -> None:
    text = "The champion won in Minsk on Sunday. He beat the prodigy in the last round."
    prepared = await newsroom.prepare(Draft(title="Chess: champion wins", text=text))
    assert prepared.gist == "The champion won in Minsk on Sunday."
