"""Mixed traffic at an even rate."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from random import Random

from bot.sandbox.faults import Fault
from bot.sandbox.world import World
from tests.benchmarks.library import TOPICS, Generator
from tests.benchmarks.soak.crowd import Crowd, Seat

# How often of a hundred somebody does what.
MIX = {
    "tap": 40,
    "/latest": 14,
    "/topic": 12,
    "search": 9,
    "bad": 6,
    "/summary": 5,
    "/subscribe": 3,
    "/help": 3,
    "/topics": 2,
    "/mydigests": 2,
    "/settings": 1,
    "/about": 1,
    "forward": 1,
    "pasted": 1,
}
BAD = (
    "/nosuch",
    "/summary 999",
    "/topic qwertyuiop",
    "/search",
    "/promote 1",
    "/add x",
    "/latest@x",
)
# Seconds between two of these. A group gets 20 messages a minute at most.
EDITOR_EVERY, GROUP_EVERY, FLOOD_EVERY = 10.0, 6.0, 120.0
FLOOD = 150
# Of the bot's calls, getUpdates among them.
FAULTS = (
    Fault(id=0, kind="retry_after", probability=0.004, retry_after=2),
    Fault(id=0, kind="server_error", probability=0.002),
    Fault(id=0, kind="bad_gateway", probability=0.002),
    Fault(id=0, kind="drop", probability=0.001, applied=True),
    Fault(id=0, kind="drop", probability=0.001, applied=False),
)
_STEP = 0.02


@dataclass(kw_only=True, slots=True)
class Traffic:
    """So many updates a second from a crowd; `crowded` counts those for which nobody was idle."""

    crowd: Crowd
    dice: Random
    rate: float
    crowded: int = 0
    texts: Generator = field(default_factory=Generator)
    _numbers: int = 0

    async def run(self, until: float) -> None:
        """Go on until that instant of time.monotonic()."""
        began = time.monotonic()
        begun = 0
        clocks = {"editor": began, "group": began, "flood": began + FLOOD_EVERY / 2}
        while (now := time.monotonic()) < until:
            self.crowd.hear()
            while begun < (now - began) * self.rate:
                begun += 1
                self._somebody()
            self._others(clocks, now)
            await asyncio.sleep(_STEP)

    async def end(self) -> None:
        """Wait until nobody waits any more."""
        while self.crowd.waiting:
            self.crowd.hear()
            self.crowd.give_up()
            await asyncio.sleep(_STEP)

    def _somebody(self) -> None:
        seat = self.crowd.reader()
        if seat is None:
            self.crowded += 1
            return
        (kind,) = self.dice.choices(list(MIX), weights=list(MIX.values()))
        if kind == "tap" and self.crowd.taps(seat):
            return
        if kind == "forward":
            self.crowd.forwards(seat, self._text())
        else:
            kind = "/latest" if kind == "tap" else kind
            self.crowd.writes(seat, kind, self._words(kind))

    def _others(self, clocks: dict[str, float], now: float) -> None:
        """Those who do something by the clock."""
        self.crowd.give_up()
        if now >= clocks["editor"]:
            clocks["editor"] += EDITOR_EVERY
            self._editor(self.crowd.editor)
        if now >= clocks["group"]:
            clocks["group"] += GROUP_EVERY
            if not self.crowd.group.asked:
                self.crowd.writes(self.crowd.group, "group", self.dice.choice(("/latest", "/help")))
        if now >= clocks["flood"]:
            clocks["flood"] += FLOOD_EVERY
            self.crowd.floods(FLOOD)

    def _editor(self, seat: Seat) -> None:
        if seat.asked or (self.dice.random() < 0.5 and self.crowd.taps(seat)):
            return
        title, _, text = self._text().partition(". ")
        self.crowd.writes(seat, "/add", f"/add {title}\n{text}")

    def _words(self, kind: str) -> str:
        match kind:
            case "/topic":
                return f"/topic {self.dice.choice(TOPICS)}"
            case "search":
                return " ".join(self.dice.choices(self.texts.words[:3_000], k=2))
            case "bad":
                return self.dice.choice(BAD)
            case "/summary":
                return f"/summary {self.dice.randint(1, 5)}"
            case "pasted":
                return f"/summary {self._text()}"
            case _:
                return kind

    def _text(self) -> str:
        self._numbers += 1
        return self.texts.article(self._numbers).text


def inject(world: World) -> None:
    """From now on calls go wrong."""
    for fault in FAULTS:
        world.faults.add(fault)
