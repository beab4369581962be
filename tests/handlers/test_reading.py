from __future__ import annotations

import pytest

from handlers.context import Services
from handlers.reading import latest, tapped_topic, topic, topics, turned
from handlers.search import search
from handlers.stats import stats
from tests.handlers.conftest import Asking, add


async def test_with_no_news_every_list_says_so(ask: Asking) -> None:
    assert "There is no news yet" in (await latest(ask())).text
    assert "There are no topics yet" in (await topics(ask())).text
    empty = await topic(ask("belarus"))
    assert empty.text == "No stories on <b>Belarus</b> yet."
    assert [button.data for button in empty.keyboard[0]] == ["do:latest", "do:topics"]
    assert (await tapped_topic(ask(data=("belarus",)))).text == empty.text
    assert "Newest story: –" in (await stats(ask())).text


async def test_a_button_of_a_topic_that_is_none_is_refused(ask: Asking) -> None:
    for data in (("nothing",), ()):
        reply = await tapped_topic(ask(data=data))
        assert (reply.text, reply.alert) == ("", True)
        assert "too old" in reply.toast


async def test_topic_with_no_name_shows_them_all(ask: Asking, services: Services) -> None:
    await add(services, "A story", topics=("belarus", "italy"))
    await add(services, "Another", topics=("italy", "no longer one of ours"))
    shown = await topic(ask())
    labels = [button.text for row in shown.keyboard for button in row]
    assert labels == ["Italy · 2", "Belarus · 1"]


async def test_a_near_miss_with_matches_shows_both(ask: Asking, services: Services) -> None:
    await add(services, "The town of Belrus", text="Belrus is a town.")
    shown = await topic(ask("belrus"))
    assert "“belrus” is no topic, so I searched for it." in shown.text
    assert "The town of Belrus" in shown.text


@pytest.mark.parametrize("words", ["0", "21", "many", "-1", "²", "10000000000000000000"])
async def test_a_length_out_of_bounds_is_explained(ask: Asking, words: str) -> None:
    assert "is not a number from 1 to 20" in (await latest(ask(words))).text


async def test_a_list_that_is_gone_or_another_chats_is_refused(
    ask: Asking, services: Services
) -> None:
    await add(services, "A story")
    shown = await latest(ask())
    number = shown.keyboard[0][0].data.rpartition(":")[2]
    assert "A story" in (await turned(ask(data=(number, "0")))).text
    for forged in (ask(data=("99", "0")), ask(data=(number, "0"), chat_id=8), ask(data=("x",))):
        reply = await turned(forged)
        assert (reply.text, reply.alert) == ("", True)


async def test_back_to_the_list_is_the_page_of_the_story(ask: Asking, services: Services) -> None:
    ids = [await add(services, f"Story {number}") for number in range(12)]
    listing = (await latest(ask())).keyboard[0][0].data.rpartition(":")[2]
    assert "Page 3 of 3" in (await turned(ask(data=(listing, "at", str(ids[0]))))).text
    assert "Page 1 of 3" in (await turned(ask(data=(listing, "at", "999")))).text


async def test_a_search_explains_itself(ask: Asking, services: Services) -> None:
    await add(services, "The river", text="The river rose.")
    assert "/search" in (await search(ask())).text
    found = await search(ask("river since:soon"))
    assert "I left out <code>since:</code>" in found.text
    assert "The river" in found.text
    assert "reply to it with /summary" in (await search(ask("word " * 60))).text


async def test_what_comes_from_outside_is_never_markup(ask: Asking, services: Services) -> None:
    await add(
        services,
        "<b>Bold & brave</b>",
        text="A <script> sank. It was <i>big</i>.",
        source="<Paper>",
        url='https://example.org/?a="b"&c',
        topics=("belarus",),
    )
    for shown in (await latest(ask()), await search(ask("script")), await topic(ask("belarus"))):
        assert "&lt;b&gt;Bold &amp; brave&lt;/b&gt;" in shown.text
        assert "&lt;Paper&gt;" in shown.text
        assert 'href="https://example.org/?a=' in shown.text
        assert "<script>" not in shown.text
    assert "&lt;u&gt;" in (await search(ask("<u>"))).text
