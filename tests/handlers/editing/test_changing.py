"""/edit and /retitle, corrections to readers, and how an article is named."""

from __future__ import annotations

import pytest

from bot.model import Article
from handlers.context import Post, Services
from handlers.story import opened
from tests.handlers.conftest import NOW, Asking, add
from tests.handlers.editing.conftest import Editor

TEXT = "The minister came to Minsk on Monday. He met officials. He left on Tuesday."


async def stored(services: Services, number: int) -> Article:
    return await services.briefing.story(number)


@pytest.fixture
async def rain(services: Services) -> int:
    return await add(services, "Minister visits", text=TEXT, source="Paper", topics=("belarus",))


async def test_an_article_is_put_right(editor: Editor, services: Services, rain: int) -> None:
    assert f"Minister visits (#{rain})" in await editor.say(f"/edit #{rain}")
    assert editor.labels() == ["Title", "Text", "Topics", "Source", "Address", "Cancel"]
    assert "What shall the title be?" in await editor.tap("Title")
    assert "Minister Envoy visits" in await editor.say("Envoy visits")
    assert "<s>Minister</s> <b>Envoy</b> visits" in editor.shown.text
    await editor.tap("Text")
    await editor.say(TEXT.replace("Monday", "Sunday"))
    assert "<s>Monday.</s> <b>Sunday.</b>" in editor.shown.text
    await editor.tap("Topics")
    assert "I know no topic called xyzzyq" in await editor.say("xyzzyq")
    await editor.say("economy")
    await editor.tap("Source")
    await editor.say("The Daily")
    await editor.tap("Address")
    assert "no address of a page" in await editor.say("nonsense")
    await editor.say("https://daily.example/a")
    assert (await stored(services, rain)).title == "Minister visits"
    assert await editor.tap("Save") == "Saved: Envoy visits"
    after = await stored(services, rain)
    assert (after.title, after.source, after.url) == (
        "Envoy visits",
        "The Daily",
        "https://daily.example/a",
    )
    assert "Sunday" in after.text
    assert after.topics == ("economy",)
    assert "Undone: changed “Minister visits”" in await editor.tap("Undo")
    before = await stored(services, rain)
    assert (before.title, before.text, before.url) == ("Minister visits", TEXT, "")
    assert before.topics == ("belarus",)


async def test_a_long_text_comes_in_several_messages(
    editor: Editor, services: Services, rain: int
) -> None:
    pieces = [f"{n} word " * 600 for n in (1, 2)]
    await editor.say(f"/edit #{rain}")
    await editor.tap("Text")
    assert "send the rest" in await editor.say(pieces[0])
    assert "send the rest" in await editor.say(pieces[1])
    await editor.tap("Done")
    await editor.tap("Save")
    assert (await stored(services, rain)).text == f"{pieces[0].strip()}\n{pieces[1].strip()}"


async def test_topics_can_be_taken_away(editor: Editor, services: Services, rain: int) -> None:
    await editor.say(f"/edit #{rain}")
    await editor.tap("Topics")
    assert "Belarus" in await editor.tap("None")
    await editor.tap("Save")
    assert (await stored(services, rain)).topics == ()


async def test_a_question_can_be_left_and_the_editing_too(
    editor: Editor, services: Services, rain: int
) -> None:
    await editor.say(f"/edit #{rain}")
    await editor.tap("Title")
    assert "That should be words" in await editor.say("")
    await editor.tap_data(f"edit:{rain}:title")
    assert "What shall I change?" in await editor.tap("Back")
    assert "1 story with “officials”" in await editor.say("officials")
    await editor.tap_data(f"edit:{rain}:title")
    await editor.say("Envoy visits")
    assert await editor.tap("Cancel") == "Good, nothing was changed."
    assert "no longer at that" in await editor.tap_data(f"edit:{rain}:save")
    assert (await stored(services, rain)).title == "Minister visits"


async def test_a_button_of_another_article_saves_nothing(
    editor: Editor, services: Services, rain: int
) -> None:
    other = await add(services, "Frost")
    await editor.say(f"/edit #{rain}")
    await editor.tap("Title")
    await editor.say("Envoy visits")
    assert "no longer at that" in await editor.tap_data(f"edit:{other}:save")
    assert (await stored(services, other)).title == "Frost"


async def test_nothing_new_is_said(editor: Editor, rain: int) -> None:
    await editor.say(f"/edit #{rain}")
    assert "says already" in await editor.tap_data(f"edit:{rain}:save")
    assert "says already" in await editor.say(f"/retitle #{rain} Minister visits")


async def test_another_article_says_that_already(editor: Editor, services: Services) -> None:
    await add(services, "Frost")
    other = await add(services, "Rain")
    assert "Another article says just that" in await editor.say(f"/retitle #{other} Frost")
    assert await services.store.audit.count() == 0


