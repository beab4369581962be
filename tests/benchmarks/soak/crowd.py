"""The people who write to the bot, and the account of who was answered.

Nobody writes before the last thing that they said was answered, as people do. So each answer is
somebody's, and an update that gets none is seen.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.sandbox.keyboards import callback_data_of
from bot.sandbox.params import Json
from bot.sandbox.people.asking import tap
from bot.sandbox.people.hearing import post
from bot.sandbox.people.membership import arrive
from bot.sandbox.people.writing import say
from bot.sandbox.state import GROUP, MARIA
from bot.sandbox.world import World
from tests.benchmarks.soak.journal import INJECTED

# An update that is not answered by then never is: the limiter gives a reply up after a minute.
PATIENCE = 90.0
# The sandbox keeps all messages of a chat; people scroll back no further.
KEPT_MESSAGES = 20
# A second tap changes nothing; the apology for a fault answers a tap that is answered already.
UNCHANGED, ANSWERED_TWICE = "message is not modified", "query is too old"


@dataclass(eq=False, slots=True)
class Seat:
    """Somebody's place in a chat. `asked`: when, 0.0 while nothing is awaited."""

    chat_id: int
    user_id: int
    asked: float = 0.0
    kind: str = ""
    query: str = ""
    struck: bool = False


@dataclass(slots=True)
class Account:
    """What became of all updates that were awaited, and of the bot's calls."""

    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    injected: Counter[int] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    calls: int = 0


class Crowd:
    """Everybody's seats; `clock` gives seconds that never go back."""

    def __init__(
        self, world: World, people: int, dice: Random, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.account = Account()
        self.flooded = 0
        self._world = world
        self._dice = dice
        self._clock = clock
        ids = [arrive(world, f"Reader {number}", "en", "reader").id for number in range(people)]
        *self.readers, self.flooder = ids
        self.editor = Seat(MARIA, MARIA)
        self.group = Seat(GROUP, self.readers[0])
        everybody = [Seat(each, each) for each in self.readers]
        self.seats = {seat.chat_id: seat for seat in (*everybody, self.editor, self.group)}
        self._idle = deque(everybody)
        self._queries: dict[str, Seat] = {}
        self._events = world.events.listen()

    @property
    def waiting(self) -> list[Seat]:
        """Those who wait for an answer, the flooder left out."""
        return [seat for seat in self.seats.values() if seat.asked]

    def reader(self) -> Seat | None:
        """A reader who waits for nothing, the one silent for longest; None: all are waiting."""
        return self._idle.popleft() if self._idle else None

    def writes(self, seat: Seat, kind: str, text: str) -> None:
        """Somebody writes a text."""
        self._begin(seat, kind)
        say(self._world, seat.chat_id, seat.user_id, text)

    def forwards(self, seat: Seat, text: str) -> None:
        """Somebody forwards what a friend wrote."""
        self._begin(seat, "forward")
        source = {"type": "hidden_user", "sender_user_name": "A friend", "date": 1}
        chat, user = self._world.chats[seat.chat_id], self._world.people[seat.user_id]
        post(self._world, chat, user, {"text": text[:4096], "forward_origin": source})

    def taps(self, seat: Seat) -> bool:
        """Somebody taps a button of one of the newest messages; False where there is none."""
        messages = list(self._world.chats[seat.chat_id].messages.values())[-4:]
        buttons = [(each, data) for each in messages for data in sorted(callback_data_of(each))]
        if not buttons:
            return False
        message, data = self._dice.choice(buttons)
        self._begin(seat, "tap")
        seat.query = tap(self._world, seat.chat_id, seat.user_id, message["message_id"], data)
        self._queries[seat.query] = seat
        return True

    def floods(self, messages: int) -> None:
        """One person writes very much at once; nobody waits for all the answers."""
        for _ in range(messages):
            self.flooded += 1
            say(self._world, self.flooder, self.flooder, "/latest")

    def hear(self) -> None:
        """Take in what the bot did since."""
        while not self._events.empty():
            event = self._events.get_nowait()
            if event is None:
                raise RuntimeError("the soak reads the sandbox's events too slowly")
            if event["type"] == "message":
                self._note_message(event["chat_id"], event["message"])
            elif event["type"] == "traffic" and event["entry"]["direction"] == "call":
                self._note_call(event["entry"])

    def give_up(self) -> None:
        """Nobody waits for ever."""
        late = self._clock() - PATIENCE
        for seat in self.waiting:
            if seat.asked < late:
                self._end(seat, self.account.lost if seat.struck else self.account.silent)

    def _begin(self, seat: Seat, kind: str) -> None:
        seat.asked, seat.kind, seat.struck = self._clock(), kind, False
        self.account.asked[kind] += 1

    def _end(self, seat: Seat, outcome: Counter[str]) -> None:
        outcome[seat.kind] += 1
        self._queries.pop(seat.query, None)
        seat.asked, seat.query = 0.0, ""
        if seat is not self.editor and seat is not self.group:
            self._idle.append(seat)

    def _answered(self, seat: Seat | None) -> None:
        if seat is not None and seat.asked:
            self.account.waits.append(self._clock() - seat.asked)
            self._end(seat, self.account.answered)

    def _note_message(self, chat_id: int, message: Json) -> None:
        messages = self._world.chats[chat_id].messages
        for message_id in list(messages)[:-KEPT_MESSAGES]:
            del messages[message_id]
        if message.get("from", {}).get("id") == self._world.bot.id:
            self._answered(self.seats.get(chat_id))

    def _note_call(self, entry: Json) -> None:
        self.account.calls += 1
        status, params = entry["status"], entry["params"]
        by_query = self._queries.get(params.get("callback_query_id", ""))
        seat = by_query or self.seats.get(int(params.get("chat_id", 0)))
        if status in INJECTED:
            self.account.injected[status] += 1
            if seat is not None:
                seat.struck = True
        elif status == 200:
            self._answered(by_query)
        else:
            words = str(entry["response"].get("description"))
            self.account.refused[f"{entry['method']}: {words}"] += 1
