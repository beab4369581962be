"""/broadcast as an owner sees it, and the rounds that go on beside the chats."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.broadcast_model import Broadcast, Stage
from bot.errors import NotFoundError
from bot.model import Role, Subscription
from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import ALICE, MARIA, VASIL
from bot.store.letters import State
from bot.telegram.application import AnyApplication
from bot.telegram.delivery import Delivery, sending_bot
from handlers import Services
from handlers.broadcasts import rounds as rounds_module
from handlers.broadcasts.rounds import SHOWN_EVERY, Rounds
from handlers.context import Attachment, Post, Reply
from handlers.dispatch import _COMMANDS, _DIALOGS, _TAPS
from tests.handlers.conftest import NOW, OWNER, TOKEN, Asking
from tests.handlers.digests.conftest import data_of, labels

assert OWNER == MARIA
PEOPLE = (ALICE, VASIL, MARIA)
Say = Callable[..., Awaitable[Reply]]


@pytest.fixture
async def people(services: Services) -> None:
    for person in PEOPLE:
        await services.store.chats.see(person, language="en", now=NOW)


@pytest.fixture
def say(ask: Asking, people: None) -> Say:
    """The owner says or taps something."""
    del people

    async def said(words: str, **changes: Any) -> Reply:
        who = {"chat_id": OWNER, "user_id": OWNER, "role": Role.OWNER} | changes
        if words.startswith("/"):
            who = {"post": Post(text=words), "command": "broadcast"} | who
            return await _COMMANDS["broadcast"].handler(ask(words[len("/broadcast ") :], **who))
        if words.startswith("bc:"):
            name, *data = words.split(":")
            return await _TAPS[name].handler(ask(command=name, data=tuple(data), **who))
        who = {"post": Post(text=words)} | who
        return await _DIALOGS["broadcast"].handler(ask(words, **who))

    return said


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Broadcasts with all that goes on beside the chats, by hand."""

    services: Services
    sandbox: Sandbox
    clock: Clock
    rounds: Rounds
    delivery: Delivery

    def texts(self, chat: int) -> list[str]:
        return [told["text"] for told in self.sandbox.world.chats[chat].messages.values()]

    def fail(self, method: str, kind: str, chat: int | None = None) -> None:
        """Telegram's next answer to that."""
        fault = Fault(id=0, method=method, kind=kind, chat_id=chat, times=1)
        self.sandbox.world.faults.add(fault)

    async def send(self) -> None:
        await self.rounds.round()
        await self.delivery.round()
        await self.rounds.round()

    async def only(self) -> Broadcast:
        row = await self.services.store.database.one("SELECT max(id) AS id FROM broadcasts")
        assert row is not None
        found = await self.services.store.broadcasts.get(row["id"])
        assert found is not None
        return found


@pytest.fixture
async def desk(
    services: Services, sandbox: Sandbox, application: AnyApplication
) -> AsyncIterator[Desk]:
    clock = Clock()
    services = replace(services, now=clock)
    limiter = application.bot.rate_limiter
    assert limiter is not None
    async with sending_bot(TOKEN, application.bot.base_url.split("/bot")[0]) as bot:
        yield Desk(
            services=services,
            sandbox=sandbox,
            clock=clock,
            rounds=Rounds(application.bot, services),
            delivery=Delivery(bot=bot, limiter=limiter, store=services.store, now=clock),
        )


def card_of(reply: Reply) -> Reply:
    """The page below the preview."""
    (sheet,) = reply.more
    return Reply(text=sheet.text, keyboard=sheet.keyboard)


async def start(say: Say, words: str = "/broadcast We are <back>.") -> None:
    card = card_of(await say(words))
    assert "Started" in (await say(data_of(card, "Start"))).text


async def test_the_preview_is_what_readers_get(say: Say) -> None:
    reply = await say("/broadcast We are <back>.")
    assert reply.text == "We are &lt;back&gt;."
    card = card_of(reply)
    assert "everybody: 3 chats, about" in card.text
    assert labels(card) == [
        *("Everybody", "A topic", "A language"),
        *("Send to me", "Start"),
        "Cancel",
    ]


async def test_a_message_replied_to_or_sent_when_asked(say: Say) -> None:
    assert (await say("/broadcast", replied=Post(text="Forwarded"))).text == "Forwarded"
    question = await say("/broadcast")
    assert "Send or forward" in question.text
    file = Attachment(file_id="F", name="a.pdf", size=1)
    reply = await say("", post=Post(text="See this", attachment=file, source="A channel"))
    assert reply.text == "See this"
    assert card_of(reply).text.startswith("Only the words go out")


@pytest.mark.parametrize("words", ["", "  \n"])
async def test_a_message_without_words_is_refused(say: Say, words: str) -> None:
    with pytest.raises(NotFoundError, match=r"broadcast\.empty"):
        await say("/broadcast", replied=Post(text=words))


