from __future__ import annotations

import json

from handlers.context import Services
from tests.handlers.conftest import add
from tests.handlers.editing.conftest import Editor, newest

LINES = b'{"title": "One thing happened"}\n{"title": "Another thing happened"}\n{"broken\n'


async def test_a_document_of_many_articles(editor: Editor, services: Services) -> None:
    await add(services, "Another thing happened")
    answer = await editor.send("a.jsonl", LINES + b'{"title": "ONE thing happened"}\n')
    assert "1 document" in answer
    assert "a.jsonl: new 1, already there 2, faults 1" in answer
    assert "· a.jsonl" in answer
    assert editor.labels() == ["Publish all · 1", "Cancel"]
    assert await editor.tap("Publish all") == "1 article published; 0 were there already."
    assert (await newest(services)).title == "One thing happened"


async def test_documents_sent_together_share_one_answer(editor: Editor, services: Services) -> None:
    await editor.send("a.jsonl", LINES, album="77")
    await editor.send("b.exe", b"MZ", album="77")
    answer = await editor.send("c.txt", b"One thing happened\nA third thing happened", album="77")
    assert "3 documents" in answer
    for line in ("a.jsonl: new 2", "b.exe: new 0", "c.txt: new 1, already there 1"):
        assert line in answer
    editor.progress.clear()
    assert "3 articles published" in await editor.tap("Publish all · 3")
    assert editor.progress == [f"Publishing: {n} of 3 …" for n in range(3)]
    entry = (await services.store.audit.page(0, size=1))[0]
    assert entry.subject == "One thing happened (+2)"
    assert "Undone" in await editor.tap("Undo")
    assert await services.store.articles.count() == 0


async def test_albums_are_told_apart(editor: Editor) -> None:
    await editor.send("a.jsonl", LINES, album="77")
    assert "1 document" in await editor.send("b.txt", b"One\nTwo", album="78")


async def test_an_album_without_anything_new(editor: Editor) -> None:
    answer = await editor.send("b.exe", b"MZ", album="77")
    assert "b.exe: new 0, already there 0, faults 1" in answer
    assert editor.labels() == []


async def test_what_others_published_meanwhile_is_left_out(
    editor: Editor, services: Services
) -> None:
    await editor.send("a.jsonl", LINES)
    await add(services, "One thing happened")
    await add(services, "Another thing happened")
    assert "All of it was there already" in await editor.tap("Publish all")


async def test_many_faults_are_counted(editor: Editor) -> None:
    answer = await editor.send("a.jsonl", LINES + b"{\n" * 20)
    assert answer.count("· a.jsonl") == 8
    assert "· and 13 more" in answer


async def test_only_what_makes_sense_of_many(editor: Editor, services: Services) -> None:
    content = json.dumps([{"title": f"Thing {n} happened"} for n in range(30)]).encode()
    await editor.send("a.json", content)
    data = editor.data_of("Cancel")
    assert "too old" in await editor.tap_data(data.replace("cancel", "title"))
    assert await editor.tap_data(data) == "Good, it was not published."
    assert await services.store.articles.count() == 0
