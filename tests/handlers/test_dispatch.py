from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import Update

from bot.errors import FetchError, StoreError
from bot.sandbox import Sandbox
from bot.sandbox.people import asking
from bot.sandbox.state import ALICE
from bot.telegram.application import AnyApplication
from handlers import Services, register
from tests.handlers.conftest import Hear, Logged
from tests.handlers.updates import A_GROUP, PRIVATE, Json, message, user


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/latest", "Latest news"),
        ("/LATEST", "Latest news"),
        ("/latest@GazetteSandboxBot", "Latest news"),
        ("/latest@gazettesandboxbot", "Latest news"),
        ("/stats", "I do not know /stats"),
        ("/nothing", "I do not know /nothing"),
        ("river", "1 story with “river”"),
        ("not a /latest", "Nothing found"),
    ],
)
async def test_in_private_everything_is_answered(hear: Hear, text: str, said: str) -> None:
    (answer,) = await hear(**message(text))
    assert said in answer


async def test_what_is_no_text_gets_a_hint(hear: Hear) -> None:
    (answer,) = await hear(**message(photo=[]))
    assert "I can read text only" in answer


@pytest.mark.parametrize(
    "text", ["river", "/latest@AnotherBot", "/lates", "/forgetme@AnotherBot", "see /latest"]
)
async def test_in_a_group_talk_is_none_of_our_business(hear: Hear, text: str) -> None:
    assert await hear(**message(text, chat=A_GROUP)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/latest", "Latest news"),
        ("/lates@GazetteSandboxBot", "Did you mean"),
        ("/forgetme", "I do not know /forgetme"),
    ],
)
async def test_in_a_group_what_is_meant_for_us_is_answered(
    hear: Hear, text: str, said: str
) -> None:
    (answer,) = await hear(**message(text, chat=A_GROUP))
    assert said in answer


async def test_an_edit_is_answered_in_private_only(hear: Hear) -> None:
    assert await hear("edited_message", **message("/latest", edit_date=2))
    assert await hear("edited_message", **message("/latest", chat=A_GROUP, edit_date=2)) == []


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_members": [user()]},
        {"left_chat_member": user()},
        {"migrate_to_chat_id": -100},
        {"pinned_message": message("x")},
    ],
)
async def test_a_service_message_is_no_message(hear: Hear, service: Json) -> None:
    assert await hear(**message(chat=A_GROUP, **service)) == []
    assert await hear(**message(**service)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"reply_to_message": message("It rained. It rained again. The river rose.")},
        {"reply_to_message": message(caption="It rained. It rained again. The river rose.")},
        {
            "reply_to_message": message("Much else. And more."),
            "quote": {"text": "It rained. It rained again. The river rose.", "position": 0},
        },
    ],
)
async def test_what_is_replied_to_or_quoted_is_summarised(hear: Hear, more: Json) -> None:
    (answer,) = await hear(**message("/summary 1", **more))
    assert "1 of 3 sentences" in answer
    assert "Much else" not in answer


async def test_a_reply_to_a_picture_is_as_if_there_were_none(hear: Hear) -> None:
    (answer,) = await hear(**message("/summary", reply_to_message=message(photo=[])))
    assert "1. The river" in answer


async def test_a_tap_on_a_message_too_old_for_telegram_to_show(
    hear: Hear, sandbox: Sandbox
) -> None:
    seen = sandbox.world.post(
        sandbox.world.chats[ALICE],
        sandbox.world.compose(sandbox.world.chats[ALICE], sandbox.world.bot, {"text": "old"}),
    )
    query = asking.tap(sandbox.world, ALICE, ALICE, seen["message_id"], "do:latest", forged=True)
    gone = {"chat": PRIVATE, "message_id": seen["message_id"], "date": 0}
    tap = {"id": query, "from": user(), "chat_instance": "1", "data": "do:latest", "message": gone}
    (answer,) = await hear("callback_query", **tap)
    assert "Latest news" in answer


async def test_a_tap_that_belongs_to_no_chat_is_passed_over(hear: Hear) -> None:
    tap = {"id": "1", "from": user(), "chat_instance": "1", "data": "do:latest"}
    assert await hear("callback_query", **tap, inline_message_id="x") == []


async def test_an_expected_fault_is_said_in_words(
    hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> None:
        raise FetchError("fetch.dns", host="news.example")

    monkeypatch.setattr("bot.store.articles.Articles.topic_counts", gone)
    (answer,) = await hear(**message("/topics"))
    assert "news.example" in answer


async def test_a_fault_of_the_database_is_for_the_operator(
    hear: Hear, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    async def busy(*_: object) -> None:
        raise StoreError("store.busy", path="gazette.db")

    monkeypatch.setattr("bot.store.articles.Articles.topic_counts", busy)
    (answer,) = await hear(**message("/topics"))
    assert "went wrong" in answer
    assert "gazette.db" not in answer
    (entry,) = (entry for entry in logged if entry["event"] == "store.fault")
    assert "The database gazette.db is in use" in entry["advice"]


async def test_an_anonymous_admin_is_answered_too(hear: Hear) -> None:
    asked = {key: value for key, value in message("/latest", chat=A_GROUP).items() if key != "from"}
    (answer,) = await hear(**asked, sender_chat=A_GROUP)
    assert "Latest news" in answer


async def test_who_is_over_the_limit_is_warned_once(
    application: AnyApplication, services: Services, sandbox: Sandbox
) -> None:
    register(application, replace(services, throttle_per_minute=1))
    for number in range(4):
        update = {"update_id": number, "message": message("/about")}
        await application.process_update(Update.de_json(update, application.bot))
    first, second = (told["text"] for told in sandbox.world.chats[ALICE].messages.values())
    assert "extractive" in first
    assert "a bit fast" in second