async def test_the_question_can_be_left(say: Say, services: Services) -> None:
    question = await say("/broadcast")
    assert "Nothing was sent" in (await say(data_of(question, "Cancel"))).text
    assert await services.store.dialogs.get(OWNER, OWNER, now=NOW) is None


async def test_whom_it_is_for(say: Say, services: Services) -> None:
    await services.store.chats.set_language(VASIL, "be")
    await services.store.subscriptions.put(
        Subscription(chat_id=ALICE, minute=0, zone="UTC", topics=("belarus",), since=NOW)
    )
    card = card_of(await say("/broadcast Hello"))
    languages = await say(data_of(card, "A language"))
    assert labels(languages) == ["English", "Belarusian", "Russian", "‹ Back"]
    card = await say(data_of(languages, "Belarusian"))
    assert "readers in Belarusian: 1 chat," in card.text
    nobody = await say(data_of(languages, "Russian"))
    assert "nobody at present" in nobody.text
    assert "Start" not in labels(nobody)
    with pytest.raises(NotFoundError):
        await say(data_of(card, "Start").replace("start", "pause"))
    await services.store.database.run(
        "INSERT INTO topic_counts (topic, stories) VALUES ('belarus', 3)"
    )
    topics = await say(data_of(card, "A topic"))
    card = await say(data_of(topics, "Belarus"))
    assert "subscribers of Belarus: 1 chat," in card.text
    assert "3 chats" in (await say(data_of(card, "Everybody"))).text
    assert "3 chats" in (await say(data_of(topics, "Back"))).text


async def test_a_test_goes_to_oneself_alone(say: Say) -> None:
    card = card_of(await say("/broadcast Hello"))
    reply = await say(data_of(card, "Send to me"))
    assert [(letter.chat_id, letter.text) for letter in reply.letters] == [(OWNER, "Hello")]
    assert not reply.text


async def test_a_draft_can_be_thrown_away(say: Say) -> None:
    card = card_of(await say("/broadcast Hello"))
    assert "Nothing was sent" in (await say(data_of(card, "Cancel"))).text
    for label in ("Cancel", "Start", "Everybody"):
        with pytest.raises(NotFoundError, match=r"button\.old"):
            await say(data_of(card, label))


