"""Which updates came before: Telegram sends one again when it did not hear that it was taken."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

import orjson

from bot.store.meta import Meta

REMEMBERED: Final = 10_000
# Those that outlive a restart; Telegram has at most a hundred under way at once.
KEPT: Final = 1_000
_KEY: Final = "updates_seen"


class Seen:
    """The newest ids of updates, so many and no more."""

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self._ids: OrderedDict[int, None] = OrderedDict.fromkeys(ids)
        self.changed = False

    def note(self, update_id: int) -> bool:
        """Whether that id is new; now it is not."""
        if update_id in self._ids:
            return False
        self._ids[update_id] = None
        self.changed = True
        if len(self._ids) > REMEMBERED:
            self._ids.popitem(last=False)
        return True

    def newest(self) -> list[int]:
        """Those that are to outlive a restart."""
        return list(self._ids)[-KEPT:]


async def recall(meta: Meta) -> Seen:
    """What was seen before the last stop."""
    kept = await meta.get(_KEY)
    return Seen(orjson.loads(kept) if kept else ())


async def keep(seen: Seen, meta: Meta) -> None:
    """Keep the newest ids, where there are new ones."""
    if seen.changed:
        seen.changed = False
        await meta.put(_KEY, orjson.dumps(seen.newest()).decode())
