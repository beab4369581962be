"""`gazette run` with room for ten times the messages a second that Telegram takes from a bot.

A hundred updates a second are not answered at thirty messages a second. Each chat and group still
gets only what Telegram allows, and a 429 is followed as ever.
"""

from __future__ import annotations

import sys

import gazette
from bot.telegram import application
from bot.telegram.limits import ChatLimiter, Limits


class RoomyLimiter(ChatLimiter):
    def __init__(self, limits: Limits | None = None) -> None:
        super().__init__(limits or Limits(per_second=300))


vars(application)["ChatLimiter"] = RoomyLimiter  # no setting lifts it
sys.argv[1:] = ["run"]
gazette.main()