async def test_buttons_of_a_draft_that_goes_meanwhile_are_old(
    say: Say, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = card_of(await say("/broadcast Hello"))

    async def too_late(*_: object) -> bool:
        return False

    monkeypatch.setattr(type(services.store.broadcasts), "address", too_late)
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say(data_of(card, "Everybody"))


async def test_everybody_gets_it_and_the_owner_sees_how_it_goes(say: Say, desk: Desk) -> None:
    await start(say)
    assert await desk.rounds.round() is None
    (progress,) = desk.texts(OWNER)
    assert progress.startswith("Broadcast: under way\nFor: everybody")
    assert "0 of 3" in progress
    assert "to go" in progress
    await desk.send()
    for person in PEOPLE:
        assert "We are <back>." in desk.texts(person)
    (done,) = [text for text in desk.texts(OWNER) if "Broadcast" in text]
    assert done.startswith("Broadcast: done")
    assert "sent 3" in done
    assert (await desk.only()).ended == NOW
    assert await desk.services.store.broadcasts.under_way() == ()


async def test_progress_is_edited_every_few_seconds(say: Say, desk: Desk) -> None:
    await start(say)
    await desk.rounds.round()
    (letter, *_) = await desk.services.store.outbox.claim(1, NOW)
    sent = replace(letter, state=State.SENT, outcome="sent", settled=NOW)
    await desk.services.store.outbox.keep(sent, NOW)
    await desk.rounds.round()
    assert "0 of 3" in desk.texts(OWNER)[0]
    desk.clock.now += SHOWN_EVERY
    await desk.rounds.round()
    assert "1 of 3" in desk.texts(OWNER)[0]


async def test_after_a_restart_the_same_message_goes_on(
    say: Say, desk: Desk, application: AnyApplication
) -> None:
    await start(say)
    await desk.rounds.round()
    await Rounds(application.bot, desk.services).round()
    assert len(desk.texts(OWNER)) == 1
    # Where the owner deleted it, there is another one.
    desk.sandbox.world.chats[OWNER].messages.clear()
    await Rounds(application.bot, desk.services).round()
    (text,) = desk.texts(OWNER)
    assert text.startswith("Broadcast: under way")


async def test_pause_go_on_and_stop(say: Say, desk: Desk) -> None:
    await start(say)
    await desk.rounds.round()
    page = await say("/broadcast")
    assert labels(page) == ["Pause", "Stop"]
    paused = await say(data_of(page, "Pause"))
    assert paused.text.startswith("<b>Broadcast: paused")
    assert labels(paused) == ["Go on", "Stop"]
    await desk.send()
    assert not desk.texts(ALICE)
    going = await say(data_of(paused, "Go on"))
    assert labels(going) == ["Pause", "Stop"]
    stopped = await say(data_of(going, "Stop"))
    assert stopped.text.startswith("<b>Broadcast: stopped")
    await desk.send()
    assert not desk.texts(ALICE)
    # A button that is still there somewhere tells how it is now.
    assert (await say(data_of(paused, "Go on"))).text.startswith("<b>Broadcast: stopped")
    actions = [entry.action for entry in await desk.services.store.audit.page(0, size=9)]
    assert actions == [f"broadcast_{step}" for step in ("stopped", "running", "paused", "start")]


async def test_a_second_one_waits_for_the_first(say: Say, desk: Desk) -> None:
    await start(say)
    card = card_of(await say("/broadcast Another"))
    with pytest.raises(NotFoundError, match=r"broadcast\.busy"):
        await say(data_of(card, "Start"))
    await desk.send()
    assert "Started" in (await say(data_of(card, "Start"))).text


async def done(say: Say, desk: Desk) -> Reply:
    """A broadcast that went out, and its page."""
    await start(say)
    await desk.send()
    return await say(f"bc:{(await desk.only()).id}:page")


async def test_what_was_sent_is_recalled(say: Say, desk: Desk) -> None:
    page = await done(say, desk)
    question = await say(data_of(page, "Recall"))
    assert "in 3 chats?" in question.text
    assert (await say(data_of(question, "Back"))).text == page.text
    recalled = await say(data_of(question, "Yes"))
    assert "0 of 3" in recalled.text
    assert not recalled.keyboard
    assert await desk.rounds.round() == timedelta(0)
    assert await desk.rounds.round() is None
    assert not any("<back>" in text for person in PEOPLE for text in desk.texts(person))
    (told,) = desk.texts(OWNER)
    assert told.startswith("Broadcast: recalled")
    assert "deleted 3" in told
    assert (await desk.only()).ended == NOW
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say(f"bc:{(await desk.only()).id}:start")
    again = await say(data_of(page, "Recall"))
    assert again.text.startswith("<b>Broadcast: recalled")


async def test_a_recall_goes_on_where_telegram_refused_for_a_time(
    say: Say, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds_module, "RECALLED_AT_ONCE", 1)
    page = await done(say, desk)
    await say(data_of(page, "Recall").replace("recall", "recall_yes"))
    desk.fail("deleteMessages", "server_error")
    assert await desk.rounds.round() is None
    assert (await desk.only()).ended is None
    while await desk.rounds.round() is not None:
        continue
    assert (await desk.only()).ended == NOW
    assert not any("<back>" in text for person in PEOPLE for text in desk.texts(person))


async def test_what_cannot_be_deleted_is_told(say: Say, desk: Desk) -> None:
    page = await done(say, desk)
    desk.fail("deleteMessages", "blocked", ALICE)
    await say(data_of(page, "Recall").replace("recall", "recall_yes"))
    await desk.rounds.round()
    await desk.rounds.round()
    (told,) = [text for text in desk.texts(OWNER) if "Broadcast" in text]
    assert "deleted 2 · could not be deleted 1" in told


async def test_after_two_days_nothing_can_be_recalled(say: Say, desk: Desk) -> None:
    await done(say, desk)
    broadcast = await desk.only()
    late = await say(f"bc:{broadcast.id}:page", now=NOW + timedelta(hours=48))
    assert not late.keyboard
    desk.clock.now += timedelta(hours=49)
    await say(f"bc:{broadcast.id}:recall_yes")
    await desk.rounds.round()
    assert any("could not be deleted 3" in text for text in desk.texts(OWNER))


async def test_an_owner_who_cannot_be_told_holds_nothing_up(say: Say, desk: Desk) -> None:
    await start(say)
    desk.fail("sendMessage", "blocked", OWNER)
    await desk.send()
    assert (await desk.only()).stage is Stage.DONE
    assert (await desk.only()).ended == NOW


async def test_a_result_that_did_not_get_out_is_told_later(say: Say, desk: Desk) -> None:
    await start(say)
    await desk.rounds.round()
    await desk.delivery.round()
    desk.fail("editMessageText", "server_error")
    await desk.rounds.round()
    assert (await desk.only()).ended is None
    await desk.rounds.round()
    assert (await desk.only()).ended == NOW
    assert any(text.startswith("Broadcast: done") for text in desk.texts(OWNER))


async def test_who_waits_for_the_morning_is_counted(say: Say, desk: Desk) -> None:
    await desk.services.store.chats.set_quiet(ALICE, (11 * 60, 13 * 60))
    await start(say)
    await desk.send()
    desk.clock.now += SHOWN_EVERY
    await desk.rounds.round()
    (told,) = [text for text in desk.texts(OWNER) if "Broadcast" in text]
    assert "1 waits for the end of quiet hours" in told
    assert "to go" not in told
