from __future__ import annotations

from bot.sandbox.presence import Presence
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook
from tests.bot.sandbox.conftest import Clock


async def test_a_bot_that_falls_silent_is_gone(clock: Clock) -> None:
    told: list[bool] = []
    updates = Updates()
    presence = Presence(
        updates, Webhook(updates, clock), clock, lambda: told.append(presence.connected)
    )
    with presence.polling():
        last = clock()
    presence._check(last)
    clock.time += 4
    with presence.polling():
        pass
    clock.time += 5
    presence._check(last)
    presence._check(clock() - 5)
    assert told == [True, False]
