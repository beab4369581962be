from __future__ import annotations

import pytest

from bot.telegram.application import AnyApplication
from handlers.context import Context, Services
from tests.handlers.conftest import Asking


@pytest.mark.parametrize(
    ("argument", "number"),
    [("12", 12), ("0", 0), ("", 0), ("-1", 0), ("x", 0), ("²", 0), ("٣", 0), ("9" * 30, 0)],
)
def test_an_argument_of_a_button_as_a_number(ask: Asking, argument: str, number: int) -> None:
    assert ask(data=(argument,)).number(0) == number
    assert ask(data=(argument,)).number(1) == 0


def test_the_services_are_those_that_were_registered(
    application: AnyApplication, services: Services
) -> None:
    context = Context(application)
    application.bot_data["services"] = services
    assert context.services is services
    application.bot_data["services"] = "anything else"
    with pytest.raises(TypeError, match="register"):
        _ = context.services
