"""What a setting can be, and how each is read from the words that an operator writes. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, NewType, get_args, get_origin

from msgspec import Meta, ValidationError, convert
from yarl import URL

Address = NewType("Address", str)
"""Where a server is: `https://host`, without a slash at its end; or ""."""
Database = NewType("Database", str)
"""`sqlite:///` and a path."""
Networks = frozenset[IPv4Network | IPv6Network]

_BOOLEANS = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that nothing prints."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token(Secret):
    """A bot's token, as @BotFather gives it."""


def read(kind: Any, value: object) -> Any:
    """The value of a setting, annotated with that type, out of what an operator or a test gives.

    Raises ValueError, which says what would do and repeats nothing: it may be a secret.
    """
    plain, bounds = _taken_apart(kind)
    if (reader := _READERS.get(plain)) is not None:
        return reader(str(value).strip())
    if isinstance(value, str):
        value = _prepared(plain, value.strip())
    try:
        return convert(value, Annotated[plain, bounds], strict=False)
    except ValidationError:
        raise ValueError(f"write {_wanted(plain, bounds)}") from None


def _taken_apart(kind: Any) -> tuple[Any, Meta]:
    """The type itself, without None, and its bounds."""
    kind, *notes = get_args(kind)
    if isinstance(kind, UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    return kind, next((note for note in notes if isinstance(note, Meta)), Meta())


def _prepared(kind: Any, text: str) -> object:
    """What people write, as the library reads it: lists as `1, 2 3`, any capitals, yes and no."""
    if get_origin(kind) is frozenset:
        return text.replace(",", " ").split()
    if get_origin(kind) is Literal:
        return text.lower()
    return _BOOLEANS.get(text.lower(), text) if kind is bool else text


def _wanted(kind: Any, bounds: Meta) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if get_origin(kind) is frozenset:
        return "whole numbers, separated by commas or spaces"
    if kind is bool:
        return "true or false"
    limits = (("from", bounds.ge), ("above", bounds.gt), ("up to", bounds.le))
    told = [f"{word} {limit:g}" for word, limit in limits if limit is not None]
    return " ".join(["a whole number" if kind is int else "a number", *told])


def _address(text: str) -> Address:
    try:
        url = URL(text)
    except ValueError:
        url = URL()
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("write an address with http:// or https://")
    return Address(text.rstrip("/"))


def _database(text: str) -> Database:
    if not text.startswith(_SQLITE) or text == _SQLITE:
        raise ValueError(f"write {_SQLITE}path/to/gazette.db")
    return Database(text)


def _token(text: str) -> Token:
    number, _, secret = text.partition(":")
    if not number.isdigit() or not secret:
        raise ValueError("a token looks like 123456:ABC-DEF, as @BotFather gives it")
    return Token(text)


def _secret(text: str) -> Secret:
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", text):
        raise ValueError("a secret has at most 256 letters, digits, _ and -")
    return Secret(text)


def _networks(text: str) -> Networks:
    try:
        return frozenset(map(ip_network, text.replace(",", " ").split()))
    except ValueError:
        raise ValueError("write addresses and networks such as 149.154.160.0/20") from None


_READERS: Mapping[Any, Callable[[str], object]] = {
    Address: _address,
    Database: _database,
    Networks: _networks,
    Path: Path,
    Secret: _secret,
    Token: _token,
}
