from __future__ import annotations

import pytest

from bot.errors import NotFoundError
from bot.model import Draft
from bot.render.keyboard import Button
from handlers.context import Reply, Services
from handlers.coverage import covered, explained_together, told
from handlers.reading import latest
from handlers.story import article_opened, opened
from tests.handlers.conftest import NOW, Asking

FIRST = (
    "A fire broke out in the port of Odessa on Monday. Twelve people were hurt, the mayor said. "
    "Ships were moved to other docks. The cause is not known. Schools stayed open all day. "
    "The harbour master will open an inquiry into the fire together with the police of Odessa. "
    "Insurers expect that the damage to docks, cranes and grain will cost forty million hryvnias. "
    "Two of the three grain terminals went back to work on Tuesday morning, their owners said."
)
SECOND = (
    "Fifteen people were hurt in the port fire in Odessa, doctors said. "
    "The fire began in a grain store. Firemen worked until midnight."
)


@pytest.fixture
async def story(services: Services) -> int:
    """Two outlets and a copy tell of a fire; its story's id."""
    story = None
    for source, text, copy in (
        ("Paper", FIRST, False),
        ("Radio", SECOND, False),
        ("Copycat", f"{FIRST} Copied.", True),
    ):
        draft = Draft(
            title=f"Port fire, {source}",
            text=text,
            source=source,
            url=f"https://{source.lower()}.example/fire",
            published=NOW,
        )
        gist = text.partition(". ")[0] + "."
        added = await services.store.articles.add(
            draft, now=NOW, language="en", gist=gist, topics=("fire",), story=story, copy=copy
        )
        assert added is not None
        story = added.story
    assert story is not None
    return story


def labels(reply: Reply) -> list[str]:
    return [button.text for row in reply.keyboard for button in row]


def button(reply: Reply, label: str) -> tuple[str, ...]:
    """The arguments of a button."""
    found: Button = next(b for row in reply.keyboard for b in row if b.text == label)
    return tuple(found.data.split(":")[1:])


@pytest.mark.usefixtures("story")
async def test_a_list_shows_one_line_for_a_story_of_two_sources(ask: Asking) -> None:
    text = (await latest(ask())).text
    assert "2 sources" in text
    assert text.count("Port fire") == 1


async def test_an_opened_story_is_told_by_its_sources_together(ask: Asking, story: int) -> None:
    page = await opened(ask(data=button(await latest(ask()), "1")))
    assert "2 sources" in page.text
    assert 'https://paper.example/fire">Paper</a>' in page.text
    assert 'https://radio.example/fire">Radio</a>' in page.text
    assert "Copycat" not in page.text
    assert labels(page) == ["Shorter", "Longer", "Sources (2)", "Why these?", "‹ Back to the list"]
    shorter = await covered(ask(data=(str(story), "1", "40")))
    assert len(shorter.text) < len(page.text)
    assert shorter.edit


async def test_a_forged_length_is_the_usual_one(ask: Asking, story: int) -> None:
    usual = await covered(ask(data=(str(story), "0", "80")))
    assert (await covered(ask(data=(str(story), "0", "999999")))).text == usual.text
    assert "‹ Back to the list" not in labels(usual)


async def test_who_says_what(ask: Asking, story: int) -> None:
    page = await told(ask(data=(str(story), "0", "7")))
    assert "Fifteen people were hurt" in page.text
    assert "A fire broke out" in page.text
    assert labels(page) == ["1", "2", "Summary"]
    article = await article_opened(ask(data=button(page, "2")))
    assert "Sources (2)" in labels(article)
    assert (await told(ask(data=button(article, "Sources (2)")))).text == page.text


async def test_many_sources_have_pages_and_nothing_is_said_twice(
    ask: Asking, services: Services, story: int
) -> None:
    for number in range(6):
        draft = Draft(title=f"Fire {number}", text=FIRST + str(number), source=f"S{number}")
        gist = "A fire broke out in the port of Odessa on Monday!"
        await services.store.articles.add(
            draft, now=NOW, language="en", gist=gist, topics=(), story=story
        )
    first = await told(ask(data=(str(story), "0", "0")))
    assert labels(first) == ["1", "2", "3", "4", "5", "More ›", "Summary"]
    second = await told(ask(data=button(first, "More ›")))
    assert labels(second) == ["6", "7", "8", "‹ Back", "Summary"]
    assert (first.text + second.text).count("A fire broke out in the port") == 1
    assert "http" not in second.text.split("Fire 0")[-1][:20]


async def test_why_these_sentences(ask: Asking, story: int) -> None:
    page = await explained_together(ask(data=(str(story), "0", "40")))
    assert "all sources" in page.text
    assert labels(page) == ["Summary"]


async def test_a_story_that_is_gone(ask: Asking) -> None:
    with pytest.raises(NotFoundError, match=r"story\.gone"):
        await covered(ask(data=("99",)))
