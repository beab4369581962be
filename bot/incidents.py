"""Faults that nobody expected, in groups: each is told of at most once an hour."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from types import TracebackType
from typing import Final

from bot.errors import GazetteError

QUIET: Final = timedelta(hours=1)
# Whose frames say where a fault is; what is deeper down is a library.
_OURS: Final = ("handlers.", "bot.", "summarizer.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """What a group of faults has in common: the kind of exception, and where it was raised.

    `id` is the same for the same fault, also after a restart: "E-4F2A".
    """

    id: str
    kind: str
    place: str


@dataclass(slots=True)
class _Group:
    told: datetime
    untold: int = 0


class Incidents:
    """Counts the faults of each group since it was last told of."""

    def __init__(self) -> None:
        self._groups: dict[str, _Group] = {}

    def note(self, incident: Incident, now: datetime) -> int:
        """Count one more; how many are to be told of now, 0 within an hour of the last time."""
        group = self._groups.get(incident.id)
        if group is None or not timedelta() <= now - group.told < QUIET:
            untold = group.untold if group else 0
            self._groups[incident.id] = _Group(told=now)
            return untold + 1
        group.untold += 1
        return 0


def incident_of(error: BaseException) -> Incident:
    """The group that an exception belongs to.

    One of ours is known by its key, any other by its type and the innermost function of ours that
    it came through; lines move with each release and do not count.
    """
    kind = type(error).__qualname__
    function, line = _place(error.__traceback__)
    if isinstance(error, GazetteError):
        kind, sign = error.key, error.key
    else:
        sign = f"{type(error).__module__}.{kind} {function}"
    digest = blake2b(sign.encode(), digest_size=2).hexdigest().upper()
    return Incident(id=f"E-{digest}", kind=kind, place=f"{function}:{line}" if function else "")


def trace_of(error: BaseException) -> str:
    """The traceback with its causes, without the exceptions' own words, which may be a reader's."""
    told: list[str] = []
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = "".join(traceback.format_tb(cause.__traceback__))
        told.append(f"{frames}{type(cause).__qualname__}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\nfrom\n".join(told)


def _place(trace: TracebackType | None) -> tuple[str, int]:
    """The innermost function of ours and its line; where there is none, the innermost one."""
    ours = deepest = ("", 0)
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        deepest = (f"{module}.{trace.tb_frame.f_code.co_qualname}", trace.tb_lineno)
        if module.startswith(_OURS):
            ours = deepest
        trace = trace.tb_next
    return ours if ours[0] else deepest
