"""Taps and inline queries: those that wait for an answer, and inline results to choose from."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.params import Json
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import User

_EXPIRED = "query is too old and response timeout expired or query ID is invalid"
# How long a query waits, in seconds. Telegram keeps its own figures to itself.
_LIFETIME = {"callback": 60, "inline": 30}


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A tap or an inline query (`text` is what was asked); `at` in seconds since 1970."""

    id: str
    kind: Literal["callback", "inline"]
    user: User
    at: float
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An inline query with the bot's results, from which a person may choose."""

    query: Query
    results: tuple[Json, ...]


class Queries:
    """Every query can be answered once, and not for long."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.answered: dict[str, Answered] = {}
        self._now = clock
        self._waiting: dict[str, Query] = {}
        self._serial = itertools.count(1)
        self._placed: dict[str, tuple[int, int]] = {}

    def ask(self, kind: Literal["callback", "inline"], user: User, text: str = "") -> Query:
        """A new query that the bot has to answer."""
        identifier = f"{int(self._now())}{next(self._serial):06d}"
        query = Query(id=identifier, kind=kind, user=user, at=self._now(), text=text)
        self._waiting[identifier] = query
        return query

    def take(self, identifier: str, kind: Literal["callback", "inline"]) -> Query:
        """The query that is answered now.

        Raises:
            Refusal: it is unknown, answered already, or too old.
        """
        query = self._waiting.get(identifier)
        if query is None or query.kind != kind or self._now() - query.at > _LIFETIME[kind]:
            raise bad_request(_EXPIRED)
        return self._waiting.pop(identifier)

    def place(self, chat_id: int, message_id: int) -> str:
        """The `inline_message_id` of a chosen result, by which the bot may edit it."""
        identifier = f"inline-{next(self._serial)}"
        self._placed[identifier] = chat_id, message_id
        return identifier

    def place_of(self, inline_message_id: str) -> tuple[int, int]:
        """The chat and the message of an `inline_message_id`.

        Raises:
            Refusal: there is none.
        """
        place = self._placed.get(inline_message_id)
        if place is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return place

    def inline_id(self, chat_id: int, message_id: int) -> str | None:
        """The `inline_message_id` of a message that came from an inline result."""
        wanted = chat_id, message_id
        return next((key for key, place in self._placed.items() if place == wanted), None)
