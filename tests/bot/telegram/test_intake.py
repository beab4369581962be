from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.telegram import intake as module
from bot.telegram.answering import Answer
from bot.telegram.calling import answer_in_hand
from bot.telegram.intake import Gate, Intake, chat_of, sender_of
from bot.telegram.seen import Seen

Json = dict[str, Any]
PATIENCE = 20.0


def said(number: int, chat: int = 7, text: str = "x") -> Json:
    person = {"id": chat, "is_bot": False, "first_name": "Eve"}
    message = {"message_id": number, "chat": {"id": chat}, "from": person, "text": text}
    return {"update_id": number, "message": message}


class Handlers:
    """Notes the updates that are handled; each waits until it may go on."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.answers: list[Answer | None] = []

    def hold(self, chat: int) -> asyncio.Event:
        return self.gates.setdefault(chat, asyncio.Event())

    async def handle(self, update: Json) -> None:
        self.begun.append(update["update_id"])
        self.answers.append(answer_in_hand.get())
        if gate := self.gates.get(chat_of(update) or 0):
            await gate.wait()
        self.done.append(update["update_id"])


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what is waited for is plain state
            await asyncio.sleep(0)


async def test_one_chat_in_order_and_chats_side_by_side() -> None:
    handlers = Handlers()
    intake = Intake(handlers.handle, Seen())
    gate = handlers.hold(1)
    for number, chat in ((1, 1), (2, 1), (3, 2)):
        assert intake.offer(said(number, chat))
    await until(lambda: handlers.done == [3])
    assert (handlers.begun, intake.waiting) == ([1, 3], 2)
    gate.set()
    await intake.finish()
    assert handlers.done == [3, 1, 2]
    assert intake.waiting == 0


async def test_what_came_before_is_taken_and_dropped() -> None:
    handlers = Handlers()
    intake = Intake(handlers.handle, Seen([1]))
    assert all(intake.offer(said(number)) for number in (1, 2, 2, 3))
    await intake.finish()
    assert handlers.done == [2, 3]


async def test_what_belongs_to_no_chat_waits_for_nobody() -> None:
    handlers = Handlers()
    intake = Intake(handlers.handle, Seen())
    for number in (1, 2):
        intake.offer({"update_id": number, "poll": {"id": "5"}})
    await intake.finish()
    assert handlers.done == [1, 2]


async def test_a_line_has_an_end_and_who_runs_over_it_is_told_of() -> None:
    handlers = Handlers()
    over: list[Json] = []
    gate = handlers.hold(7)
    intake = Intake(handlers.handle, Seen(), Gate(overran=over.append))
    many = module.MOST_OF_A_CHAT
    for number in range(many + 3):
        assert intake.offer(said(number))
    assert [update["update_id"] for update in over] == [many, many + 1, many + 2]
    assert intake.offer(said(-1, chat=8))  # nobody else is held up
    await until(lambda: handlers.done == [-1])
    gate.set()
    await intake.finish()
    assert handlers.done == [-1, *range(many)]


async def test_a_full_house_takes_nothing_until_there_is_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 102)
    handlers = Handlers()
    gates = [handlers.hold(chat) for chat in range(102)]
    intake = Intake(handlers.handle, Seen())
    assert all(intake.offer(said(chat, chat)) for chat in range(102))
    assert not intake.offer(said(500, 500))
    waiting = asyncio.create_task(intake.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    for gate in gates:
        gate.set()
    await asyncio.wait_for(waiting, PATIENCE)
    assert intake.offer(said(500, 500))  # it was not taken, so it is not known
    await intake.finish()
    assert 500 in handlers.done


async def test_the_gate_turns_away_before_anything_is_built() -> None:
    handlers = Handlers()
    gate = Gate(admits=lambda update: sender_of(update) != 666)
    intake = Intake(handlers.handle, Seen(), gate)
    answers = [Answer(heard=lambda: True) for _ in range(2)]
    intake.offer(said(1, 666), answers[0])
    intake.offer(said(2, 7), answers[1])
    await intake.finish()
    assert handlers.done == [2]
    assert handlers.answers == [answers[1]]
    assert [await answer.wait(PATIENCE) for answer in answers] == [None, None]


async def test_a_fault_ends_neither_the_line_nor_the_response() -> None:
    handled: list[int] = []

    async def handle(update: Json) -> None:
        handled.append(update["update_id"])
        raise ValueError("not to be read")

    intake = Intake(handle, Seen())
    answer = Answer(heard=lambda: True)
    with capture_logs() as entries:
        intake.offer(said(1), answer)
        intake.offer(said(2))
        await intake.finish()
    assert handled == [1, 2]
    assert [entry["event"] for entry in entries] == ["update.unreadable"] * 2
    assert await answer.wait(PATIENCE) is None


@pytest.mark.parametrize(
    ("update", "chat", "sender"),
    [
        (said(1, 5), 5, 5),
        ({"update_id": 1, "edited_message": {"chat": {"id": 5}, "from": {"id": 6}}}, 5, 6),
        (
            {"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 5}}}},
            5,
            6,
        ),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}}}, 6, 6),
        ({"update_id": 1, "channel_post": {"chat": {"id": -5}}}, -5, None),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -5}, "from": {"id": 6}}}, -5, None),
        ({"update_id": 1, "inline_query": {"from": {"id": 6}}}, 6, None),
        ({"update_id": 1, "poll": {"id": "5"}}, None, None),
        ({"update_id": 1}, None, None),
    ],
)
def test_whose_an_update_is(update: Json, chat: int | None, sender: int | None) -> None:
    assert (chat_of(update), sender_of(update)) == (chat, sender)


async def test_a_response_takes_one_call_while_somebody_listens() -> None:
    heard = Answer(heard=lambda: True)
    assert heard.take({"method": "sendMessage"})
    assert not heard.take({"method": "sendMessage"})
    assert await heard.wait(PATIENCE) == {"method": "sendMessage"}
    assert not Answer(heard=lambda: False).take({})
    late = Answer(heard=lambda: True)
    assert await late.wait(0.0) is None
    assert not late.take({})
