"""Whether delivery goes well, and word of it to the owners when it does not: once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.store import Store
from bot.store.outbox import Queue, Tally
from bot.telegram.outcomes import Outcome

# Letters are due and none has gone out for so long.
STUCK_AFTER: Final = timedelta(minutes=15)
# Of the letters of an hour so many failed, and so large a part.
LOOKED_BACK: Final = timedelta(hours=1)
MANY_FAILED: Final = 10
PART_FAILED: Final = 0.1
_FAILED: Final = (Outcome.REFUSED, Outcome.UNSURE, Outcome.GAVE_UP, Outcome.BROKEN)
_TOLD: Final = "delivery.told"

Tell = Callable[[str, int], Awaitable[None]]


async def watch(store: Store, tell: Tell, now: datetime) -> None:
    """Tell a trouble when it comes, by its key and how many letters it is about.

    It is told again only after all was well; a restart in between changes nothing.
    """
    queue = await store.outbox.waiting(now)
    lately = await store.outbox.outcomes(now - STUCK_AFTER)
    trouble = trouble_of(queue, lately, await store.outbox.outcomes(now - LOOKED_BACK), now)
    key, letters = trouble or ("", 0)
    told = await store.meta.get(_TOLD) or ""
    if key == told:
        return
    if key:
        await tell(key, letters)
    await store.meta.put(_TOLD, key)


def trouble_of(
    queue: Queue, lately: Mapping[str, Tally], hour: Mapping[str, Tally], now: datetime
) -> tuple[str, int] | None:
    """What is wrong: a key of the catalogues and a number of letters; None when all is well.

    `lately` and `hour` are what was settled within `STUCK_AFTER` and `LOOKED_BACK`, by outcome.
    """
    waits = queue.since is not None and now - queue.since >= STUCK_AFTER
    if waits and Outcome.SENT not in lately:
        return "delivery.stuck", queue.letters
    failed = sum(hour[outcome].letters for outcome in _FAILED if outcome in hour)
    all_of_them = sum(tally.letters for tally in hour.values())
    many = failed >= MANY_FAILED and failed >= PART_FAILED * all_of_them
    if many or Outcome.GAVE_UP in hour:
        return "delivery.failing", failed
    return None
