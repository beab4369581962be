from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.digests.order import NAME_UNITS, Order, read_order
from handlers.editing.topic_names import Typed
from tests.handlers.conftest import Asking

BELARUS, ECONOMY = "belarus", "economy"


@pytest.mark.parametrize(
    ("text", "minute", "days", "topics", "name"),
    [
        ("7", 420, None, (), ""),
        ("7:30 belarus, economy", 450, None, (BELARUS, ECONOMY), ""),
        ("belarus, economy 19h", 1140, None, (BELARUS, ECONOMY), ""),
        ("at 7 p.m. belarus", 1140, None, (BELARUS,), ""),
        ("weekdays 7.30 belarus", 450, 0b11111, (BELARUS,), ""),
        ("7.30 mon-fri", 450, 0b11111, (), ""),
        ("в 7 утра беларусь, экономика", 420, None, (BELARUS, ECONOMY), ""),
        ("по выходным 10:00", 600, 0b1100000, (), ""),
        ('"Work" 9:00 economy', 540, None, (ECONOMY,), "Work"),
        ("9:00 «Наша  праца» эканоміка", 540, None, (ECONOMY,), "Наша праца"),
        ("belarus", None, None, (BELARUS,), ""),
        ("weekend", None, 0b1100000, (), ""),
        ("", None, None, (), ""),
    ],
)
def test_one_line_says_it_all(  # noqa: PLR0917 - a table's columns
    ask: Asking, text: str, minute: int | None, days: int | None, topics: tuple[str, ...], name: str
) -> None:
    expected = Order(name=name, minute=minute, days=days, topics=Typed(keys=topics))
    assert read_order(ask(), text) == expected


def test_what_is_no_topic_is_told_apart(ask: Asking) -> None:
    order = read_order(ask(), "7:30 belarus, qwertyuiop")
    assert order.topics.unknown == ("qwertyuiop",)


def test_a_name_has_its_limit(ask: Asking) -> None:
    assert len(read_order(ask(), f'"{"word " * 30}" 8:00').name) <= NAME_UNITS


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=80) | st.text(alphabet='7:. ,"hpmв', max_size=20))
def test_whatever_is_typed_it_never_raises(ask: Asking, text: str) -> None:
    order = read_order(ask(), text)
    assert order.minute is None or 0 <= order.minute < 1440
