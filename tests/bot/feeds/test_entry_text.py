from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.entry_text import plain_title, text_to_html


@pytest.mark.parametrize(
    ("value", "title"),
    [
        (" One\n two ", "One two"),
        ("Example <b>Atom</b>", "Example Atom"),
        ("AT&amp;amp;T", "AT&T"),
        ("It&#8217;s", "It’s"),
        ("say &lt;code&gt;what&lt;/code&gt;?", "say what?"),
        ("safe<script>alert(1)</script> words", "safe words"),
        ("a<!-- b -->c", "ac"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ('<img src="x">', ""),
        ("ab\x08cd", "abcd"),
        ("x" * 3_000, "x" * 299 + "…"),
        (None, ""),
        (7, ""),
    ],
)
def test_titles(value: object, title: str) -> None:
    assert plain_title(value) == title


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b\n\n\n\nc", "<p>a &lt; b</p><p>c</p>"),
        ("<p>done</p>", "<p>done</p>"),
        ("  ", ""),
    ],
)
def test_texts(text: str, html: str) -> None:
    assert text_to_html(text) == html


@given(st.text())
def test_any_title_is_one_line(value: str) -> None:
    title = plain_title(value)
    assert title == " ".join(title.split())
