from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotFoundError
from bot.model import Draft, Length, Standing
from handlers import Services
from tests.handlers.conftest import NOW, add
from tests.handlers.digests.conftest import HERE, Keep, Say, data_of, labels

WORDS = "river bank match snow storm bridge train vote court film farm school".split()


async def test_what_is_new_at_once_and_once(services: Services, say: Say) -> None:
    await add(services, "The river rose", source="The Paper")
    told = await say("/digest")
    assert "The river rose" in told.text
    assert labels(told)[0] == "1"
    again = await say("/digest")
    assert "nothing new" in again.text
    assert "<b>Daily news</b>" in again.text


async def test_of_several_lists_one_is_chosen(services: Services, say: Say, keep: Keep) -> None:
    await add(services, "The river rose", topics=("climate",))
    await add(services, "The bank fell", topics=("economy",))
    since = NOW.replace(hour=0)
    await keep(name="Weather", topics=("climate",), since=since)
    await keep(name="Money", topics=("economy",), since=since)
    await keep(name="Over", standing=Standing.ENDED, since=since)
    which = await say("/digest")
    assert labels(which) == ["Weather", "Money"]
    assert "The river rose" in (await say(data_of(which, "Weather"))).text
    assert "The bank fell" in (await say("/digest money")).text
    with pytest.raises(NotFoundError, match=r"digest\.no_list"):
        await say("/digest Over")
    with pytest.raises(NotFoundError, match=r"sub\.gone"):
        await say("digest:99")


async def test_a_long_one_comes_in_several_messages(
    services: Services, say: Say, keep: Keep
) -> None:
    for word in WORDS:
        title = " ".join(f"{word}s{number}" for number in range(30))
        draft = Draft(title=title, text=word, published=NOW - timedelta(hours=1))
        gist = " ".join(f"{word}{number}" for number in range(50)) + "."
        await services.store.articles.add(draft, now=NOW, language="en", gist=gist, topics=())
    await keep(length=Length.LONG, since=NOW.replace(hour=0))
    told = await say("/digest")
    assert told.more
    assert "1 / " in told.text
    last = told.more[-1].keyboard
    assert any("More like" in button.text for row in last for button in row)


async def test_more_and_less_like_this(services: Services, say: Say) -> None:
    await add(services, "The bank fell", topics=("economy",), source="The Paper")
    await add(services, "A match was won", topics=("sport",))
    told = await say("/digest")
    which = await say(data_of(told, "Less like"))
    assert labels(which) == ["1", "2"]
    assert not which.edit
    learnt = [await say(data_of(which, number)) for number in ("1", "2")]
    assert all("less like" in each.text for each in learnt)
    weights = {each.subject: each.weight for each in await services.store.tastes.of_chat(HERE)}
    assert weights == {"topic:economy": -0.5, "topic:sport": -0.5, "source:The Paper": -0.25}
    page = await say(data_of(learnt[0], "Settings"))
    assert "Less of: Economy, Sport, The Paper" in page.text


async def test_of_a_single_story_nothing_is_asked(services: Services, say: Say) -> None:
    number = await add(services, "The river rose")
    told = await say("/digest")
    learnt = await say(data_of(told, "More like"))
    assert "more like “The river rose” (–)" in learnt.text
    assert not learnt.edit
    await services.store.database.run("DELETE FROM articles WHERE id = :id", {"id": number})
    with pytest.raises(NotFoundError, match=r"taste\.gone"):
        await say(data_of(told, "More like"))


@pytest.mark.parametrize("data", ["taste", "taste:+:99", "taste:*:1", "taste:+:x"])
async def test_forged_likes(say: Say, data: str) -> None:
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say(data)


@pytest.mark.parametrize("number", ["0", "9", "x"])
async def test_a_story_that_the_digest_does_not_have(
    services: Services, say: Say, number: str
) -> None:
    await add(services, "The river rose")
    await add(services, "A match was won")
    told = await say("/digest")
    like = data_of(told, "More like")
    with pytest.raises(NotFoundError, match=r"taste\.gone"):
        await say(f"{like}:{number}")
