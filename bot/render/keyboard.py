"""Inline keyboards as plain values, and the one codec of callback data."""

from __future__ import annotations

from dataclasses import dataclass

# Telegram's limit, in bytes of UTF-8.
MAX_DATA = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """One button: a tap (`data`) or a link (`url`)."""

    text: str
    data: str = ""
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


def callback(name: str, *arguments: object) -> str:
    """Callback data "name:argument:argument"; at most 64 bytes."""
    data = ":".join((name, *map(str, arguments)))
    if len(data if data.isascii() else data.encode()) > MAX_DATA:
        raise ValueError(f"callback data over {MAX_DATA} bytes: {data}")
    return data
