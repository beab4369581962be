"""Faults on demand: what goes wrong, for which method and chat, how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.sandbox.refusal import Refusal, too_many_requests

_KINDS = (
    "retry_after blocked kicked deactivated bad_request migrate server_error bad_gateway late drop "
    "unauthorized"
)
KINDS = frozenset(_KINDS.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One fault. `times` calls are left (None: no end); `delay` and `retry_after` in seconds."""

    id: int
    kind: str
    method: str = "*"
    chat_id: int | None = None
    times: int | None = None
    probability: float = 1.0
    retry_after: int = 5
    delay: float = 1.0
    migrate_to: int = 0
    applied: bool = True

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether the fault may strike this call."""
        same_method = self.method == "*" or self.method.lower() == method.lower()
        return same_method and self.chat_id in {None, chat_id}

    def json(self) -> dict[str, Any]:
        """The fault as the page sees it."""
        return asdict(self)

    def refusal(self) -> Refusal | None:
        """The error answer of this fault; None for those that are no JSON answer."""
        words = {
            "blocked": (403, "Forbidden: bot was blocked by the user"),
            "kicked": (403, "Forbidden: bot was kicked from the group chat"),
            "deactivated": (403, "Forbidden: user is deactivated"),
            "bad_request": (400, "Bad Request: the sandbox was asked to refuse this"),
            "server_error": (500, "Internal Server Error"),
            "unauthorized": (401, "Unauthorized"),
        }
        if self.kind == "retry_after":
            return too_many_requests(self.retry_after)
        if self.kind == "migrate":
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            return Refusal(400, upgraded, migrate_to_chat_id=self.migrate_to)
        return Refusal(*words[self.kind]) if self.kind in words else None


class Faults:
    """The faults that wait to strike, oldest first."""

    def __init__(self, draw: Callable[[], float]) -> None:
        self._draw = draw
        self._faults: dict[int, Fault] = {}
        self._next = 1

    def add(self, fault: Fault) -> Fault:
        """Keep a fault under a new id; returns it with that id."""
        kept = replace(fault, id=self._next)
        self._faults[kept.id] = kept
        self._next += 1
        return kept

    def remove(self, identifier: int) -> bool:
        """Forget one; false if there is none."""
        return self._faults.pop(identifier, None) is not None

    def clear(self) -> None:
        """Forget all."""
        self._faults.clear()

    def all(self) -> list[Fault]:
        """Those that still wait."""
        return list(self._faults.values())

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this call meets, counted down."""
        for fault in self.all():
            if fault.matches(method, chat_id) and self._draw() < fault.probability:
                self._count_down(fault)
                return fault
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self._faults[fault.id] = replace(fault, times=fault.times - 1)
        else:
            del self._faults[fault.id]
