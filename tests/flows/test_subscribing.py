"""Subscribing in the chat: two taps, one line, places, groups and channels, and coming back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.model import Length, Standing, Subscription
from bot.sandbox.state import CHANNEL, GROUP
from tests.flows.conftest import OWNER, Message, NewPerson, Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The clock of these tests stands at noon UTC on Monday, 9 February 2026.
MONDAY = datetime(2026, 2, 9, tzinfo=UTC)


async def lists_of(person: Person, chat_id: int = 0) -> tuple[Subscription, ...]:
    return await person.world.services.store.subscriptions.of_chat(chat_id or person.chat_id)


async def only_list(person: Person) -> Subscription:
    (found,) = await lists_of(person)
    return found


async def forget(person: Person, chat_id: int) -> None:
    """All share the group and the channel: each test begins anew."""
    await person.world.services.store.chats.forget(chat_id)


async def test_two_taps_are_enough(new_person: NewPerson) -> None:
    vasil = await new_person(language="be")
    await vasil.say("/language en")
    question = await vasil.say("/subscribe")
    assert labels(question) == ["Morning 08:00", "Noon 12:30", "Evening 19:00", "Cancel"]
    card = await vasil.tap(question, "Evening")
    assert card["message_id"] == question["message_id"]
    assert "where you are, right?" in card["text"]
    done = await vasil.tap(card, "Yes, that is right")
    assert done["text"].startswith("Done.")
    stored = await only_list(vasil)
    assert (stored.minute, stored.days, stored.topics) == (19 * 60, 127, ())
    assert (stored.length, stored.standing) == (Length.SHORT, Standing.ACTIVE)


async def test_the_next_time_is_a_date_time_entity_with_words_in_it(eve: Person) -> None:
    question = await eve.say("/subscribe 19:00")
    done = await eve.tap(question, "Yes")
    (entity,) = [each for each in done["entities"] if each["type"] == "date_time"]
    assert entity["unix_time"] == int(MONDAY.replace(hour=19).timestamp())
    assert "Mon, 9 Feb, 19:00" in done["text"]


async def test_everything_can_be_said_in_one_line(eve: Person) -> None:
    card = await eve.say('/subscribe weekdays 7:30 "Work" belarus, economy')
    assert "Work" in card["text"]
    await eve.tap(card, "Yes")
    stored = await only_list(eve)
    assert (stored.name, stored.minute, stored.days) == ("Work", 450, 0b11111)
    assert stored.topics == ("belarus", "economy")
    # The place is known by now: nothing is asked.
    again = await eve.say('/subscribe "Work" 9pm')
    assert again["text"].startswith("Changed.")
    assert (await only_list(eve)).minute == 21 * 60
    other = await eve.say("/subscribe 8")
    assert other["text"].startswith("Done.")
    assert [each.name for each in await lists_of(eve)] == ["Work", ""]


async def test_an_unknown_topic_is_asked_back(eve: Person) -> None:
    assert "Belarus" in (await eve.say("/subscribe 7:30 belrus"))["text"]
    assert await lists_of(eve) == ()


async def test_all_questions_of_the_dialog(eve: Person) -> None:
    await eve.say("/subscribe")
    assert "no time in" in (await eve.say("sometime"))["text"]
    card = await eve.say("7.45")
    where = await eve.tap(card, "No, I am elsewhere")
    assert "13:00 Berlin" in labels(where)
    several = await eve.say("usa")
    assert "07:00 New York" in labels(several)
    assert "no place called" in (await eve.say("qqqqqqq"))["text"]
    card = await eve.say("Minsk")
    assert "It is 15:00 there now (Minsk, Belarus)" in card["text"]
    topics = await eve.tap(card, "Topics")
    first = labels(topics)[0]
    topics = await eve.tap(topics, first)
    assert f"✓ {first}" in labels(topics)
    topics = await eve.tap(topics, f"✓ {first}")
    assert first in labels(topics)
    card = await eve.say("belarus, economy")
    assert "Topics: Belarus, Economy" in card["text"]
    card = await eve.tap(await eve.tap(card, "Length"), "Two minutes")
    days = await eve.tap(card, "Days")
    days = await eve.tap(days, "Sun")
    card = await eve.tap(days, "Done")
    assert "Mon, Tue, Wed, Thu, Fri, Sat" in card["text"]
    card = await eve.tap(card, "Silent without news")
    await eve.tap(card, "Name")
    card = await eve.say("My list")
    await eve.tap(card, "Subscribe")
    stored = await only_list(eve)
    assert (stored.name, stored.minute, stored.zone) == ("My list", 465, "Europe/Minsk")
    assert stored.topics == ("belarus", "economy")
    assert (stored.length, stored.days, stored.silent) == (Length.MINUTES, 0b0111111, True)


async def test_a_location_answers_where(eve: Person) -> None:
    card = await eve.say("/subscribe 7:30")
    where = await eve.tap(card, "elsewhere")
    asked = await eve.tap(where, "Send my location")
    assert "forget the place" in asked["text"]
    await eve.post("location", chat_id=eve.chat_id, user_id=eve.id, place="53.9, 27.56")
    card = await eve.hear()
    assert "Minsk" in card["text"]
    await eve.tap(card, "Subscribe")
    assert (await only_list(eve)).zone == "Europe/Minsk"
    # A traveller's location moves all lists, each at its own hour.
    await eve.post("location", chat_id=eve.chat_id, user_id=eve.id, place="52.5, 13.4")
    assert "13:00" in (await eve.hear())["text"]
    moved = await only_list(eve)
    assert (moved.zone, moved.minute) == ("Europe/Berlin", 450)


async def test_the_dialog_can_be_left(eve: Person) -> None:
    question = await eve.say("/subscribe")
    assert "no subscription" in (await eve.tap(question, "Cancel"))["text"]
    query = await eve.press(question, "Morning")
    assert (await eve.note(query))["show_alert"]
    await eve.say("/subscribe")
    assert "/cancel" not in (await eve.say("/cancel"))["text"]
    assert await lists_of(eve) == ()


async def test_a_list_is_paused_skipped_changed_and_deleted(eve: Person) -> None:
    await eve.tap(await eve.say("/subscribe 19:00"), "Yes")
    page = await eve.say("/mydigests")
    assert "Next: Mon, 9 Feb, 19:00" in page["text"]
    page = await eve.tap(page, "Skip the next")
    assert "Left out: Mon, 9 Feb" in page["text"]
    assert "Next: Tue, 10 Feb, 19:00" in page["text"]
    page = await eve.tap(page, "Do not skip")
    assert "Next: Mon, 9 Feb, 19:00" in page["text"]
    page = await eve.tap(page, "a week")
    assert "Paused until Mon, 16 Feb" in page["text"]
    assert (await only_list(eve)).standing is Standing.PAUSED
    page = await eve.tap(page, "Resume")
    page = await eve.tap(page, "until I say")
    assert (await only_list(eve)).next_digest_at is None
    page = await eve.tap(page, "Resume")
    card = await eve.tap(page, "Change")
    hours = await eve.tap(card, "Hour")
    card = await eve.tap(hours, "Morning")
    changed = await eve.tap(card, "Save")
    assert changed["text"].startswith("Changed.")
    page = await eve.say("/mydigests")
    gone = await eve.tap(page, "Delete")
    assert "no list here" in gone["text"]


async def test_unsubscribing_asks_nothing_and_keeps_the_settings(eve: Person) -> None:
    await eve.tap(await eve.say("/subscribe 6:15 belarus"), "Yes")
    done = await eve.say("/unsubscribe")
    assert "will not come any more" in done["text"]
    assert (await only_list(eve)).next_digest_at is None
    assert "no such list" in (await eve.say("/unsubscribe"))["text"]
    card = await eve.say("/subscribe")
    assert card["text"].startswith("Welcome back")
    assert "06:15" in card["text"]
    await eve.tap(card, "Subscribe")
    assert (await only_list(eve)).standing is Standing.ACTIVE
    done = await eve.say("/unsubscribe")
    page = await eve.tap(done, "Bring it back")
    assert "Next:" in page["text"]


async def test_of_several_lists_one_is_named(eve: Person) -> None:
    await eve.tap(await eve.say("/subscribe 8:00"), "Yes")
    await eve.say('/subscribe 19:00 "Evening"')
    page = await eve.say("/mydigests")
    assert labels(page) == ["1. Daily news", "2. Evening", "Another list"]
    one = await eve.tap(page, "2. Evening")
    assert one["text"].startswith("Evening")
    assert "2. Evening" in (await eve.tap(one, "My lists"))["text"]
    assert "Evening will not" in (await eve.say("/unsubscribe Evening"))["text"]
    await eve.say('/subscribe 19:00 "Evening"')
    which = await eve.say("/unsubscribe")
    assert labels(which) == ["Daily news", "Evening", "All of them"]
    await eve.tap(which, "All of them")
    assert {each.standing for each in await lists_of(eve)} == {Standing.ENDED}


async def test_who_blocked_the_bot_gets_their_lists_again_by_start(eve: Person) -> None:
    await eve.tap(await eve.say("/subscribe 19:00"), "Yes")
    await eve.world.services.store.subscriptions.unreachable(eve.chat_id)
    hello = await eve.say("/start")
    assert "1 list goes on" in hello["text"]
    stored = await only_list(eve)
    assert stored.standing is Standing.ACTIVE
    assert stored.next_digest_at == MONDAY.replace(hour=19)


async def test_a_groups_admins_subscribe_it_and_nobody_else(new_person: NewPerson) -> None:
    eve = await new_person(chat_id=GROUP)
    await forget(eve, GROUP)
    assert "Only admins" in (await eve.say("/subscribe"))["text"]
    admin = await new_person(user_id=OWNER, chat_id=GROUP)
    question = await admin.say("/subscribe 8:00")
    while "Yes" not in str(labels(question)):
        question = await admin.hear()
    query = await eve.press(question, "Yes")
    assert "Only admins" in (await eve.note(query))["text"]
    await admin.tap(question, "Yes")
    (stored,) = await lists_of(admin, GROUP)
    assert stored.minute == 480


async def test_a_channel_is_subscribed_from_a_private_chat(new_person: NewPerson) -> None:
    eve, admin = await new_person(), await new_person(user_id=OWNER)
    await forget(admin, CHANNEL)
    await admin.say("/language en")
    assert "Only admins of Gazette daily" in (await eve.say("/subscribe @gazette_daily"))["text"]
    assert "no group or channel" in (await admin.say("/subscribe @nowhere_at_all 8"))["text"]
    card = await admin.say("/subscribe @gazette_daily 8:00")
    assert "for Gazette daily" in card["text"]
    await admin.tap(card, "Yes")
    (stored,) = await lists_of(admin, CHANNEL)
    assert stored.chat_id == CHANNEL
    page = await admin.say("/mydigests @gazette_daily")
    query = await eve.press_data(await eve.say("/mydigests"), f"sub:{stored.id}:delete")
    assert (await eve.note(query))["show_alert"]
    assert len(await lists_of(admin, CHANNEL)) == 1
    await admin.tap(page, "Delete")
    assert await lists_of(admin, CHANNEL) == ()


async def test_a_channel_is_subscribed_from_inside(new_person: NewPerson) -> None:
    admin = await new_person(user_id=OWNER, chat_id=CHANNEL)
    await forget(admin, CHANNEL)
    await admin.send("/latest")  # whoever reads the channel would see the answer
    await admin.send("/subscribe 8:00")
    card: Message = {}
    while "reply_markup" not in card:  # in a channel all write in its name
        event = await admin.event()
        card = event["message"] if event["type"] == "message" else {}
    assert "08:00" in card["text"]
    query = await admin.press(card, labels(card)[0])
    await admin.note(query)
    (stored,) = await lists_of(admin, CHANNEL)
    assert stored.minute == 480


async def test_a_digest_at_once_and_what_it_teaches(eve: Person) -> None:
    told = await eve.say("/digest")
    assert labels(told)[0] == "1"
    which = await eve.tap(told, "More like this")
    assert "More like which story?" in which["text"]
    learnt = await eve.tap(which, "1")
    assert "Noted: more like" in learnt["text"]
    page = await eve.tap(learnt, "Settings")
    assert "More of:" in page["text"]
    page = await eve.tap(page, "Forget more and less")
    assert "More of:" not in page["text"]


async def test_settings_show_all_that_was_chosen(eve: Person) -> None:
    assert "Quiet from now on: 22:00–07:00" in (await eve.say("/quiet 22-7"))["text"]
    assert "stays out" in (await eve.say("/mute Royal  Family"))["text"]
    assert "comes first" in (await eve.say("/follow minsk"))["text"]
    page = await eve.say("/settings")
    for words in ("English", "London", "22:00–07:00", "Muted: royal family", "Followed: minsk"):
        assert words in page["text"]
    zones = await eve.tap(page, "Time zone")
    page = await eve.tap(zones, "Berlin")
    assert "13:00 (Berlin, Germany)" in page["text"]
    quiet = await eve.tap(page, "Quiet hours")
    assert "No quiet hours any more" in (await eve.tap(quiet, "No quiet hours"))["text"]
    muted = await eve.say("/mute")
    assert "Nothing is muted" in (await eve.tap(muted, "royal family"))["text"]