async def test_the_article_may_be_gone_meanwhile(
    editor: Editor, services: Services, rain: int
) -> None:
    await editor.say(f"/edit #{rain}")
    await editor.tap("Title")
    await services.newsroom.delete(rain, now=NOW)
    assert "no longer there" in await editor.say("Envoy visits")
    assert "no longer there" in await editor.tap_data(f"edit:{rain}:save")


async def test_a_new_title_at_once(editor: Editor, services: Services, rain: int) -> None:
    assert "What shall the new title be?" in await editor.say(f"/retitle #{rain}")
    assert await editor.say(f"/retitle #{rain} Envoy visits") == "Saved: Envoy visits"
    entry = (await services.store.audit.page(0, size=1))[0]
    assert (entry.action, entry.subject) == ("retitle", "Minister visits")
    assert entry.data["title"] == "Envoy visits"
    await editor.tap("Undo")
    assert (await stored(services, rain)).title == "Minister visits"


# Which article


async def test_a_number_of_the_last_list(editor: Editor, services: Services, rain: int) -> None:
    assert "no list yet whose number 1" in await editor.say("/edit 1")
    await editor.say("/latest")
    assert f"(#{rain})" in await editor.say("/edit 1")
    assert "its numbers go up to 1" in await editor.say("/edit 99")
    assert "Which article?" in await editor.say("/edit")
    assert "Which article?" in await editor.say("/edit nonsense")
    assert "Which article?" in await editor.say("/edit #x")
    assert "no longer there" in await editor.say("/edit #999")
    assert (await services.store.audit.count()) == 0


@pytest.mark.parametrize("data", ["edit:{}", "edit:{}:title"])
async def test_the_story_replied_to(editor: Editor, rain: int, data: str) -> None:
    page = Post(text="Minister visits", buttons=("why:a:1", "do", data.format(rain)))
    assert f"(#{rain})" in await editor.say("/edit", replied=page)


async def test_another_message_was_replied_to(editor: Editor) -> None:
    assert "Which article?" in await editor.say("/edit", replied=Post(buttons=("do:latest",)))
    assert "Which article?" in await editor.say("/edit", replied=Post(buttons=("edit",)))


async def test_editors_alone_see_the_buttons_of_a_story(
    editor: Editor, ask: Asking, rain: int
) -> None:
    page = await opened(ask(data=(str(rain), "0")))
    assert "Edit" not in [button.text for row in page.keyboard for button in row]
    await editor.tap_data(f"open:{rain}:0")
    assert editor.labels()[-2:] == ["Edit", "Delete"]
    assert "What shall I change?" in await editor.tap("Edit")


# Corrections


async def readers(services: Services, ask: Asking, rain: int) -> None:
    for chat_id, language in ((7, "en"), (21, "en"), (22, "ru")):
        await services.store.chats.see(chat_id, language=language, now=NOW)
        await opened(ask(chat_id=chat_id, data=(str(rain), "0")))


async def test_readers_hear_what_changed(
    editor: Editor, services: Services, ask: Asking, rain: int
) -> None:
    await readers(services, ask, rain)
    await editor.say(f"/edit #{rain}")
    await editor.tap("Text")
    await editor.say(TEXT.replace("Monday", "Sunday"))
    await editor.tap("Save")
    send = editor.data_of("Send a correction to 2 readers")
    assert await editor.tap_data(send) == "The correction goes to 2 readers."
    english, russian = editor.shown.letters
    assert (english.chat_id, russian.chat_id) == (21, 22)
    assert "<b>Minister visits</b>" in english.text
    assert "<s>Monday.</s> <b>Sunday.</b>" in english.text
    assert "Исправление." in russian.text
    assert english.keyboard[0][0].data == f"art:{rain}:0"
    assert "was sent, or something else" in await editor.tap_data(send)
    entry = (await services.store.audit.page(0, size=1))[0]
    assert (entry.action, entry.data["readers"]) == ("correct", 2)


async def test_a_new_title_is_a_correction_too(
    editor: Editor, services: Services, ask: Asking, rain: int
) -> None:
    await readers(services, ask, rain)
    await editor.say(f"/retitle #{rain} Envoy visits")
    assert "1 story with “officials”" in await editor.say("officials")
    await editor.tap_data(f"corr:{rain}")
    assert "<s>Minister</s> <b>Envoy</b> visits" in editor.shown.letters[0].text


async def test_only_what_was_read_is_corrected(
    editor: Editor, services: Services, ask: Asking, rain: int
) -> None:
    await editor.say(f"/retitle #{rain} Envoy visits")
    assert editor.labels() == ["Open", "Undo"]
    await readers(services, ask, rain)
    await editor.say(f"/edit #{rain}")
    await editor.tap("Source")
    await editor.say("The Daily")
    await editor.tap("Save")
    assert editor.labels() == ["Open", "Undo"]
    assert "was sent, or something else" in await editor.tap_data(f"corr:{rain}")
