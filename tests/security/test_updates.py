"""Updates as nobody thought of them, in the shape that Telegram's documentation gives them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.sandbox.state import VASIL
from bot.telegram.application import AnyApplication
from handlers import Services, register
from tests.handlers.conftest import NOW, OWNER, add
from tests.security.flood import flood
from tests.security.wild_updates import SCHEMA, wild_updates

UPDATES = 600

pytestmark = pytest.mark.skipif(
    not SCHEMA.exists(), reason="../shared/bot-api, the Bot API as data, is not beside the checkout"
)


async def test_no_update_is_too_wild(application: AnyApplication, services: Services) -> None:
    """`make fuzz` gives it 20,000."""
    await add(services, "The river", text="The river rose. The town slept.")
    await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
    register(application, replace(services, throttle_per_minute=10**6))
    told = await flood(application, services, wild_updates(1, UPDATES))
    assert told.faults == []
    assert told.updates == UPDATES
    # Most of them are taken up: what nobody answers shows nothing.
    assert told.outcomes["answered"] > UPDATES / 4
    assert told.outcomes["refused"] > UPDATES / 20
