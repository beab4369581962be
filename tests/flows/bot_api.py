"""The Bot API as its documentation has it: what is wrong with a call, in words.

Read from a machine-readable copy of https://core.telegram.org/bots/api. A call's parameters come
as strings, as they do over the wire: numbers in digits, objects in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LIST = "Array of "
_CONSTANT = re.compile(r"must be (\w+)$")
_SIMPLE: dict[str, Callable[[Any], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
}


@dataclass(frozen=True)
class BotApi:
    """Every method and type by name."""

    items: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> BotApi:
        sections = json.loads(path.read_text(encoding="utf-8"))["items"]
        return cls({item["name"]: item for section in sections for item in section["children"]})

    def faults(self, method: str, params: dict[str, str]) -> list[str]:
        """What the documentation has against this call; nothing: []."""
        known = self.items.get(method)
        if known is None or known["category"] != "methods":
            return [f"{method}: no such method"]
        types = {field["name"]: field["type"] for field in known["annotations"]}
        values = {name: _value(text, types.get(name, "")) for name, text in params.items()}
        return list(self._object(method, known, values))

    def _object(self, where: str, known: dict[str, Any], value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: {value!r} is no object"
            return
        fields = {field["name"]: field for field in known["annotations"]}
        yield from (f"{where}: no field {name}" for name in value if name not in fields)
        for name, field in fields.items():
            if name in value:
                yield from self._typed(f"{where}.{name}", field["type"], value[name])
                constant = _CONSTANT.search(field["description"])
                if name == "type" and constant and value[name] != constant[1]:
                    yield f"{where}.{name}: {value[name]!r} is not {constant[1]}"
            elif field["required"]:
                yield f"{where}: {name} is missing"

    def _typed(self, where: str, kind: str, value: Any) -> Iterator[str]:
        if kind.startswith(_LIST):
            if not isinstance(value, list):
                yield f"{where}: {value!r} is no array"
                return
            for place, item in enumerate(value):
                yield from self._typed(f"{where}[{place}]", kind.removeprefix(_LIST), item)
            return
        kinds = self._kinds(kind)
        found = [list(self._one(where, one, value)) for one in kinds]
        if all(found):
            # Of a union that nothing fits, what was wrong with the nearest.
            yield from min(found, key=len)

    def _one(self, where: str, kind: str, value: Any) -> Iterator[str]:
        if kind in _SIMPLE:
            if not _SIMPLE[kind](value):
                yield f"{where}: {value!r} is no {kind}"
        else:
            yield from self._object(where, self.items[kind], value)

    def _kinds(self, kind: str) -> list[str]:
        """The members of a union, else the type itself."""
        named = re.split(r", | and | or ", kind)
        return [
            member
            for name in named
            for member in self.items.get(name, {}).get("subtypes") or (name,)
        ]


def _value(text: str, kind: str) -> Any:
    """A parameter's value as its type reads it."""
    if kind == "String":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
