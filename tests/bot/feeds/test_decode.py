from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.decode import clean, decode

_RUSSIAN = "Президент Белоруссии заявил о переговорах.\nЭто первая встреча за три года."
_BELARUSIAN = "Прэзідэнт Беларусі заявіў пра перамовы.\nГэта першая сустрэча за тры гады."
_GERMAN = "Der Außenminister reist für Gespräche nach Österreich – „endlich“."


@pytest.mark.parametrize("text", [_RUSSIAN, _BELARUSIAN, _GERMAN, "Plain words."])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (_RUSSIAN, "cp1251"),
        (_BELARUSIAN, "cp1251"),
        (_RUSSIAN, "koi8-r"),
        (_RUSSIAN, "cp866"),
        (_GERMAN, "cp1252"),
    ],
)
def test_one_byte_codes_are_told_by_their_letters(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_line_ends_marks_and_control_characters() -> None:
    assert decode(b"one\r\ntwo\rthree\x00\x07") == "one\ntwo\nthree"
    assert decode("и\u0306".encode()) == "й"


def test_lone_surrogates_do_not_survive() -> None:
    assert clean("a\ud800b").encode() == b"a?b"


@given(st.binary())
def test_any_bytes_give_a_text(data: bytes) -> None:
    assert decode(data).encode() is not None
