"""Editors add, put right and delete articles in their chat; readers hear of corrections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.sandbox.state import CHANNEL
from tests.bot.feeds.pdf_writing import pdf
from tests.flows.conftest import OWNER, Message, NewPerson, Person, World, labels, living, people_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = "The bridge was opened on Monday. The mayor cut a ribbon. Thousands walked across it."
PAGE = f"""<html lang="en"><head><title>Ferry stops for good</title></head><body><article>
<h1>Ferry stops for good</h1>{
    "".join(
        f"<p>The ferry made trip number {n} on its last day, "
        f"with {n * 7} passengers who had come to say farewell to it.</p>"
        for n in range(1, 12)
    )
}
</article></body></html>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site() -> AsyncIterator[str]:
    """A web site on this machine; its host and port."""

    async def page(request: web.Request) -> web.Response:
        del request
        return web.Response(text=PAGE, content_type="text/html")

    application = web.Application()
    application.router.add_get("/ferry", page)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"{host}:{port}"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newsroom(tmp_path_factory: pytest.TempPathFactory, site: str) -> AsyncIterator[World]:
    async with living(tmp_path_factory.mktemp("editing"), private_hosts=site) as world:
        yield world


@pytest_asyncio.fixture(loop_scope="module")
async def people(newsroom: World) -> AsyncIterator[NewPerson]:
    async with people_of(newsroom) as make:
        yield make


@pytest_asyncio.fixture(loop_scope="module")
async def owner(people: NewPerson) -> Person:
    return await english(await people(user_id=OWNER))


async def english(person: Person) -> Person:
    await person.say("/language en")
    return person


async def attach(person: Person, name: str, content: bytes, **more: Any) -> None:
    """Send a document."""
    form = aiohttp.FormData()
    for field, value in {"chat_id": person.chat_id, "user_id": person.id, **more}.items():
        form.add_field(field, str(value))
    form.add_field("file", content, filename=name, content_type="application/octet-stream")
    url = f"{person.world.address}/sandbox/upload"
    async with person.world.session.post(url, data=form) as answer:
        assert answer.status == 200, await answer.text()


async def heard(person: Person, words: str) -> Message:
    """The first message of the bot with those words in it."""
    while words not in (message := await person.hear())["text"]:
        pass
    return message


async def test_from_a_text_to_a_correction(owner: Person, people: NewPerson) -> None:
    reader = await people()
    preview = await owner.say(f"/add Bridge opened\n{TEXT}")
    assert preview["text"].startswith("This is what readers will see:")
    published = await owner.tap(preview, "Publish")
    assert published["message_id"] == preview["message_id"]
    assert "Published: Bridge opened" in published["text"]
    story = await reader.tap(await reader.say("/search ribbon"), "1")
    assert "Bridge opened" in story["text"]
    assert "Edit" not in labels(story)

    page = await owner.tap(await owner.tap(published, "Open"), "Edit")
    await owner.tap(page, "Title")
    changes = await owner.say("Bridge opened to all")
    saved = await owner.tap(changes, "Save")
    sent = await owner.tap(saved, "Send a correction to 1 reader")
    assert sent["text"] == "The correction goes to 1 reader."
    letter = await reader.hear()
    assert letter["text"].startswith("Correction.")
    assert "Bridge opened to all" in letter["text"]
    trail = await owner.say("/audit")
    for words in ("published “Bridge opened”", "retitled “Bridge opened”", "told 1 reader"):
        assert words in trail["text"]


async def test_a_story_is_edited_and_deleted_by_reply(owner: Person) -> None:
    published = await owner.tap(await owner.say("/add Lighthouse closed for a week"), "Publish")
    story = await owner.tap(published, "Open")
    question = await owner.say("/delete", reply_to_message_id=story["message_id"])
    assert "Delete Lighthouse closed for a week" in question["text"]
    deleted = await owner.tap(question, "Delete it")
    assert "Nothing found" in (await owner.say("/search lighthouse"))["text"]
    await owner.tap(deleted, "Undo")
    assert "Lighthouse closed" in (await owner.say("/search lighthouse"))["text"]


async def test_a_page_is_read(owner: Person, site: str) -> None:
    await owner.send(f"/add http://{site}/ferry")
    preview = await heard(owner, "readers will see")
    assert "Ferry stops for good" in preview["text"]
    assert "127.0.0.1" in preview["text"]


async def test_a_private_address_is_refused(owner: Person) -> None:
    await owner.send("/add http://127.0.0.2/secret")
    refusal = await heard(owner, "127.0.0.2")
    assert "readers will see" not in refusal["text"]


async def test_a_document_with_a_caption(owner: Person) -> None:
    await attach(owner, "news.pdf", pdf([["Harbour grows", TEXT]]), caption="/add")
    preview = await heard(owner, "readers will see")
    assert "Harbour grows" in preview["text"]
    assert "Published" in (await owner.tap(preview, "Publish"))["text"]


async def test_documents_sent_together(owner: Person) -> None:
    await attach(
        owner, "a.txt", b"Airport reopens\n\nThe first plane has landed.", caption="/add", album=5
    )
    await attach(owner, "b.jsonl", b'{"title": "Station painted"}\n{"broken', album=5)
    answer = await heard(owner, "2 documents")
    assert "a.txt: new 1" in answer["text"]
    assert "b.jsonl: new 1, already there 0, faults 1" in answer["text"]
    await owner.press(answer, "Publish all · 2")
    published = await heard(owner, "2 articles published")
    assert published["message_id"] == answer["message_id"]


async def test_a_forwarded_post(owner: Person) -> None:
    post = await owner.post("send", chat_id=CHANNEL, user_id=OWNER, text=f"Road mended\n\n{TEXT}")
    message = post.get("message", post)
    await owner.post(
        "forward",
        chat_id=owner.chat_id,
        user_id=OWNER,
        from_chat_id=CHANNEL,
        message_id=message["message_id"],
    )
    preview = await heard(owner, "readers will see")
    assert "Road mended" in preview["text"]


async def test_two_stories_become_one(owner: Person) -> None:
    for title in ("Apples are cheap this autumn", "Frost destroys the vineyards"):
        await owner.tap(await owner.say(f"/add {title}"), "Publish")
    await owner.say("/latest")
    merged = await owner.say("/merge 1 2")
    assert "is now part of the story" in merged["text"]
    assert "Undone" in (await owner.tap(merged, "Undo"))["text"]


async def test_a_dialog_and_a_preview_survive_a_restart(tmp_path: Path) -> None:
    async with living(tmp_path) as world, people_of(world) as make:
        owner = await english(await make(user_id=OWNER))
        await owner.say("/add")
        await owner.say("Bridge opened")
    async with living(tmp_path) as world, people_of(world) as make:
        owner = await make(user_id=OWNER)
        question = await owner.say(TEXT)
        assert "Which topics" in question["text"]
        source = await owner.tap(question, "Skip")
        preview = await owner.tap(source, "Skip")
        data = next(
            button["callback_data"]
            for row in preview["reply_markup"]["inline_keyboard"]
            for button in row
            if button["text"] == "Publish"
        )
    async with living(tmp_path) as world, people_of(world) as make:
        owner = await make(user_id=OWNER)
        hello = await owner.say("/about")
        await owner.press_data(hello, data)
        assert "Published: Bridge opened" in (await owner.hear())["text"]
