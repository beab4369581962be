from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram.error import RetryAfter

from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.people import writing
from bot.sandbox.state import ALICE, GROUP
from bot.telegram.answering import Answer
from bot.telegram.application import AnyApplication
from bot.telegram.calling import NewsBot, answer_in_hand, as_news_bot
from bot.telegram.limits import ChatLimiter


@pytest.fixture
async def bot(application: AnyApplication) -> AsyncIterator[NewsBot]:
    await application.initialize()
    yield as_news_bot(application.bot)
    await application.shutdown()


async def test_a_text_is_sent_as_ours(bot: NewsBot, sandbox: Sandbox) -> None:
    button = {"text": "More", "callback_data": "do:latest"}
    await bot.say(ALICE, "<b>News</b>", markup={"inline_keyboard": [[button]]})
    (message,) = sandbox.world.chats[ALICE].messages.values()
    assert message["text"] == "News"
    assert message["entities"][0]["type"] == "bold"
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "do:latest"


async def test_a_reply_is_one_and_needs_nothing_to_reply_to(bot: NewsBot, sandbox: Sandbox) -> None:
    writing.say(sandbox.world, GROUP, ALICE, "question")
    (asked,) = sandbox.world.chats[GROUP].messages
    await bot.say(GROUP, "answer", reply_to=asked)
    await bot.say(GROUP, "to nobody", reply_to=999)
    _, answer, other = sandbox.world.chats[GROUP].messages.values()
    assert answer["reply_to_message"]["message_id"] == asked
    assert "reply_to_message" not in other


async def test_a_topic_is_named(bot: NewsBot, sandbox: Sandbox) -> None:
    await bot.say(ALICE, "x", thread_id=5)
    assert sandbox.world.traffic.all()[-1].params["message_thread_id"] == "5"


async def test_only_the_last_text_goes_into_the_response(bot: NewsBot, sandbox: Sandbox) -> None:
    answer = Answer(heard=lambda: True)
    answer_in_hand.set(answer)
    await bot.say(ALICE, "one")
    await bot.say(ALICE, "two", last=True)
    await bot.say(ALICE, "three", last=True)
    said = [message["text"] for message in sandbox.world.chats[ALICE].messages.values()]
    assert said == ["one", "three"]
    call = await answer.wait(1.0)
    assert call is not None
    assert (call["method"], call["text"]) == ("sendMessage", "two")


async def test_it_goes_through_the_limits(bot: NewsBot, sandbox: Sandbox) -> None:
    fault = Fault(id=0, kind="retry_after", method="sendMessage", times=1, retry_after=3600)
    sandbox.world.faults.add(fault)
    assert isinstance(bot.rate_limiter, ChatLimiter)
    with pytest.raises(RetryAfter):  # nobody would wait that long
        await bot.say(ALICE, "x")


async def test_updates_are_fetched_as_they_came(bot: NewsBot, sandbox: Sandbox) -> None:
    writing.say(sandbox.world, ALICE, ALICE, "hello")
    (update,) = await bot.fetch(0, ["message"], seconds=0)
    assert update["message"]["text"] == "hello"
    assert await bot.fetch(update["update_id"] + 1, ["message"], seconds=0) == []
