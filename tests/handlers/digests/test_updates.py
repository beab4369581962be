"""What of an update reaches the handlers: topics of forums, locations, posts in channels."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.state import ALICE, CHANNEL, GROUP, MARIA
from handlers import Services
from tests.handlers.conftest import OWNER, Hear
from tests.handlers.updates import A_GROUP, Json, message, private, tap, user

A_CHANNEL: Json = {"id": CHANNEL, "type": "channel", "title": "Gazette daily"}
HERE = {"latitude": 53.9, "longitude": 27.56}


def post(text: str) -> Json:
    """A channel's post: nobody's but the channel's own."""
    told = message(text, chat=A_CHANNEL, sender_chat=A_CHANNEL)
    return {name: value for name, value in told.items() if name != "from"}


async def test_a_location_is_kept_as_a_zone(hear: Hear, services: Services) -> None:
    (answer,) = await hear(**message(location=HERE))
    assert "Minsk" in answer
    chat = await services.store.chats.get(ALICE)
    assert chat is not None
    assert chat.zone == "Europe/Minsk"


async def test_a_location_that_is_followed_is_not_answered_at_each_step(hear: Hear) -> None:
    assert await hear("edited_message", **message(location=HERE, edit_date=2)) == []
    assert await hear(**message(location=HERE, chat=A_GROUP)) == []


async def test_a_list_belongs_to_the_topic_of_the_forum_that_it_was_asked_in(
    hear: Hear, services: Services
) -> None:
    topic: Json = {"chat": A_GROUP, "message_thread_id": 17, "is_topic_message": True}
    await hear(**message("/subscribe 8", sender=MARIA, **topic))
    shown = message("old", **topic)
    yes = tap("subs:save", by=MARIA) | {"message": shown | {"from": user(1, "Bot", is_bot=True)}}
    await hear("callback_query", **yes)
    (made,) = await services.store.subscriptions.of_chat(GROUP)
    assert (made.thread_id, made.minute) == (17, 480)


async def test_a_thread_of_replies_is_no_topic(hear: Hear, services: Services) -> None:
    await hear(**message("/subscribe 8", chat=A_GROUP, sender=MARIA, message_thread_id=17))
    await hear(**message("/quiet off", chat=A_GROUP, sender=MARIA))
    yes = tap("subs:save", by=MARIA) | {"message": message("old", chat=A_GROUP)}
    await hear("callback_query", **yes)
    (made,) = await services.store.subscriptions.of_chat(GROUP)
    assert made.thread_id == 0


async def test_an_anonymous_admin_begins_and_goes_on_in_person(
    hear: Hear, services: Services
) -> None:
    asked = message("/subscribe 8", chat=A_GROUP, sender=1087968824, sender_chat=A_GROUP)
    await hear(**asked)
    yes = tap("subs:save", by=MARIA) | {"message": message("old", chat=A_GROUP)}
    await hear("callback_query", **yes)
    assert len(await services.store.subscriptions.of_chat(GROUP)) == 1


async def test_no_member_of_a_group_goes_on_with_its_admins_dialog(
    hear: Hear, services: Services
) -> None:
    await hear(**message("/subscribe 8", chat=A_GROUP, sender=MARIA))
    yes = tap("subs:save", by=ALICE) | {"message": message("old", chat=A_GROUP)}
    await hear("callback_query", **yes)
    assert await services.store.subscriptions.of_chat(GROUP) == ()


async def test_a_channel_hears_of_digests_and_of_nothing_else(hear: Hear) -> None:
    (answer,) = await hear("channel_post", **post("/subscribe 8"))
    assert "08:00" in answer
    for other in ("/latest", "/about", "/start", "/nonsense", "plain words"):
        assert await hear("channel_post", **post(other)) == []


@pytest.mark.parametrize("words", ["/settings", "/quiet 22-7"])
async def test_a_group_that_is_not_the_askers(hear: Hear, words: str) -> None:
    (answer,) = await hear(**message(words, chat=A_GROUP))
    assert ("Only admins" in answer) == words.startswith("/quiet")


async def test_the_button_that_sends_a_location(hear: Hear, sandbox: Sandbox) -> None:
    await hear(**message("/subscribe 8"))
    (asked,) = await hear("callback_query", **tap("subs:locate"))
    assert "forget the place" in asked
    sent = [entry for entry in sandbox.world.traffic.all() if entry.method == "sendMessage"][-1]
    assert "request_location" in str(sent.params)


async def test_what_an_editor_forwards_is_no_answer_about_digests(hear: Hear) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
    editor: Json = {"chat": private(OWNER), "sender": OWNER}
    await hear(**message("/subscribe", **editor))
    (preview,) = await hear(**message("7:30 the river rose.", **editor, forward_origin=origin))
    assert "7:30 the river rose" in preview
    (card,) = await hear(**message("7:30", **editor))
    assert "At 07:30" in card
