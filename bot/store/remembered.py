"""Small things that were read a moment ago and will be asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST: Final = 10_000
# Another process may write, too: what it changed is seen that soon.
KEPT_FOR: Final = timedelta(minutes=1)


class Remembered(Generic[Key, Value]):
    """The newest values by key, for a minute each.

    Who reads one asks for `began` before, and hands that in with the value: should the key have
    been forgotten in between, the value may be an old one and is not kept.
    """

    def __init__(self) -> None:
        self._values: OrderedDict[Key, tuple[Value, datetime]] = OrderedDict()
        self._forgotten = 0

    @property
    def began(self) -> int:
        """What `put` is to be given of the moment before a value was read."""
        return self._forgotten

    def get(self, key: Key, now: datetime) -> Value | None:
        """The value, or None where it is to be read (again)."""
        kept = self._values.get(key)
        return kept[0] if kept is not None and now < kept[1] else None

    def put(self, key: Key, value: Value, *, began: int, now: datetime) -> None:
        """Keep a value that was just read."""
        if began != self._forgotten:
            return
        self._values[key] = value, now + KEPT_FOR
        self._values.move_to_end(key)
        if len(self._values) > MOST:
            self._values.popitem(last=False)

    def forget(self, key: Key) -> None:
        """The value is about to change, or has changed."""
        self._forgotten += 1
        self._values.pop(key, None)
