"""What goes wrong at Telegram's end, or at ours, stays with the one whom it hit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import pytest
import pytest_asyncio
import structlog

from bot.news.briefing import Briefing
from tests.flows.conftest import GROUP, NewPerson, Person, World, living, people_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

Logged = list[MutableMapping[str, Any]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A world of these tests' own: a fault of a method without a chat would hit anybody."""
    async with living(tmp_path_factory.mktemp("faults")) as world:
        yield world


@pytest_asyncio.fixture(loop_scope="session")
async def bob(new_person: NewPerson) -> Person:
    """Somebody whom nothing of it may disturb."""
    return await new_person(name="Bob")


async def strike(person: Person, kind: str, method: str = "sendMessage", **more: object) -> None:
    """Let the next call of that method to this person's chat go wrong."""
    await person.post("faults", kind=kind, method=method, chat_id=person.chat_id, times=1, **more)


async def all_is_well(*people: Person) -> None:
    for person in people:
        assert (await person.say("/latest"))["text"].startswith("Latest news")
        assert person.world.box.world.faults.all() == []


@pytest.fixture(autouse=True)
def logged() -> Iterator[Logged]:
    """What is logged; printed, each fault's long traceback would take most of the time."""
    with structlog.testing.capture_logs() as entries:
        yield entries


async def test_too_many_requests_hold_one_chat_and_lose_nothing(eve: Person, bob: Person) -> None:
    await strike(eve, "retry_after", retry_after=1)
    await eve.send("/about")
    await all_is_well(bob)
    assert "extractive" in (await eve.hear())["text"]
    await all_is_well(eve)


@pytest.mark.parametrize("kind", ["server_error", "bad_gateway"])
async def test_a_server_that_stumbles_is_apologised_for(
    eve: Person, bob: Person, kind: str
) -> None:
    await strike(eve, kind)
    assert "went wrong" in (await eve.say("/latest"))["text"]
    await all_is_well(eve, bob)


@pytest.mark.parametrize(("applied", "heard"), [(False, "went wrong"), (True, "Latest news")])
async def test_a_dropped_connection_is_outlived(
    eve: Person, bob: Person, applied: bool, heard: str
) -> None:
    await strike(eve, "drop", applied=applied)
    assert heard in (await eve.say("/latest"))["text"]
    if applied:  # nobody can tell the bot that it got through
        assert "went wrong" in (await eve.hear())["text"]
    await all_is_well(eve, bob)


@pytest.mark.parametrize("kind", ["blocked", "deactivated"])
async def test_who_blocked_the_bot_is_left_alone(eve: Person, bob: Person, kind: str) -> None:
    await strike(eve, kind)
    await eve.send("/about")
    # Had the bot apologised, that would be the first thing to be heard here.
    await all_is_well(eve, bob)


async def test_where_an_edit_is_refused_the_answer_is_a_new_message(eve: Person) -> None:
    first = await eve.say("/latest")
    await strike(eve, "bad_request", "editMessageText")
    second = await eve.tap(first, "More")
    assert second["message_id"] > first["message_id"]
    assert "Page 2" in second["text"]
    await all_is_well(eve)


async def test_a_tap_too_old_to_be_answered_still_does_what_it_says(eve: Person) -> None:
    first = await eve.say("/latest")
    await eve.post("faults", kind="bad_request", method="answerCallbackQuery", times=1)
    second = await eve.tap(first, "More")
    assert second["message_id"] == first["message_id"]
    assert "Page 2" in second["text"]
    await all_is_well(eve)


async def test_the_unexpected_is_owned_up_to_by_the_number_in_the_log(
    new_person: NewPerson, bob: Person, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    vasil = await new_person(language="be")
    latest = await vasil.say("/latest")
    with monkeypatch.context() as patched:
        patched.setattr(Briefing, "latest", _broken)
        patched.setattr(Briefing, "page", _broken)
        sorry = await vasil.say("/latest")
        query = await vasil.press(latest, "›")
        note = await vasil.note(query)
        sorry_again = await vasil.hear()
        assert "Belarus" in (await bob.say("/topic belarus"))["text"]
    first, second = (entry for entry in logged if entry["event"] == "update.failed")
    assert first["exception"].endswith("ZeroDivisionError")
    assert f"пайшло не так; гэта запісана як {first['error_id']}" in sorry["text"]
    assert str(second["error_id"]) in sorry_again["text"]
    assert not note["text"]
    await all_is_well(bob)


async def _broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("no test foresaw this")


async def test_where_even_the_apology_fails_the_bot_goes_on(eve: Person, bob: Person) -> None:
    await strike(eve, "server_error")
    await strike(eve, "server_error")
    await eve.send("/about")
    await all_is_well(eve, bob)


async def test_two_people_who_tap_at_once_are_both_answered(new_person: NewPerson) -> None:
    alice = await new_person(user_id=1001, chat_id=GROUP)
    vasil = await new_person(user_id=1002, chat_id=GROUP)
    shown = await alice.say("/latest")
    more, one = await asyncio.gather(alice.press(shown, "More"), vasil.press(shown, "1"))
    await asyncio.gather(alice.note(more), vasil.note(one))
    again = await asyncio.gather(alice.press(shown, "More"), vasil.press(shown, "More"))
    await asyncio.gather(*(p.note(q) for p, q in zip((alice, vasil), again, strict=True)))
    await vasil.send("/about")
    messages = alice.world.box.world.chats[GROUP].messages
    while "extractive" not in (about := await vasil.hear())["text"]:
        continue
    assert "Page 2" in messages[shown["message_id"]]["text"]
    new = [m for number, m in messages.items() if number > shown["message_id"]]
    story, asked, answer = new
    assert story["from"]["is_bot"]
    assert asked["text"] == "/about"
    assert answer["message_id"] == about["message_id"]


async def test_who_is_too_fast_is_told_so_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("throttle")
    async with living(folder, throttle_per_minute=3) as world, people_of(world) as person:
        eve, bob = await person(), await person()
        latest = await eve.say("/latest")
        await eve.tap(latest, "More")
        await eve.say("/about")
        assert "a bit fast" in (await eve.say("/latest"))["text"]
        await eve.send("/latest")
        note = await eve.note(await eve.press(latest, "More"))
        assert not note["text"]
        assert "extractive" in (await bob.say("/about"))["text"]
        told = world.box.world.chats[eve.chat_id].messages.values()
        assert sum(m["from"]["is_bot"] for m in told) == 3


async def test_a_tap_that_is_too_fast_is_told_so_once(
    tmp_path_factory: pytest.TempPathFactory, logged: Logged
) -> None:
    folder = tmp_path_factory.mktemp("throttle")
    async with living(folder, throttle_per_minute=1) as world, people_of(world) as person:
        eve = await person()
        latest = await eve.say("/latest")
        for words in ("a bit fast", ""):
            note = await eve.note(await eve.press(latest, "More"))
            assert words in note["text"] if words else not note["text"]
    assert logged == []
