from __future__ import annotations

from handlers.context import Services
from tests.handlers.conftest import add
from tests.handlers.editing.conftest import Editor


async def story(services: Services, number: int) -> int:
    return (await services.briefing.story(number)).story_id


async def test_two_stories_become_one_and_two_again(editor: Editor, services: Services) -> None:
    rain = await add(services, "Rain", source="Paper", topics=("belarus",))
    frost = await add(services, "Frost", source="Daily", topics=("belarus",))
    answer = await editor.say(f"/merge #{rain} #{frost}")
    assert answer == "Rain is now part of the story Frost."
    assert await story(services, rain) == await story(services, frost)
    assert "one story already" in await editor.say(f"/merge #{rain} #{frost}")
    await editor.tap_data(f"open:{frost}:0")
    assert editor.labels()[-2:] == ["Edit", "Delete"]
    await editor.say(f"/merge #{rain} #{frost}")
    entry = (await services.store.audit.page(0, size=1))[0]
    assert (entry.action, entry.subject, entry.data["into"]) == ("merge", "Rain", "Frost")
    assert "Undone" in await editor.tap_data(f"undo:{entry.id}")
    assert await story(services, rain) != await story(services, frost)


async def test_what_to_merge_must_be_said(editor: Editor, services: Services) -> None:
    rain = await add(services, "Rain")
    assert "Which two?" in await editor.say(f"/merge #{rain}")
    assert "Which article?" in await editor.say("/merge")
    assert "Which article?" in await editor.say(f"/merge #{rain} nonsense")


async def test_an_article_leaves_its_story(editor: Editor, services: Services) -> None:
    rain = await add(services, "Rain", source="Paper")
    frost = await add(services, "Frost", source="Daily")
    assert "a story of its own already" in await editor.say(f"/split #{rain}")
    await editor.say(f"/merge #{rain} #{frost}")
    await editor.say("/latest")
    which = await editor.say("/split 1")
    assert "Which of these is another story?" in which
    assert "Rain" in which
    assert "Daily" in which
    assert editor.labels() == ["1", "2"]
    assert await editor.tap_data(f"split:{rain}") == "Rain is now a story of its own."
    assert await story(services, rain) != await story(services, frost)
    assert "a story of its own already" in await editor.tap_data(f"split:{rain}")
    assert "Undone" in await editor.tap("Undo")
    assert await story(services, rain) == await story(services, frost)
    assert await editor.say(f"/split #{rain}") == "Rain is now a story of its own."
