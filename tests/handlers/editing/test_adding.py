"""/add in all its forms, and the preview."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import FeedError
from bot.feeds.documents import LARGEST_DOCUMENT
from bot.model import Draft
from handlers.context import Attachment, Post, Services
from tests.handlers.conftest import Asking, add
from tests.handlers.editing.conftest import Editor, newest

TEXT = "The guests came to Minsk on Monday. They met people of Belarus. They left on Tuesday."
CHANNEL = Post(text=TEXT, source="City News", url="https://t.me/citynews/12")


async def test_words_are_shown_as_readers_will_see_them(editor: Editor, services: Services) -> None:
    page = await editor.say(f"/add Guests arrive\n{TEXT}")
    for words in ("This is what readers will see", "Guests arrive", "The guests came to Minsk"):
        assert words in page
    for fact in ("Topics: Belarus", "Language: English", "Story: one of its own"):
        assert fact in page
    assert await services.store.articles.count() == 0
    done = await editor.tap("Publish")
    stored = await newest(services)
    assert done == f"Published: Guests arrive (#{stored.id})"
    assert (stored.title, stored.text, stored.topics) == ("Guests arrive", TEXT, ("belarus",))


async def test_a_line_alone_is_a_headline(editor: Editor) -> None:
    assert "Only this headline is known" in await editor.say("/add Guests arrive")


async def test_a_tap_more_publishes_nothing_more(editor: Editor, services: Services) -> None:
    await editor.say("/add Guests arrive")
    publish = editor.data_of("Publish")
    await editor.tap_data(publish)
    assert "done with already" in await editor.tap_data(publish)
    assert await services.store.articles.count() == 1
    assert await services.store.audit.count() == 1


async def test_anothers_proposal_is_out_of_reach(editor: Editor, other: Editor) -> None:
    await editor.say("/add Guests arrive")
    for label in ("Publish", "Edit title", "Cancel"):
        assert "done with already" in await other.tap_data(editor.data_of(label))
    assert "Published" in await editor.tap("Publish")


@pytest.mark.parametrize(
    "data", ["prop", "prop:x", "prop:1:nonsense", "prop:1", "prop:1:language:xx"]
)
async def test_a_forged_button_does_nothing(editor: Editor, services: Services, data: str) -> None:
    await editor.say("/add Guests arrive")
    await editor.tap_data(data)
    assert await services.store.articles.count() == 0


async def test_title_topics_and_language_can_be_put_right(
    editor: Editor, services: Services
) -> None:
    await editor.say(f"/add Guests arrive\n{TEXT}")
    assert "What shall the title be?" in await editor.tap("Edit title")
    assert "Friends arrive" in await editor.say("Friends arrive")
    await editor.tap("Edit topics")
    assert "Did you mean: Belarus" in await editor.say("belrus, economy")
    assert "I know no topic called xyzzyq" in await editor.say("xyzzyq")
    assert "Topics: Economy" in await editor.say("#economy")
    await editor.tap("Language")
    assert "Language: German" in await editor.tap("German")
    await editor.tap("Publish")
    stored = await newest(services)
    assert (stored.title, stored.topics, stored.language) == ("Friends arrive", ("economy",), "de")


async def test_topics_by_button(editor: Editor) -> None:
    await editor.say(f"/add Guests arrive\n{TEXT}")
    await editor.tap("Edit topics")
    assert "Topics: –" in await editor.tap("None")
    await editor.tap("Edit topics")
    assert "Topics: Belarus" in await editor.tap("As found")


async def test_a_question_can_be_left(editor: Editor, services: Services) -> None:
    await editor.say("/add Guests arrive")
    await editor.tap("Edit title")
    assert "That should be words" in await editor.say("")
    assert "Guests arrive" in await editor.tap_data("prop:1:show")
    assert "Nothing found for “quite other”" in await editor.say("quite other")
    assert await editor.tap_data("prop:1:cancel") == "Good, it was not published."
    assert await services.store.proposals.get(1) is None


async def test_the_story_that_it_would_join(editor: Editor, services: Services) -> None:
    await editor.say(f"/add Guests arrive Minsk\n{TEXT}")
    await editor.tap("Publish")
    longer = f"{TEXT} People waved."
    page = await editor.say(f"/add Guests arrive Minsk on Monday\n{longer}")
    assert "Story: joins “Guests arrive Minsk” (1 source)" in page
    assert "one of its own" in await editor.tap("Not this story")
    assert "joins" in await editor.tap("Find its story")
    await editor.tap("Not this story")
    await editor.tap("Publish")
    stored = await newest(services)
    assert len(await services.store.changes.members(stored.story_id)) == 1


async def test_a_copy_is_pointed_out(editor: Editor) -> None:
    text = " ".join(f"The guests met group {n} of farmers in village {n * 3}." for n in range(30))
    await editor.say(f"/add Guests arrive farmers\n{text}")
    await editor.tap("Publish")
    page = await editor.say(f"/add Guests arrive farmers again\n{text}")
    assert "Looks like a duplicate of “Guests arrive farmers”." in page


async def test_what_is_there_already_cannot_be_published(
    editor: Editor, services: Services
) -> None:
    await editor.say("/add Guests arrive")
    first = editor.data_of("Publish")
    await editor.say("/add Guests arrive")
    await editor.tap("Publish")
    assert "was there already" in await editor.tap_data(first)
    assert "This is there already: “Guests arrive”" in await editor.say("/add GUESTS arrive!")
    assert editor.labels() == ["Open", "Cancel"]
    assert await services.store.articles.count() == 1


async def test_a_page_is_fetched(editor: Editor, services: Services, ask: Asking) -> None:
    async def read(address: str) -> Draft:
        return Draft(title="From the web", text=TEXT, url=address, source="paper.example")

    editor = Editor(replace(services, read_page=read), ask)
    editor.ask = lambda *words, **more: replace(ask(*words, **more), services=editor.services)
    assert "From the web" in await editor.say("/add https://paper.example/a")
    assert editor.progress == ["Reading paper.example …"]
    linked = Post(links=("https://paper.example/b",))
    assert "From the web" in await editor.say("/add paper.example/b", post=linked)
    assert "Only this headline" in await editor.say("/add paper.example/b")


async def test_a_page_without_an_article(services: Services, ask: Asking) -> None:
    async def read(address: str) -> Draft:
        if address.endswith("bare"):
            return Draft(title="Bare")
        raise FeedError("page.status", host="paper.example", status=404)

    editor = Editor(services, ask)
    editor.ask = lambda *words, **more: replace(
        ask(*words, **more), services=replace(services, read_page=read)
    )
    assert "no article on that page" in await editor.say("/add https://paper.example/bare")
    assert "404" in await editor.say("/add https://paper.example/a")


async def test_a_reply_takes_the_message_replied_to(editor: Editor, services: Services) -> None:
    assert "The guests came" in await editor.say("/add", replied=CHANNEL)
    await editor.tap("Publish")
    stored = await newest(services)
    assert (stored.source, stored.url) == ("City News", "https://t.me/citynews/12")
    page = await editor.say("/add My own title", replied=Post(text="It rained all day."))
    assert "My own title" in page
    assert "It rained all day." in page


async def test_a_message_that_is_an_address_is_fetched(editor: Editor) -> None:
    post = Post(text="https://paper.example/a", source="City News")
    assert "paper.example" in await editor.say(post=post)
    assert editor.progress == ["Reading paper.example …"]


async def test_a_forwarded_post_alone(editor: Editor) -> None:
    assert "The guests came" in await editor.say(TEXT, post=CHANNEL)
    assert "no words in that message" in await editor.say("/add", replied=Post(source="Eve"))


async def test_a_forwarded_post_after_a_question_that_is_past(
    editor: Editor, services: Services
) -> None:
    await add(services, "Rain", text=TEXT)
    await editor.say("/edit #1")
    assert "what readers will see" in await editor.say(TEXT, post=CHANNEL)


async def test_a_document_with_one_article(editor: Editor, services: Services) -> None:
    page = await editor.send("a.md", f"# Guests arrive\n\n{TEXT}".encode())
    assert "Guests arrive" in page
    assert editor.progress == ["Reading a.md …"]
    await editor.tap("Publish")
    assert (await newest(services)).text == TEXT


async def test_a_document_alone(editor: Editor) -> None:
    post = Post(attachment=editor.attachment("a.txt", b"Guests arrive"))
    assert "Guests arrive" in await editor.say(post=post)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "a.exe: files of this kind (.exe) cannot be read"),
        ("noname", b"MZ", "noname: files of this kind () cannot be read"),
        ("a.pdf", b"x", "a.pdf is damaged"),
        ("a.txt", b" ", "a.txt: no article was found in it"),
    ],
)
async def test_a_document_that_cannot_be_read(
    editor: Editor, name: str, content: bytes, words: str
) -> None:
    answer = await editor.send(name, content)
    assert "Nothing in that document could be read." in answer
    assert words in answer


async def test_a_document_over_the_limit_is_not_even_fetched(editor: Editor) -> None:
    attachment = Attachment(file_id="?", name="a.txt", size=LARGEST_DOCUMENT + 1)
    answer = await editor.say("/add", post=Post(attachment=attachment))
    assert "a.txt has 21 MB; at most 20 MB are read." in answer
