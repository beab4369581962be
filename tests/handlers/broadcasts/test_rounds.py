"""What goes on beside the chats: letters, progress, pauses, recalls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.broadcast_model import Stage
from bot.errors import NotFoundError
from bot.sandbox.state import ALICE
from bot.store.letters import State
from bot.telegram.application import AnyApplication
from handlers.broadcasts import rounds as rounds_module
from handlers.broadcasts.rounds import SHOWN_EVERY, Rounds
from handlers.context import Reply
from tests.handlers.broadcasts.conftest import PEOPLE, Desk, Say, card_of, start
from tests.handlers.conftest import NOW, OWNER
from tests.handlers.digests.conftest import data_of, labels


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


async def test_what_did_not_change_is_not_edited(say: Say, desk: Desk) -> None:
    await start(say)
    await desk.rounds.round()
    desk.clock.now += SHOWN_EVERY
    before = len(desk.sandbox.world.traffic.all())
    await desk.rounds.round()
    assert len(desk.sandbox.world.traffic.all()) == before
