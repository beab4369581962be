from __future__ import annotations

import pytest

from bot.errors import NotFoundError
from bot.model import Draft
from handlers import Services
from handlers.audit import undone
from handlers.feeds.queue import queue, queue_tapped
from tests.handlers.conftest import NOW
from tests.handlers.feeds.conftest import Editor, data_of, labels

TEXT = "The river rose. The town slept."


@pytest.fixture
async def held(services: Services, feed: int) -> int:
    """Seven items wait; the number of the first."""
    drafts = {
        f"{n}": Draft(
            title=f"Event {n}", text=f"{TEXT} {n}", url=f"https://p.example/{n}", source="P"
        )
        for n in range(7)
    }
    await services.store.feed_items.hold(feed, drafts, now=NOW)
    return (await services.store.proposals.held(1))[0].id


async def titles(services: Services) -> list[str]:
    rows = await services.store.database.all("SELECT title FROM articles ORDER BY id")
    return [row["title"] for row in rows]


async def test_an_empty_queue_says_so(editor: Editor) -> None:
    assert (await queue(editor())).text == "Nothing waits for approval."


@pytest.mark.usefixtures("held")
async def test_the_queue_has_pages(editor: Editor) -> None:
    first = await queue(editor())
    assert "7 items wait for approval" in first.text
    assert "1. <a" in first.text
    assert "Event 4" in first.text
    assert "Event 5" not in first.text
    second = await queue_tapped(editor(data=data_of(first, "›")))
    assert "Event 5" in second.text
    assert "Event 4" not in second.text
    assert "Event 0" in (await queue_tapped(editor(data=data_of(second, "‹")))).text


async def test_an_item_is_published(services: Services, editor: Editor, held: int) -> None:
    page = await queue(editor())
    after = await queue_tapped(editor(data=data_of(page, "1 · Publish")))
    assert after.toast == "Published."
    assert "6 items" in after.text
    assert await titles(services) == ["Event 0"]
    with pytest.raises(NotFoundError):
        await queue_tapped(editor(data=("publish", str(held), "0")))
    (entry,) = await services.audit.trail.page(0, size=5)
    await undone(editor(data=(str(entry.id),)))
    assert await titles(services) == []


async def test_an_item_is_skipped(services: Services, editor: Editor, held: int) -> None:
    page = await queue(editor())
    after = await queue_tapped(editor(data=data_of(page, "2 · Skip")))
    assert after.toast == "Skipped."
    assert "Event 1" not in after.text
    assert await titles(services) == []
    assert held


async def test_an_item_that_another_source_told_already(
    services: Services, editor: Editor, feed: int
) -> None:
    draft = Draft(title="Event", text=TEXT, url="https://p.example/1")
    prepared = await services.newsroom.prepare(draft)
    await services.newsroom.publish(prepared, now=NOW)
    await services.store.feed_items.hold(feed, {"a": draft}, now=NOW)
    after = await queue_tapped(editor(data=data_of(await queue(editor()), "1 · Publish")))
    assert after.toast == "It was here already."
    assert "Nothing waits" in after.text


async def test_all_are_published_that_were_there_to_see(
    services: Services, editor: Editor, feed: int, held: int
) -> None:
    page = await queue(editor())
    await services.store.feed_items.hold(feed, {"late": Draft(title="Late", text=TEXT)}, now=NOW)
    done = await queue_tapped(editor(data=data_of(page, "Publish all (7)")))
    assert done.text == "7 items published."
    assert len(await titles(services)) == 7
    assert [p.draft.title for p in await services.store.proposals.held(9)] == ["Late"]
    assert held


@pytest.mark.usefixtures("held")
async def test_the_end_of_a_page_leads_to_the_first(editor: Editor, held: int) -> None:
    page = await queue_tapped(editor(data=("show", str(held + 100))))
    assert "Event 0" in page.text
    assert "1 · Edit" in labels(page)


@pytest.mark.parametrize("data", [(), ("nonsense", "1"), ("publish", "999"), ("skip", "x")])
@pytest.mark.usefixtures("held")
async def test_a_forged_button_does_nothing(editor: Editor, data: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError):
        await queue_tapped(editor(data=data))


async def test_an_editor_s_own_proposal_is_not_in_the_queue(
    services: Services, editor: Editor
) -> None:
    own = await services.desk.propose(Draft(title="Mine"), editor_id=5, now=NOW)
    with pytest.raises(NotFoundError):
        await queue_tapped(editor(data=("publish", str(own.id))))
