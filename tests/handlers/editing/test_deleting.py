from __future__ import annotations

from handlers.context import Services
from tests.handlers.conftest import add
from tests.handlers.editing.conftest import Editor


async def test_a_deletion_is_asked_for_first_and_can_be_undone(
    editor: Editor, services: Services
) -> None:
    rain = await add(services, "Rain")
    assert await editor.say(f"/delete #{rain}") == (
        f"Delete Rain (#{rain})? For 24 hours it can be brought back."
    )
    assert await editor.tap("Keep it") == "Good, it stays."
    await editor.say(f"/delete #{rain}")
    delete = editor.data_of("Delete it")
    assert await editor.tap_data(delete) == "Deleted: Rain"
    assert await services.store.articles.get(rain) is None
    assert "no longer there" in await editor.tap_data(delete)
    assert "Undone: deleted “Rain”" in await editor.tap("Undo")
    assert (await services.briefing.story(rain)).title == "Rain"


async def test_a_storys_button_asks_as_well(editor: Editor, services: Services) -> None:
    rain = await add(services, "Rain")
    await editor.tap_data(f"open:{rain}:0")
    assert "Delete Rain" in await editor.tap("Delete")
    assert not editor.shown.edit
    assert await services.store.articles.get(rain) is not None
