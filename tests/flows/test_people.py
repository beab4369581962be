"""Languages, help, privacy, groups, roles."""

from __future__ import annotations

import pytest

from bot.model import Role
from handlers.menu import COMMANDS
from handlers.menu_entry import Command, listed
from tests.flows.conftest import GROUP, OWNER, NewPerson, Person, buttons, labels

pytestmark = pytest.mark.asyncio(loop_scope="session")

READERS = [entry for entry in COMMANDS if listed(entry, Role.READER, private=True)]


@pytest.mark.parametrize(("code", "word"), [("en", "Latest"), ("be", "Свежыя"), ("ru", "Свежие")])
async def test_the_first_language_is_telegrams(new_person: NewPerson, code: str, word: str) -> None:
    person = await new_person(language=code)
    assert word in (await person.say("/latest"))["text"]


async def test_the_language_can_be_changed_by_button_and_by_word(eve: Person) -> None:
    choice = await eve.say("/language")
    assert labels(choice) == ["English", "Беларуская", "Русский"]
    changed = await eve.tap(choice, "Беларуская")
    assert changed["message_id"] == choice["message_id"]
    assert "Свежыя" in (await eve.say("/latest"))["text"]
    await eve.say("/language ru")
    assert "Свежие" in (await eve.say("/latest"))["text"]


async def test_help_lists_what_this_person_can_say(eve: Person) -> None:
    text = (await eve.say("/help"))["text"]
    for entry in COMMANDS:
        assert (f"/{entry.name} " in text) is (entry in READERS)


@pytest.mark.parametrize("entry", READERS, ids=lambda entry: entry.name)
async def test_help_explains_each_command(eve: Person, entry: Command) -> None:
    assert (await eve.say(f"/help {entry.name}"))["text"].startswith(f"/{entry.name} ")


async def test_help_for_a_wrong_name_offers_the_nearest(eve: Person) -> None:
    assert "/topic" in (await eve.say("/help topik"))["text"]


async def test_an_unknown_command_suggests_the_nearest(eve: Person) -> None:
    answer = await eve.say("/latst")
    assert labels(answer) == ["/latest"]
    assert "Latest news" in (await eve.tap(answer, "/latest"))["text"]
    assert "/help" in (await eve.say("/qqqqqqq"))["text"]


async def test_about_and_privacy(eve: Person) -> None:
    assert "extractive" in (await eve.say("/about"))["text"]
    assert "/forgetme" in (await eve.say("/privacy"))["text"]


async def test_forgetme_deletes_all_after_asking(eve: Person) -> None:
    chats = eve.world.services.store.chats
    await eve.say("/language be")
    sure = await eve.say("/forgetme")
    kept = await eve.tap(sure, labels(sure)[1])
    assert kept["message_id"] == sure["message_id"]
    assert await chats.get(eve.chat_id) is not None
    sure = await eve.say("/forgetme")
    await eve.tap(sure, labels(sure)[0])
    assert await chats.get(eve.chat_id) is None


async def test_a_deep_link_opens_a_story_or_a_topic(eve: Person) -> None:
    (belarus,) = (await eve.world.services.store.articles.of_topic("belarus", 1, shown=1)).ids
    await eve.post("start", user_id=eve.id, payload=f"s{belarus}")
    assert "Keith Kellogg" in (await eve.hear())["text"]
    await eve.post("start", user_id=eve.id, payload="t_belarus")
    assert "Keith Kellogg" in (await eve.hear())["text"]
    await eve.post("start", user_id=eve.id, payload="nonsense")
    assert "Hello" in (await eve.hear())["text"]


async def test_an_owner_has_commands_that_a_reader_does_not_see(
    eve: Person, new_person: NewPerson
) -> None:
    owner = await new_person(user_id=OWNER)
    told = await owner.say("/stats")
    # Where there is something to chart, the words are below a picture.
    assert "18" in (told.get("text") or told["caption"])
    refused = (await eve.say("/stats"))["text"]
    assert "18" not in refused
    note = await eve.note(await eve.press_data(await eve.say("/latest"), "do:stats"))
    assert note["show_alert"]


async def test_a_group_is_answered_only_when_it_asks(new_person: NewPerson) -> None:
    alice = await new_person(user_id=1001, chat_id=GROUP)
    await alice.send("what a day")
    await alice.send("/latest@SomeOtherBot")
    await alice.send("/lates")
    username = alice.world.application.bot.username
    answer = await alice.say(f"/latest@{username}")
    assert "reply_to_message" in answer
    assert answer["reply_to_message"]["text"] == f"/latest@{username}"
    assert labels(await alice.say(f"/lates@{username}")) == ["/latest"]


async def test_an_edited_message_is_answered_again(eve: Person) -> None:
    first = await eve.say("/latst")
    await eve.post(
        "edit",
        chat_id=eve.chat_id,
        user_id=eve.id,
        message_id=first["message_id"] - 1,
        text="/latest",
    )
    assert "Latest news" in (await eve.hear())["text"]


async def test_a_double_tap_is_harmless(eve: Person) -> None:
    latest = await eve.say("/latest")
    await eve.press(latest, "More")
    await eve.press(latest, "More")
    turned = await eve.hear()
    assert "Page 2" in turned["text"]
    assert "Latest" in (await eve.say("/latest"))["text"]


async def test_the_command_menu_follows_language_and_role(eve: Person) -> None:
    async def menu(user_id: int, language: str) -> dict[str, str]:
        address = f"{eve.world.address}/sandbox/commands"
        query = {"chat_id": str(user_id), "user_id": str(user_id), "language": language}
        async with eve.world.session.get(address, params=query) as answer:
            found = (await answer.json())["commands"]
        return {command["command"]: command["description"] for command in found}

    assert (await menu(eve.id, "en"))["latest"] == "the newest stories"
    assert "stats" not in await menu(eve.id, "en")
    assert (await menu(eve.id, "ru"))["latest"] != "the newest stories"
    assert "stats" in await menu(OWNER, "en")


async def test_a_story_in_a_group_links_to_the_private_chat(new_person: NewPerson) -> None:
    alice = await new_person(user_id=1001, chat_id=GROUP)
    story = await alice.tap(await alice.say("/topic belarus"), "1")
    link = next(button for button in buttons(story) if button["text"] == "Read alone")
    (belarus,) = (await alice.world.services.store.articles.of_topic("belarus", 1, shown=1)).ids
    assert link["url"].endswith(f"?start=s{belarus}")
