from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import NotFoundError
from bot.model import Brief, BriefKind, Draft
from bot.news.briefing import Briefing
from bot.news.vocabulary import load_vocabulary
from bot.store import Store, open_store

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "gazette.db") as opened:
        yield opened


@pytest.fixture
def briefing(store: Store) -> Briefing:
    return Briefing(
        articles=store.articles, search_index=store.search, vocabulary=load_vocabulary()
    )


async def add(
    store: Store, title: str, *, hours: float = 1, text: str = "", topics: tuple[str, ...] = ()
) -> int:
    """An article of so many hours ago; its id."""
    draft = Draft(title=title, text=text, published=NOW - hours * HOUR)
    added = await store.articles.add(draft, now=NOW, language="en", gist="", topics=topics)
    assert added is not None
    return added.id


def titles(brief: Brief) -> list[str]:
    return [story.title for story in brief.stories]


async def test_the_newest_stand_first_however_they_came_in(
    store: Store, briefing: Briefing
) -> None:
    for title, hours in (("middle", 2), ("newest", 1), ("oldest", 3)):
        await add(store, title, hours=hours)
    brief = await briefing.latest(2)
    assert titles(brief) == ["newest", "middle"]
    assert (len(brief.story_ids), brief.pages, brief.kind) == (3, 2, BriefKind.LATEST)


async def test_an_empty_store_has_empty_briefs(briefing: Briefing) -> None:
    for brief in (await briefing.latest(), await briefing.today(NOW)):
        assert (brief.stories, brief.story_ids, brief.pages) == ((), (), 1)
    assert (await briefing.topic("belarus")).brief.stories == ()
    assert (await briefing.search("anything")).brief.stories == ()


async def test_today_is_the_last_day_and_on_quiet_days_the_newest(
    store: Store, briefing: Briefing
) -> None:
    await add(store, "last week", hours=200)
    quiet = await briefing.today(NOW)
    assert (quiet.kind, titles(quiet)) == (BriefKind.LATEST, ["last week"])
    await add(store, "this morning", hours=4)
    busy = await briefing.today(NOW)
    assert (busy.kind, titles(busy)) == (BriefKind.TODAY, ["this morning"])


@pytest.mark.parametrize("words", ["belarus", "Беларуси", "BELARUS!"])
async def test_a_topic_by_any_name(store: Store, briefing: Briefing, words: str) -> None:
    await add(store, "in Minsk", topics=("belarus",))
    await add(store, "in Rome", topics=("italy",))
    answer = await briefing.topic(words)
    assert answer.topic is not None
    assert answer.topic.key == answer.brief.query == "belarus"
    assert titles(answer.brief) == ["in Minsk"]


async def test_a_word_that_is_no_topic_is_searched_for(store: Store, briefing: Briefing) -> None:
    await add(store, "A landslide in the Alps")
    found = await briefing.topic("landslide")
    assert (found.topic, found.brief.kind) == (None, BriefKind.SEARCH)
    assert titles(found.brief) == ["A landslide in the Alps"]
    near = await briefing.topic("belrus")
    assert [topic.key for topic in near.suggestions] == ["belarus"]


async def test_a_search_shows_where_the_words_stand(store: Store, briefing: Briefing) -> None:
    await add(store, "News", text="The envoy met the prisoners on Monday.")
    answer = await briefing.search("prisoners since:never")
    (story,) = answer.brief.stories
    assert story.snippet is not None
    ((start, end),) = story.snippet.matches
    assert story.snippet.text[start:end] == "prisoners"
    assert answer.problems == ("search.bad_date",)


async def test_by_rank_the_best_match_stands_first(store: Store, briefing: Briefing) -> None:
    filler = "Nothing else of note was said about it that day. " * 20
    await add(store, "Rivers rise", hours=5, text="The river rose. The river fell.")
    await add(store, "Weather", hours=1, text=f"{filler} A river.")
    assert titles((await briefing.search("river")).brief)[0] == "Weather"
    assert titles((await briefing.search("river", by_rank=True)).brief)[0] == "Rivers rise"


@pytest.mark.parametrize(("page", "shown"), [(0, 0), (1, 1), (2, 2), (9, 2), (-4, 0)])
async def test_a_page_out_of_range_is_the_nearest(
    store: Store, briefing: Briefing, page: int, shown: int
) -> None:
    for number in range(5):
        await add(store, f"river {number}", hours=number)
    brief = (await briefing.search("river")).brief
    listing = await store.listings.add(chat_id=1, brief=brief, now=NOW)
    turned = await briefing.page(listing, page)
    assert turned.page == 0
    listing = await store.listings.add(chat_id=1, brief=await briefing.latest(2), now=NOW)
    turned = await briefing.page(listing, page)
    assert (turned.page, turned.pages) == (shown, 3)
    assert titles(turned) == [f"river {n}" for n in range(5)][2 * shown : 2 * shown + 2]


async def test_a_page_of_a_search_has_its_snippets(store: Store, briefing: Briefing) -> None:
    for number in range(7):
        await add(store, f"story {number}", hours=number, text=f"The river rose {number} feet.")
    brief = (await briefing.search("river")).brief
    listing = await store.listings.add(chat_id=1, brief=brief, now=NOW)
    turned = await briefing.page(listing, 1)
    assert [story.snippet is not None for story in turned.stories] == [True, True]


async def test_a_story_and_one_that_is_gone(store: Store, briefing: Briefing) -> None:
    number = await add(store, "here")
    assert (await briefing.story(number)).title == "here"
    with pytest.raises(NotFoundError, match=r"story\.gone"):
        await briefing.story(number + 1)


async def test_related_stories_have_a_text_and_a_topic_in_common(
    store: Store, briefing: Briefing
) -> None:
    mine = await add(store, "mine", topics=("belarus", "russia"), text="One. Two.")
    for number in range(5):
        await add(store, f"older {number}", hours=9 + number, topics=("russia",), text=f"{number}.")
    await add(store, "both", hours=2, topics=("belarus", "russia"), text="Both.")
    await add(store, "bare", hours=1, topics=("belarus",))
    await add(store, "other", hours=1, topics=("italy",), text="Other.")
    related = await briefing.related(await briefing.story(mine))
    assert [story.title for story in related] == ["both", "older 0", "older 1"]
