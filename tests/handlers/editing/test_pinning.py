from __future__ import annotations

from datetime import timedelta

from handlers.context import Services
from tests.handlers.conftest import NOW, add
from tests.handlers.editing.conftest import Editor


async def test_a_story_is_pinned_for_a_while_and_taken_down(
    editor: Editor, services: Services
) -> None:
    rain = await add(services, "Rain")
    told = await editor.say(f"/pin #{rain} a week")
    assert told.startswith("Rain stands first in digests; that ends in ")
    assert await services.store.pins.current(NOW + timedelta(days=6)) == {rain}
    assert await services.store.pins.current(NOW + timedelta(days=8)) == frozenset()
    assert "no longer first" in await editor.say(f"/pin #{rain} off")
    assert await services.store.pins.current(NOW) == frozenset()
    assert "was not pinned" in await editor.say(f"/pin #{rain} off")


async def test_a_pin_of_a_day_can_be_undone(editor: Editor, services: Services) -> None:
    rain = await add(services, "Rain")
    assert "Rain stands first" in await editor.say(f"/pin #{rain}")
    assert "Undone" in await editor.tap("Undo")
    assert await services.store.pins.current(NOW) == frozenset()


async def test_how_long_must_be_understood(editor: Editor, services: Services) -> None:
    rain = await add(services, "Rain")
    assert "For how long?" in await editor.say(f"/pin #{rain} nonsense")
    assert "Which article?" in await editor.say("/pin")
