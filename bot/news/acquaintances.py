"""Whom the bot has met since it started, so that an editor can call them by name."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

# The one met longest ago is forgotten first.
_REMEMBERED = 10_000


class Acquaintances:
    """Names by id and ids by @username; in memory only, and bounded."""

    def __init__(self) -> None:
        self._names: OrderedDict[int, str] = OrderedDict()
        self._ids: OrderedDict[str, int] = OrderedDict()

    def meet(self, person_id: int, name: str, username: str) -> None:
        """Note what somebody is called now."""
        _put(self._names, person_id, name)
        if username:
            _put(self._ids, username.lower(), person_id)

    def name(self, person_id: int) -> str:
        """What that person is called, "" when never met."""
        return self._names.get(person_id, "")

    def find(self, username: str) -> int:
        """The id behind a username without its @, 0 when never met."""
        return self._ids.get(username.lower(), 0)


def _put(memory: OrderedDict[_Key, _Value], key: _Key, value: _Value) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _REMEMBERED:
        memory.popitem(last=False)
