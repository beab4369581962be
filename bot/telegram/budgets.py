"""How much Telegram lets a bot send, in all and to one chat. Instants are seconds of one clock.

The figures are those of https://core.telegram.org/bots/faq ("My bot is hitting limits").
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import IntEnum

# An unanswered call may arrive so late. One that hangs costs little: it fills one slot of many.
LATEST_ARRIVAL = 5.0
# Added to a chat's own spans, for a network that delivers the next call faster than the last.
JITTER = 0.05
# The whole's span is known better, by its calls' own trips: so much is added there.
CLOSE = 0.003
TRIPS_REMEMBERED = 512
# After fewer of them a trip may still have no time at all.
TRIPS_KNOWN = 8

# Of the calls a second that may be made, digests leave so many for people even when none are there.
SPARE = 1.05
# Each reply that had to wait adds to it, and it fades within a minute or so. People who come at
# even intervals never widen it; with those who come as a Poisson process, 10 a second, it settles
# where about two in a hundred wait. The bound keeps nine tenths of the limit in use.
WIDENED = 0.2
MOST_WIDENED = 2.0
FADES = 60.0
# Digests that were held up may catch up by so many seconds: a late timer then costs nothing. But
# while they do, this part of a slot stays free for people all the same.
CATCH_UP = 0.05
SPARE_IN_A_HURRY = 0.55

# So many chats refused within so many seconds, and such a part of the calls, mean the whole bot.
REFUSED_CHATS = 3
REFUSED_WITHIN = 3.0
REFUSED_SHARE = 0.1
RECOVERED_IN = 30.0


class Priority(IntEnum):
    """Who goes first where there is not room for all: a person, then a digest, and so on."""

    REPLY = 1
    DIGEST = 2
    BROADCAST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What Telegram allows. `burst`: how many replies a chat takes before one a second applies."""

    per_second: int = 30
    chat_interval: float = 1.0
    burst: int = 5
    per_group_minute: int = 20


@dataclass(kw_only=True, slots=True)
class Slot:
    """One of the calls that a second has room for: taken at `began`, free again at `ends`."""

    began: float = -math.inf
    ends: float = -math.inf


class ChatBudget:
    """What one chat may get, and until when Telegram asked to leave it alone.

    A chat takes one message a second by the generic cell rate algorithm (ITU-T I.371, which keeps
    one instant); a group also only so many in any rolling minute.
    """

    __slots__ = ("_due", "_interval", "_lead", "_recent", "held_until")

    def __init__(self, limits: Limits, chat: int | str | None) -> None:
        group = isinstance(chat, str) or (chat is not None and chat < 0)
        # Without a chat (an inline message) nothing but the whole counts.
        self._interval = limits.chat_interval + JITTER if chat is not None else 0.0
        self._lead = (limits.burst - 1) * self._interval
        self._due = -math.inf
        self._recent: deque[float] | None = deque(maxlen=limits.per_group_minute) if group else None
        self.held_until = -math.inf

    def ready_at(self, priority: Priority) -> float:
        """When the next call may be made; only people's answers come in bursts."""
        due = self._due - self._lead if priority is Priority.REPLY else self._due
        recent = self._recent
        if recent and len(recent) == recent.maxlen:
            due = max(due, recent[0] + 60 + JITTER)
        return max(self.held_until, due)

    def spend(self, now: float) -> None:
        """A call is made."""
        self._due = max(self._due, now) + self._interval
        if self._recent is not None:
            self._recent.append(now)

    def clear_at(self) -> float:
        """When nothing of what was spent matters any more."""
        last = self._recent[-1] + 60 + JITTER if self._recent else -math.inf
        return max(self.held_until, self._due, last)


class Throughput:
    """At most so many calls in ANY rolling second, as the server counts them: on arrival.

    A call's arrival is not seen, but it was no later than its answer less the fastest way there
    and back: counted from then, 31 calls never arrive within a second, whatever the jitter.
    Digests are spaced evenly, a little below the limit, so that a person finds a free slot at
    once. How far below follows the people: a reply that had to wait widens the gap, time closes it.
    When several chats are refused within seconds, fewer calls are made, then gradually more
    (additive increase, multiplicative decrease, as TCP does: RFC 5681).
    """

    def __init__(self, per_second: int) -> None:
        self._limit = per_second
        self._slots = [Slot() for _ in range(per_second)]
        self._trips: deque[float] = deque(maxlen=TRIPS_REMEMBERED)
        self._pace = -math.inf
        self._extra, self._extra_at = 0.0, 0.0
        self._cut, self._cut_at = 0.0, 0.0
        self._refused: dict[int | str | None, float] = {}

    def budget(self, now: float) -> int:
        """How many calls a second are made at most, now."""
        cut = self._cut - (now - self._cut_at) * self._limit / RECOVERED_IN
        return self._limit - math.ceil(max(0.0, cut))

    def spare(self, now: float) -> float:
        """How many calls a second digests leave unused for people."""
        return SPARE + self._extra * math.exp((self._extra_at - now) / FADES)

    def open_at(self, now: float, kept: float = 0.0) -> float:
        """When a slot is free, as far as is known now, and so many more are kept free.

        A part of a slot is a part of the time between two calls that it may come later.
        """
        ends = sorted(slot.ends for slot in self._slots)[self._limit - self.budget(now) :]
        whole = min(math.ceil(kept), len(ends) - 1)
        return max(ends[0], ends[whole] - max(0.0, whole - kept) / self._limit)

    def paced_at(self, now: float) -> float:
        """When a call that can wait may be made."""
        kept = self.spare(now) - SPARE + SPARE_IN_A_HURRY
        return max(self._pace, self.open_at(now, kept))

    def take(self, now: float) -> Slot:
        """A call is made now; tell `landed` when its answer is there."""
        slot = Slot(began=now, ends=now + 1 + LATEST_ARRIVAL)
        oldest = min(range(self._limit), key=lambda index: self._slots[index].ends)
        self._slots[oldest] = slot
        interval = 1 / max(0.5, self.budget(now) - self.spare(now))
        # Replies push the digests back as well, by a second at most.
        self._pace = min(max(self._pace, now - CATCH_UP) + interval, now + 1)
        return slot

    def landed(self, slot: Slot, now: float) -> None:
        """The answer to the call is there, good or bad."""
        self._trips.append(now - slot.began)
        fastest = min(self._trips) if len(self._trips) >= TRIPS_KNOWN else 0.0
        slot.ends = min(slot.ends, now - fastest + 1 + CLOSE)

    def give_back(self, slot: Slot) -> None:
        """The call was not made after all."""
        slot.ends = -math.inf

    def kept_waiting(self, now: float) -> None:
        """A reply found no free slot: leave more of them."""
        extra = self.spare(now) - SPARE + WIDENED
        self._extra, self._extra_at = min(extra, MOST_WIDENED), now

    def refused(self, chat: int | str | None, now: float) -> bool:
        """Telegram refused a call to that chat; True if this slows the whole."""
        self._refused[chat] = now
        recent = {key: at for key, at in self._refused.items() if now - at <= REFUSED_WITHIN}
        calls = REFUSED_WITHIN * sum(slot.began > now - 1 for slot in self._slots)
        slows = len(recent) >= max(REFUSED_CHATS, REFUSED_SHARE * calls)
        if slows:
            budget = max(1, self.budget(now) // 2)
            self._cut, self._cut_at = float(self._limit - budget), now
        self._refused = {} if slows else recent
        return slows
