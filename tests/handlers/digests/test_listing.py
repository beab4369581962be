from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotFoundError, RoleError
from bot.model import Standing
from handlers import Services
from tests.handlers.conftest import NOW
from tests.handlers.digests.conftest import GROUP, HERE, Keep, Say, data_of, governs, labels

# 8:00 in Minsk on the next morning.
NEXT = datetime(2026, 6, 2, 5, tzinfo=UTC)


async def test_without_a_list_the_way_to_one(say: Say) -> None:
    page = await say("/mydigests")
    assert labels(page) == ["Another list"]
    page = await say("/mydigests @thegroup", administers=governs)
    await say(data_of(page, "Another list"), administers=governs)
    card = await say("subs:when:480", administers=governs)
    assert "for The group" in card.text


async def test_a_single_list_has_all_its_buttons(say: Say, keep: Keep) -> None:
    await keep(next_digest_at=NEXT, silent=True, topics=("economy",))
    page = await say("/mydigests")
    assert f'<tg-time unix="{int(NEXT.timestamp())}" format="wDt">Tue, 2 Jun, 08:00' in page.text
    assert "Silent on days without news" in page.text
    assert not page.edit
    assert labels(page) == [
        *("Change", "Skip the next", "Pause: a day", "a week", "until I say", "Delete"),
        "My lists",
    ]


async def test_pausing_and_going_on(services: Services, say: Say, keep: Keep) -> None:
    made = await keep(next_digest_at=NEXT)
    await say(f"sub:{made.id}:pause:day")
    stored = await services.store.subscriptions.get(made.id)
    assert stored is not None
    assert stored.resumes == NOW + timedelta(days=1)
    page = await say(f"sub:{made.id}:show")
    assert "Paused until" in page.text
    assert labels(page) == ["Resume", "Change", "Delete", "My lists"]
    assert "until you say otherwise" in (await say(f"sub:{made.id}:pause:long")).text
    page = await say(data_of(page, "Resume"))
    assert page.edit
    assert "08:00" in page.text


async def test_skipping_and_not_skipping(say: Say, keep: Keep) -> None:
    made = await keep(next_digest_at=NEXT)
    page = await say(f"sub:{made.id}:skip")
    assert "Left out: Tue, 2 Jun" in page.text
    assert "Wed, 3 Jun" in page.text
    page = await say(data_of(page, "Do not skip"))
    assert "Left out" not in page.text


@pytest.mark.parametrize("data", ["", "nonsense", "pause", "pause:year"])
async def test_forged_actions_are_refused(say: Say, keep: Keep, data: str) -> None:
    made = await keep()
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say(f"sub:{made.id}:{data}")


async def test_a_list_that_is_gone(say: Say) -> None:
    with pytest.raises(NotFoundError, match=r"sub\.gone"):
        await say("sub:99:show")
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say("sub")


async def test_another_chats_list_is_its_admins(services: Services, say: Say, keep: Keep) -> None:
    made = await keep(chat_id=GROUP)
    for action in ("show", "delete", "change", "end", "pause:long"):
        with pytest.raises(RoleError):
            await say(f"sub:{made.id}:{action}")
    assert await services.store.subscriptions.get(made.id) == made
    page = await say(f"sub:{made.id}:show", administers=governs)
    assert "for The group" in page.text
    done = await say(f"sub:{made.id}:end", administers=governs)
    assert "to The group any more" in done.text


async def test_a_list_is_changed_in_the_place_of_its_page(say: Say, keep: Keep) -> None:
    made = await keep()
    card = await say(f"sub:{made.id}:change")
    assert card.edit
    assert "Save" in labels(card)


async def test_what_stands_under_a_digest_leaves_it_there(say: Say, keep: Keep) -> None:
    await keep()
    for command in ("mydigests", "digest", "settings", "subscribe"):
        assert not (await say(f"do:{command}")).edit


async def test_several_lists_and_their_pages(say: Say, keep: Keep) -> None:
    await keep()
    second = await keep(name="Evening", standing=Standing.UNREACHABLE)
    page = await say("/mydigests")
    assert "1. <b>Daily news</b>" in page.text
    assert "could not be reached" in page.text
    one = await say(data_of(page, "Evening"))
    assert "1. " not in one.text
    assert (await say(data_of(one, "My lists"))).text == page.text
    rest = await say(data_of(one, "Delete"))
    assert rest.toast == "Deleted: Evening"
    assert second.name not in rest.text


async def test_unsubscribing_one_of_several(services: Services, say: Say, keep: Keep) -> None:
    await keep()
    await keep(name="Evening")
    which = await say("/unsubscribe")
    assert labels(which) == ["Daily news", "Evening", "All of them"]
    done = await say(data_of(which, "Evening"))
    assert "<b>Evening</b> will not" in done.text
    with pytest.raises(NotFoundError, match=r"unsubscribe\.none"):
        await say("/unsubscribe Morning")
    await say("/unsubscribe «daily NEWS»")
    assert "Ended" in (await say("/mydigests")).text
    back = await say(data_of(done, "Bring it back"))
    assert "Next:" in back.text
    with pytest.raises(RoleError):
        await say(f"unsub:{GROUP}")
    with pytest.raises(RoleError):
        await say("unsub:nonsense")
    await say(f"unsub:{HERE}")
    lists = await services.store.subscriptions.of_chat(HERE)
    assert {each.standing for each in lists} == {Standing.ENDED}


async def test_start_brings_back_what_could_not_be_reached(
    services: Services, say: Say, keep: Keep
) -> None:
    made = await keep(next_digest_at=NEXT)
    await services.store.subscriptions.unreachable(HERE)
    assert "1 list goes on" in (await say("/start")).text
    stored = await services.store.subscriptions.get(made.id)
    assert stored == made
    assert "goes on" not in (await say("/start")).text
