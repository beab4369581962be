"""/add alone: a question at a time."""

from __future__ import annotations

from handlers.context import Post, Services
from tests.handlers.editing.conftest import Editor, newest

TEXT = "The minister came on Monday. He met officials. He left on Tuesday."


async def test_question_after_question(editor: Editor, services: Services) -> None:
    assert "What is its title?" in await editor.say("/add")
    assert "And its text?" in await editor.say("Minister visits")
    assert "Which topics" in await editor.say(TEXT)
    assert "no topic called xyzzyq" in await editor.say("xyzzyq")
    assert "Where is it from?" in await editor.say("economy, Беларусь")
    page = await editor.say("https://www.paper.example/a")
    assert "Minister visits" in page
    assert "paper.example" in page
    await editor.tap("Publish")
    stored = await newest(services)
    assert (stored.source, stored.url) == ("paper.example", "https://www.paper.example/a")
    assert set(stored.topics) >= {"economy", "belarus"}
    assert "Nothing found" in await editor.say("quite other")


async def test_everything_but_the_title_can_be_skipped(editor: Editor, services: Services) -> None:
    await editor.say("/add")
    await editor.say("Minister visits")
    for _ in range(3):
        await editor.tap("Skip")
    assert editor.shown.edit
    await editor.tap("Publish")
    assert (await newest(services)).title == "Minister visits"


async def test_a_text_without_a_title_has_its_first_words(editor: Editor) -> None:
    await editor.say("/add")
    await editor.tap("Skip")
    await editor.say(TEXT)
    await editor.tap("Skip")
    assert "The minister came on Monday." in await editor.say("The Daily")


async def test_nothing_at_all_is_asked_again(editor: Editor) -> None:
    await editor.say("/add")
    await editor.tap("Skip")
    assert "A title or a text it must have." in await editor.tap("Skip")
    assert "And its text?" in await editor.say("Minister visits")


async def test_back_and_cancel(editor: Editor, services: Services) -> None:
    await editor.say("/add")
    await editor.say("Minister visits")
    assert "What is its title?" in await editor.tap("Back")
    assert "And its text?" in await editor.say("Envoy visits")
    assert await editor.tap("Cancel") == "Good, nothing was added."
    assert "Nothing found" in await editor.say("quite other")
    assert await services.store.proposals.get(1) is None


async def test_a_button_of_an_older_question_does_nothing(editor: Editor) -> None:
    await editor.say("/add")
    older = editor.data_of("Skip")
    await editor.say("Minister visits")
    assert await editor.tap_data(older) == "That question is past."
    assert await editor.tap_data("add:text:nonsense") == "That question is past."
    assert await editor.tap_data("add") == "That question is past."
    assert "Which topics" in await editor.say(TEXT)


async def test_a_long_text_comes_in_several_messages(editor: Editor, services: Services) -> None:
    await editor.say("/add")
    await editor.say("Minister visits")
    pieces = [f"{n} word " * 600 for n in (1, 2, 3)]
    assert "send the rest" in await editor.say(pieces[0])
    assert "send the rest" in await editor.say(pieces[1])
    assert "Which topics" in await editor.say("The end.")
    await editor.tap("Back")
    assert "send the rest" in await editor.say(pieces[2])
    assert "Which topics" in await editor.tap("Done")
    for _ in range(2):
        await editor.tap("Skip")
    await editor.tap("Publish")
    assert (await newest(services)).text == pieces[2].strip()


async def test_a_whole_article_at_once(editor: Editor) -> None:
    await editor.say("/add")
    assert "Which topics" in await editor.say(f"Minister visits\n{TEXT}")


async def test_other_material_ends_the_questions(editor: Editor) -> None:
    await editor.say("/add")
    channel = Post(text=TEXT, source="City News")
    assert "what readers will see" in await editor.say(TEXT, post=channel)
    await editor.say("/add")
    post = Post(attachment=editor.attachment("a.txt", b"Minister visits"))
    assert "what readers will see" in await editor.say(post=post)
    await editor.say("/add")
    assert "paper.example" in await editor.say("https://paper.example/a")
    assert "Nothing found" in await editor.say("quite other")


async def test_a_picture_is_no_answer(editor: Editor) -> None:
    await editor.say("/add")
    assert "That should be words" in await editor.say("")
