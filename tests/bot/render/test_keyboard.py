from __future__ import annotations

import pytest

from bot.render.keyboard import callback


def test_callback_data_joins_its_arguments() -> None:
    assert callback("sum", "a", 12, 0, 3) == "sum:a:12:0:3"


def test_callback_data_over_64_bytes_is_refused() -> None:
    assert callback("topic", "x" * 58)
    with pytest.raises(ValueError, match="64 bytes"):
        callback("topic", "я" * 30)
