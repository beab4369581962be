"""The event loop to run on: uvloop, which costs half of asyncio's own, where there is one."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Coroutine
from typing import Any

# Objects before the young are looked through, and how often that is done before the older ones
# (1 ms) and all (5 ms for the stories of one day's digests) are: the last is put off, as most
# rings of objects are dead young. With Python's own 700 those of updates still in hand would be
# looked through again and again, which takes a twentieth of all time.
_THRESHOLDS = (5_000, 2, 350)
# What takes long at a start and nobody waits for comes so many seconds later: after the first
# answers.
LATER_SECONDS = 1.0


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a program's work to its end; it is to call `settle_memory` when it has begun."""
    # While it loads, nearly nothing dies: to look for that takes a fifth of the time.
    gc.disable()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(work)


def settle_memory() -> None:
    """Take what is there now for good out of the garbage collector's rounds.

    A quarter of a million objects of the vocabulary and the libraries would be walked through again
    and again, 0.1 s each time, while people wait.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.enable()


def _loop_factory() -> Any:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
