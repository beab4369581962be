"""Whose call is made next. Nothing here waits or knows the time: `now` is told, in seconds.

Each chat that somebody waits for has a lane. A lane is listed once: under `ready`, by the priority
and number of its first turn, or under `later`, by the instant at which its chat may get a message
again. All of it is heaps: a call costs O(log n) of those that wait.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from bot.telegram.budgets import ChatBudget, Limits, Priority, Slot, Throughput

Key = int | str | None

# So many calls of a higher priority may pass those that wait, then one of these goes.
PASSED_OVER = 29
# A reply that waits for less than this has not waited.
UNNOTICED = 0.008


@dataclass(order=True, slots=True)
class Turn:
    """A place in the queue: the lower its priority and number, the sooner it comes."""

    priority: Priority
    number: int
    key: Key = field(compare=False)
    gone: bool = field(default=False, compare=False)
    waited: bool = field(default=False, compare=False)


# (priority's number or instant, a tie-break, the lane)
_Entry = tuple[float, int, "_Lane"]


@dataclass(eq=False, slots=True)
class _Lane:
    """Those who wait for one chat, as a heap, and what that chat may get."""

    key: Key
    budget: ChatBudget
    turns: list[Turn] = field(default_factory=list)
    listed: _Entry | None = None

    def first(self) -> Turn | None:
        """The first who has not gone away."""
        while self.turns and self.turns[0].gone:
            heappop(self.turns)
        return self.turns[0] if self.turns else None


class Turns:
    """All that wait to call Telegram, within its limits."""

    def __init__(self, limits: Limits) -> None:
        self.whole = Throughput(limits.per_second)
        self._limits = limits
        self._lanes: dict[Key, _Lane] = {}
        self._ready: dict[Priority, list[_Entry]] = {priority: [] for priority in Priority}
        self._later: list[_Entry] = []
        self._idle: list[_Entry] = []
        self._passed = dict.fromkeys(Priority, 0)
        self._numbers = count()
        self._waiting = 0

    def __len__(self) -> int:
        """How many wait."""
        return self._waiting

    @property
    def chats(self) -> int:
        """How many chats are remembered."""
        return len(self._lanes)

    def new(self, key: Key, priority: Priority) -> Turn:
        """A turn behind all others of its priority; `add` it to wait."""
        return Turn(priority, next(self._numbers), key)

    def add(self, turn: Turn, now: float) -> None:
        """Wait: for the first time, or again after a refusal, at the place it had."""
        self._forget(now)
        lane = self._lane(turn.key)
        heappush(lane.turns, turn)
        self._waiting += 1
        if lane.turns[0] is turn:
            self._list(lane, now)

    def remove(self, turn: Turn, now: float) -> None:
        """Who waited has gone away."""
        turn.gone = True
        self._waiting -= 1
        lane = self._lanes[turn.key]
        if lane.turns[0] is turn:
            self._list(lane, now)

    def take(self, now: float) -> tuple[Turn, Slot] | None:
        """Whose call is made now, and the slot it fills; None: nobody's, see `wake_at`."""
        self._ripen(now)
        lane = self._next(now)
        if lane is None:
            return None
        turn = heappop(lane.turns)
        self._waiting -= 1
        self._note_passed(turn.priority)
        lane.budget.spend(now)
        self._list(lane, now)
        return turn, self.whole.take(now)

    def wake_at(self, now: float) -> float | None:
        """When `take` is worth asking again; None: not before somebody is added."""
        if not self._waiting:
            return None
        later = self._later[0][0] if self._later else math.inf
        priority = self._chosen()
        if priority is None:
            return later
        return max(self.whole.open_at(now), min(later, self._opens(priority, now)))

    def hold(self, key: Key, until: float, now: float) -> None:
        """Nothing goes to that chat before then."""
        lane = self._lane(key)
        lane.budget.held_until = max(lane.budget.held_until, until)
        self._list(lane, now)

    def held_until(self, key: Key) -> float:
        """Until when that chat is held; long ago if it is not."""
        lane = self._lanes.get(key)
        return lane.budget.held_until if lane else -math.inf

    def of(self, key: Key) -> tuple[Turn, ...]:
        """Those who wait for that chat."""
        lane = self._lanes.get(key)
        return tuple(turn for turn in lane.turns if not turn.gone) if lane else ()

    def _lane(self, key: Key) -> _Lane:
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = _Lane(key, ChatBudget(self._limits, key))
        return lane

    def _list(self, lane: _Lane, now: float) -> None:
        """List the lane where it belongs now; where it was listed before is void."""
        first = lane.first()
        if first is None:
            heap, rank = self._idle, lane.budget.clear_at()
        elif (at := lane.budget.ready_at(first.priority)) > now:
            heap, rank = self._later, at
        else:
            heap, rank = self._ready[first.priority], first.number
        lane.listed = (rank, next(self._numbers), lane)
        heappush(heap, lane.listed)

    def _ripen(self, now: float) -> None:
        for lane in _due(self._later, now):
            self._list(lane, now)

    def _forget(self, now: float) -> None:
        for lane in _due(self._idle, now):
            lane.listed = None  # which holds the lane: a ring would wait long for its collector
            del self._lanes[lane.key]

    def _next(self, now: float) -> _Lane | None:
        """The lane whose first turn is now."""
        priority = self._chosen()
        if priority is None:
            return None
        lane = self._ready[priority][0][2]
        wait = self._opens(priority, now) - now
        if wait <= 0:
            return lane
        turn = lane.turns[0]
        if priority is Priority.REPLY and wait > UNNOTICED and not turn.waited:
            turn.waited = True
            self.whole.kept_waiting(now)
        return None

    def _note_passed(self, priority: Priority) -> None:
        self._passed[priority] = 0
        for lower in Priority:
            if lower > priority and _first(self._ready[lower]):
                self._passed[lower] += 1

    def _chosen(self) -> Priority | None:
        """The highest priority that anybody ready has, but for those passed over too often."""
        ready = [priority for priority in Priority if _first(self._ready[priority])]
        starving = (priority for priority in ready if self._passed[priority] >= PASSED_OVER)
        return next(starving, ready[0] if ready else None)

    def _opens(self, priority: Priority, now: float) -> float:
        if priority is Priority.REPLY or self._passed[priority] >= PASSED_OVER:
            return self.whole.open_at(now)
        return self.whole.paced_at(now)


def _first(heap: list[_Entry]) -> _Entry | None:
    """The first entry that is not void."""
    while heap and heap[0][2].listed is not heap[0]:
        heappop(heap)
    return heap[0] if heap else None


def _due(heap: list[_Entry], now: float) -> Iterator[_Lane]:
    while (entry := _first(heap)) and entry[0] <= now:
        heappop(heap)
        yield entry[2]
