"""`gazette run` without the limits of thirty messages a second, which no other bot here keeps."""

from __future__ import annotations

import sys
from collections.abc import Coroutine
from typing import Any

import gazette
from bot import event_loop


def run(work: Coroutine[Any, Any, None]) -> None:
    """As the program does; the limiter goes where the program would first load it."""
    loop(_unlimited(work))


async def _unlimited(work: Coroutine[Any, Any, None]) -> None:
    from bot.lean_imports import import_libraries

    import_libraries()  # as the program does first
    from bot.telegram import limits

    class Unlimited(limits.ChatLimiter):
        """Every call goes at once."""

        async def process_request(
            self, callback: Any, args: Any, kwargs: Any, *_: Any, **__: Any
        ) -> Any:
            return await callback(*args, **kwargs)

    vars(limits)["ChatLimiter"] = Unlimited  # no setting lifts them all
    await work


loop = event_loop.run
vars(event_loop)["run"] = run
sys.argv[1:] = ["run"]
gazette.main()
