from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotFoundError, RoleError
from handlers import Services
from handlers.digests.wishes import MOST
from tests.handlers.conftest import NOW
from tests.handlers.digests.conftest import GROUP, HERE, Keep, Say, data_of, labels


async def quiet_of(services: Services) -> tuple[int, int] | None:
    chat = await services.store.chats.get(HERE)
    assert chat is not None
    return chat.quiet


async def test_quiet_hours_by_word_and_by_button(services: Services, say: Say) -> None:
    assert "Quiet hours: none" in (await say("/quiet")).text
    done = await say("/quiet с 22 до 7")
    assert "22:00–07:00" in done.text
    assert labels(done) == ["No, I am elsewhere"]
    assert await quiet_of(services) == (1320, 420)
    page = await say("/quiet")
    assert "<b>22:00–07:00</b>" in page.text
    await say(data_of(page, "23:00"))
    assert await quiet_of(services) == (1380, 480)
    assert "Quiet hours: <b>23" in (await say("quiet")).text
    await say("zone:Europe/Minsk")
    assert "Minsk" in (await say("/quiet 22-7")).text
    await say("/quiet off")
    assert await quiet_of(services) is None


@pytest.mark.parametrize("forged", ["quiet:off", "quiet:1:2", "quiet:x"])
async def test_no_button_but_the_usual_ones_sets_hours(
    services: Services, say: Say, forged: str
) -> None:
    assert "No quiet hours" in (await say(forged)).text
    assert await quiet_of(services) is None


async def test_what_are_no_hours(say: Say) -> None:
    with pytest.raises(NotFoundError, match=r"quiet\.unclear"):
        await say("/quiet always please")


@pytest.mark.parametrize("kind", ["mute", "follow"])
async def test_words_come_and_go(services: Services, say: Say, kind: str) -> None:
    assert f"/{kind}" in (await say(f"/{kind}")).text
    done = await say(f'/{kind} "Royal   FAMILY"')
    assert "<b>royal family</b>" in done.text
    await say(f"/{kind} football")
    page = await say(f"/{kind}")
    assert labels(page) == ["✕ football", "✕ royal family"]
    page = await say(data_of(page, "royal"))
    assert (labels(page), page.edit) == (["✕ football"], True)
    # A button of an older list: the phrase is gone already.
    assert labels(await say(data_of(done, "royal"))) == ["✕ football"]
    assert [wish.phrase for wish in await services.store.wishes.of_chat(HERE)] == ["football"]


@pytest.mark.parametrize("words", ["…", "x" * 61, "a long story " * 6])
async def test_what_is_no_word(say: Say, words: str) -> None:
    with pytest.raises(NotFoundError, match=r"wish\.unclear"):
        await say(f"/mute {words}")


async def test_there_is_an_end_to_words(say: Say) -> None:
    for number in range(MOST):
        await say(f"/mute word {number}")
    with pytest.raises(NotFoundError, match=r"wish\.many"):
        await say("/mute word")


async def test_forged_words(say: Say) -> None:
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say("wish:hate:abc")


@pytest.mark.parametrize(
    "words",
    ["/mute x", "/follow x", "/quiet 22-7", "quiet:off", "wish:mute:x", "zone", "settings:forget"],
)
async def test_in_a_group_its_admins_decide(say: Say, words: str) -> None:
    with pytest.raises(RoleError):
        await say(words, chat_id=GROUP, private=False)


async def test_the_page_of_all_settings(services: Services, say: Say, keep: Keep) -> None:
    assert "as I guess" in (await say("/settings")).text
    await keep()
    await say("/quiet 22-7")
    await say("/mute football")
    tastes = services.store.tastes
    await tastes.add(HERE, "topic:economy", 1.0, NOW)
    await tastes.add(HERE, "topic:sport", -1.0, NOW)
    await tastes.add(HERE, "source:The Paper", 0.5, NOW)
    await tastes.add(HERE, "topic:a topic of old", 1.0, NOW - timedelta(days=365))
    page = await say("/settings")
    for line in (
        "Language: English",
        "Quiet hours: 22:00–07:00",
        "1 list",
        "Muted: football",
        "More of: Economy, The Paper",
        "Less of: Sport",
    ):
        assert line in page.text
    assert "of old" not in page.text
    assert "Less of" not in (await say("settings:forget")).text
    assert (await say("settings")).edit


async def test_another_zone_takes_all_lists_along(services: Services, say: Say, keep: Keep) -> None:
    made = await keep()
    zones = await say("zone")
    assert "Send my location" in labels(zones)
    assert (await say("zone:send")).asks_location
    page = await say(data_of(zones, "Berlin"))
    assert "Time: 14:00 (Berlin, Germany)" in page.text
    moved = await services.store.subscriptions.get(made.id)
    assert moved is not None
    assert (moved.zone, moved.minute) == ("Europe/Berlin", made.minute)
