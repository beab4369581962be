from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.references import without_forbidden_references


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("&#55357;&#56832;", "\N{GRINNING FACE}"),
        ("&#xd83d;&#XDE00;", "\N{GRINNING FACE}"),
        ("&#xD83D; alone", " alone"),
        ("a&#0;b&#1;c&#xFFFE;", "abc"),
        ("&#x110000;&#99999999999999999999;", ""),
        ("&#8217;&#x9;&#13;&amp;&#;&#xZ;", "&#8217;&#x9;&#13;&amp;&#;&#xZ;"),
        ("&#0000000000000065;", "&#0000000000000065;"),
    ],
)
def test_references(text: str, mended: str) -> None:
    assert without_forbidden_references(text) == mended


@given(st.text())
def test_text_without_references_stays(text: str) -> None:
    plain = text.replace("&", "")
    assert without_forbidden_references(plain) == plain
