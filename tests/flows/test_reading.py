"""A reader's visit: lists, topics, stories, search."""

from __future__ import annotations

import pytest

from tests.flows.conftest import NewPerson, Person, bold, labels

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEED = "U.S. Envoy Keith Kellogg Reportedly Preparing to Visit Belarus"


async def test_start_says_hello_and_where_to_begin(eve: Person) -> None:
    hello = await eve.say("/start")
    assert "Hello, Eve!" in hello["text"]
    latest = await eve.tap(hello, "Latest")
    assert latest["text"].startswith("Latest news")


async def test_latest_lists_the_newest_with_source_and_age(eve: Person) -> None:
    latest = await eve.say("/latest")
    assert bold(latest)[0] == "Latest news"
    assert bold(latest)[1].startswith("1. ")
    assert "ago" in latest["text"]
    assert labels(latest) == ["1", "2", "3", "4", "5", "More ›"]
    assert "Page 1 of 4 · 18 in all" in latest["text"]


async def test_pages_are_turned_in_place(eve: Person) -> None:
    first = await eve.say("/latest")
    second = await eve.tap(first, "More")
    assert second["message_id"] == first["message_id"]
    assert "edit_date" in second
    assert bold(second)[1].startswith("6. ")
    back = await eve.tap(second, "Back")
    assert back["text"] == first["text"]


async def test_the_length_of_a_page_can_be_asked_for(eve: Person) -> None:
    assert len(bold(await eve.say("/latest 18"))) == 19
    wrong = await eve.say("/latest many")
    assert "“many” is not a number from 1 to 20" in wrong["text"]
    assert "not a number" in (await eve.say("/latest 0"))["text"]


@pytest.mark.parametrize(
    "words", ["belarus", "Беларусь", "беларуси", "BELARUS!", "Беларусі", "Belarusian"]
)
async def test_a_topic_is_found_by_any_of_its_names(eve: Person, words: str) -> None:
    answer = await eve.say(f"/topic {words}")
    assert bold(answer)[0] == "Belarus"
    assert SEED in answer["text"]


async def test_a_near_miss_offers_topics(eve: Person) -> None:
    answer = await eve.say("/topic belrus")
    assert "Did you mean" in answer["text"]
    assert "Belarus" in labels(answer)
    found = await eve.tap(answer, "Belarus")
    assert SEED in found["text"]


async def test_a_word_that_is_no_topic_is_searched_for(eve: Person) -> None:
    answer = await eve.say("/topic landslide")
    assert "“landslide” is no topic, so I searched for it." in answer["text"]
    assert "Takaichi" in answer["text"]


async def test_nothing_found_says_what_to_try(eve: Person) -> None:
    answer = await eve.say("/topic xyzzyplugh")
    assert "Nothing found for “xyzzyplugh”" in answer["text"]
    assert labels(answer) == ["Latest", "Topics"]


async def test_topics_are_buttons_with_counts(eve: Person) -> None:
    answer = await eve.say("/topics")
    belarus = next(label for label in labels(answer) if label.startswith("Belarus · "))
    assert SEED in (await eve.tap(answer, belarus))["text"]


async def test_search_shows_the_match_in_bold(eve: Person) -> None:
    answer = await eve.say("/search prisoners")
    assert bold(answer)[0] == "1 story"
    assert "prisoners" in bold(answer)


async def test_plain_words_are_a_search(eve: Person) -> None:
    assert "Keith Kellogg" in (await eve.say("political prisoners"))["text"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"peace talks"', True),
        ('"talks peace"', False),
        ("tariff -india", True),
        ("tariffs since:2026-02-01", True),
        ("tariffs since:2031-01-01", False),
        ("tariffs source:nowhere", False),
    ],
)
async def test_the_operators_of_search(eve: Person, query: str, found: bool) -> None:
    answer = await eve.say(f"/search {query}")
    assert ("Nothing found" not in answer["text"]) is found


ODD = ["C++", "a:b", "(", '"', "🙂", "since:never", "x" * 4000, "-", "*"]


@pytest.mark.parametrize("text", ODD)
async def test_odd_input_is_answered_kindly(eve: Person, text: str) -> None:
    answer = await eve.say(text)
    assert "went wrong" not in answer["text"]


async def test_a_list_goes_on_working_after_newer_ones(eve: Person) -> None:
    old = await eve.say("/latest")
    await eve.say("/topic belarus")
    assert bold(await eve.tap(old, "More"))[1].startswith("6. ")


async def test_a_list_of_another_chat_is_not_shown(eve: Person, new_person: NewPerson) -> None:
    hers = await eve.say("/topic belarus")
    data = next(b["callback_data"] for b in hers["reply_markup"]["inline_keyboard"][0])
    listing = data.rpartition(":")[2]
    mallory = await new_person(name="Mallory")
    mine = await mallory.say("/latest")
    note = await mallory.note(await mallory.press_data(mine, f"list:{listing}:0"))
    assert note["show_alert"]
    assert "too old" in note["text"]


FORGED = """
    x open open:9999999:1 open:-1 open:99999999999999999999 list list:x:y sum:a sum:z:1:1:1 ctx:a:1
    ctx:a:1:0:3:99999 src:p:9999 topic:nothing lang:xx do:stats do: :::::
"""


@pytest.mark.parametrize("data", ["", *FORGED.split()])
async def test_forged_buttons_are_refused_kindly(eve: Person, data: str) -> None:
    message = await eve.say("/latest")
    query = await eve.press_data(message, data)
    note = await eve.note(query)
    assert "went wrong" not in (note["text"] or "")
