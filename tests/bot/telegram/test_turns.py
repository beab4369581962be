from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.telegram.budgets import Limits, Priority
from bot.telegram.turns import Turns, _Lane


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_a_chat_that_is_forgotten_is_gone_without_the_garbage_collector() -> None:
    turns = Turns(Limits())
    before = _lanes()
    for chat in range(50):
        turns.add(turns.new(chat, Priority.REPLY), now=chat)
        assert turns.take(chat) is not None
    turns.add(turns.new(1000, Priority.REPLY), now=1000)
    assert turns.take(1000) is not None
    assert turns.chats == 1
    assert _lanes() - before == 1


def _lanes() -> int:
    return sum(type(each) is _Lane for each in gc.get_objects())
