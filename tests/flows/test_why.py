"""Why these sentences: each chosen one with its reasons, and the method by name."""

from __future__ import annotations

import pytest

from summarizer import ENGINE
from tests.flows.conftest import NewPerson, Person, labels
from tests.flows.test_summary import TEXT, sentences

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_story_tells_why(eve: Person) -> None:
    story = await eve.tap(await eve.say("/topic belarus"), "1")
    chosen = sentences(story)
    why = await eve.tap(story, "Why these?")
    assert why["message_id"] == story["message_id"]
    assert all(f"{sentence}\n• " in why["text"] for sentence in chosen)
    assert ENGINE in why["text"].splitlines()[-1]
    back = await eve.tap(why, "Summary")
    assert sentences(back) == chosen


async def test_a_paste_tells_why_twice_the_same(eve: Person) -> None:
    page = await eve.say(f"/summary 2 {TEXT}")
    first = await eve.tap(page, "Why these?")
    assert first["text"].count("\n• ") >= 2
    await eve.tap(first, "Summary")
    assert (await eve.tap(page, "Why these?"))["text"] == first["text"]


async def test_it_is_told_in_the_readers_language(new_person: NewPerson) -> None:
    vera = await new_person(language="ru")
    page = await vera.say(f"/summary 2 {TEXT}")
    assert "Почему эти?" in labels(page)
    assert "Метод: " in (await vera.tap(page, "Почему эти?"))["text"]


async def test_a_forged_page_is_the_last_one(eve: Person) -> None:
    page = await eve.say(f"/summary 2 {TEXT}")
    button = next(
        button
        for row in page["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "Why these?"
    )
    data = button["callback_data"].rpartition(":")[0] + ":99"
    await eve.press_data(page, data)
    assert "Method: " in (await eve.hear())["text"]
