from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotFoundError
from bot.model import Article, Draft
from bot.news.desk import Desk, draft_of, kept
from bot.news.newsroom import Newsroom
from bot.news.preparing import Preparing
from bot.news.vocabulary import load_vocabulary
from bot.store import Store, open_store
from bot.store.proposals import Proposal
from summarizer import Summary, summarize

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXT = "The minister came to Minsk on Monday. He met officials of Belarus. He left on Tuesday."
RAIN = Draft(title="Minister visits Minsk", text=TEXT)


async def summarise(text: str, **options: Any) -> Summary:
    return await asyncio.to_thread(summarize, text, **options)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(
        store=store, preparing=Preparing(vocabulary=load_vocabulary(), summarise=summarise)
    )


@pytest.fixture
def desk(store: Store, newsroom: Newsroom) -> Desk:
    return Desk(store=store, newsroom=newsroom)


async def article(store: Store, number: int) -> Article:
    found = await store.articles.get(number)
    assert found is not None
    return found


async def published(desk: Desk, draft: Draft = RAIN) -> int:
    proposal = await desk.propose(draft, editor_id=5, now=NOW)
    (number,) = (await desk.publish(proposal, now=NOW)).ids
    return number


async def test_a_proposal_is_its_editors_own(desk: Desk, store: Store) -> None:
    own = await desk.propose(RAIN, editor_id=5, now=NOW)
    assert await desk.proposal(own.id, editor_id=5) == own
    with pytest.raises(NotFoundError, match=r"proposal\.gone"):
        await desk.proposal(own.id, editor_id=6)
    held = await store.proposals.add(Proposal(drafts=(RAIN,), feed_id=1, created=NOW))
    assert await desk.proposal(held.id, editor_id=6) == held


async def test_a_preview_tells_what_would_be_published(desk: Desk) -> None:
    preview = await desk.preview(await desk.propose(RAIN, editor_id=5, now=NOW), now=NOW)
    assert preview.prepared.language == "en"
    assert "belarus" in preview.prepared.topics
    assert preview.known is None
    assert preview.foresight.story is None


async def test_a_preview_of_what_is_there_already(desk: Desk) -> None:
    number = await published(desk)
    preview = await desk.preview(await desk.propose(RAIN, editor_id=5, now=NOW), now=NOW)
    assert preview.known is not None
    assert preview.known.id == number


async def test_a_copy_under_another_title_looks_like_a_duplicate(desk: Desk) -> None:
    number = await published(desk)
    again = replace(RAIN, title="Minister visits Minsk again", source="Another")
    preview = await desk.preview(await desk.propose(again, editor_id=5, now=NOW), now=NOW)
    assert preview.foresight.story is not None
    assert preview.foresight.story.id == number


async def test_what_an_editor_chose_is_published(desk: Desk, store: Store) -> None:
    proposal = await desk.propose(RAIN, editor_id=5, now=NOW)
    german = replace(proposal, drafts=(replace(RAIN, language="de"),), topics=("economy",))
    await desk.amend(german)
    (number,) = (await desk.publish(german, now=NOW)).ids
    stored = await article(store, number)
    assert (stored.language, stored.topics) == ("de", ("economy",))
    with pytest.raises(NotFoundError, match=r"proposal\.gone"):
        await desk.amend(german)


async def test_published_once_however_often(desk: Desk, store: Store) -> None:
    proposal = await desk.propose(RAIN, editor_id=5, now=NOW)
    both = await asyncio.gather(desk.publish(proposal, now=NOW), desk.publish(proposal, now=NOW))
    assert sorted(len(result.ids) for result in both) == [0, 1]
    assert await store.articles.count() == 1
    assert not await desk.drop(proposal)


async def test_many_in_their_order_with_progress(desk: Desk, store: Store) -> None:
    drafts = tuple(Draft(title=f"Thing number {n} happened") for n in range(3))
    told: list[tuple[int, int]] = []

    async def progress(done: int, total: int) -> None:
        told.append((done, total))

    proposal = Proposal(drafts=(*drafts, drafts[0]), editor_id=5, created=NOW)
    proposal = await store.proposals.add(proposal)
    result = await desk.publish(proposal, now=NOW, progress=progress)
    assert (len(result.ids), result.known) == (3, 1)
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]
    instants = [(await article(store, number)).published for number in result.ids]
    assert instants == [NOW - timedelta(seconds=n) for n in range(3)]


async def test_what_is_new_is_told_from_what_is_known(desk: Desk) -> None:
    await published(desk)
    other = Draft(title="Another thing")
    assert await desk.new_ones([RAIN, other, Draft(title="ANOTHER thing!")]) == (other,)


async def test_publishing_is_undone(desk: Desk, store: Store) -> None:
    number = await published(desk)
    data = {"articles": [number]}
    await desk.undo["publish"](data, NOW)
    assert await store.articles.get(number) is None
    with pytest.raises(NotFoundError, match=r"story\.gone"):
        await desk.undo["publish"](data, NOW)


async def test_a_deletion_is_undone_within_a_day(
    desk: Desk, store: Store, newsroom: Newsroom
) -> None:
    number = await published(desk)
    before = await article(store, number)
    await newsroom.delete(number, now=NOW)
    await desk.undo["delete"]({"article": number}, NOW + timedelta(hours=23))
    assert draft_of(await article(store, number)) == draft_of(before)
    await newsroom.delete(number, now=NOW)
    with pytest.raises(NotFoundError, match=r"delete\.final"):
        await desk.undo["delete"]({"article": number}, NOW + timedelta(hours=25))


async def test_an_edit_is_undone(desk: Desk, store: Store, newsroom: Newsroom) -> None:
    number = await published(desk)
    before = await article(store, number)
    changed = replace(draft_of(before), title="Quite another title", topics=())
    await newsroom.change(number, changed, topics=("economy",))
    await desk.undo["edit"]({"article": number, "before": kept(before)}, NOW)
    assert draft_of(await article(store, number)) == draft_of(before)


async def test_regrouping_is_undone(desk: Desk, store: Store, newsroom: Newsroom) -> None:
    rain = await published(desk)
    frost = await published(desk, Draft(title="Frost destroys the harvest of apples"))
    apart = (await article(store, rain)).story_id, (await article(store, frost)).story_id
    assert apart[0] != apart[1]
    data = await newsroom.merge(rain, frost)
    assert (await article(store, rain)).story_id == apart[1]
    await desk.undo["merge"](data, NOW)
    assert (await article(store, rain)).story_id != apart[1]
