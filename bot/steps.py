"""Long work on the event loop, in steps that nobody notices."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

# A thread would hold the interpreter for 5 ms at a time (sys.getswitchinterval).
_STEP_SECONDS = 0.001
# What others do takes several turns of the loop: after one turn, only a part of it would be done.
_REST_SECONDS = 0.001


async def in_steps(work: Iterable[T]) -> list[T]:
    """All that an iterator gives; after each millisecond of work, others have one to themselves."""
    done: list[T] = []
    began = perf_counter()
    for each in work:
        done.append(each)
        if perf_counter() - began > _STEP_SECONDS:
            await asyncio.sleep(_REST_SECONDS)
            began = perf_counter()
    return done
