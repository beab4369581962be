from __future__ import annotations

import pytest

from bot.errors import NotFoundError
from bot.store.dialogs import Conversation
from handlers import Services
from handlers.digests.preferences import located
from tests.handlers.conftest import NOW, Asking
from tests.handlers.digests.conftest import HERE, Say, data_of, labels


async def test_where_by_name_list_and_location(say: Say, ask: Asking) -> None:
    await say("/subscribe 8")
    page = await say("subs:where")
    assert "15:00 Minsk" in labels(page)
    with pytest.raises(NotFoundError, match=r"place\.unknown"):
        await say("qqqqqqqqq")
    several = await say("usa")
    assert "Which one" in several.text
    card = await say(data_of(several, "New York"))
    assert "08:00" in card.text
    assert "Place" in labels(card)
    asked = await say("subs:locate")
    assert (asked.asks_location, asked.edit) == ("Send my location", False)
    await say("subs:where")
    open_one = Conversation(kind="subs", step="where", updated=NOW)
    found = await located(ask(location=(53.9, 27.56), conversation=open_one))
    assert "Minsk, Belarus" in found.text


async def test_a_location_that_no_dialog_asked_for_moves_the_chat(
    services: Services, say: Say, ask: Asking
) -> None:
    await say("/subscribe 8")
    await say("subs:where:Europe/Minsk")
    other = Conversation(kind="add", step="title", updated=NOW)
    card = Conversation(kind="subs", step="card", updated=NOW)
    for conversation in (None, other, card):
        moved = await located(ask(location=(52.5, 13.4), conversation=conversation))
        assert "14:00" in moved.text
    known = await services.store.chats.get(HERE)
    assert known is not None
    assert known.zone == "Europe/Berlin"
    with pytest.raises(NotFoundError, match=r"place\.sea"):
        await located(ask(location=(999.0, 999.0)))
    assert (await located(ask())).text == ask().texts("other.message")
