from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.markup import html_to_text, looks_like_html, markdown_to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>\n three.</p><p>Four.</p>", "One two\nthree.\n\nFour."),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<script>x()</script><style>p{}</style>Text", "Text"),
        ("<style>p{}<p>lost", ""),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("R&amp;D &#8217; &nbsp;x", "R&D ’ x"),
        ("<![CDATA[Inside]]> after", "Inside after"),
        ("<![if x]>odd", "<![if x]>odd"),
        ("</p></script>fine", "fine"),
        ("<template><p>no</p><style>no</style></template>yes", "yes"),
    ],
)
def test_html_loses_its_marks_and_keeps_its_blocks(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "# Head\n\nSome *soft* and **hard** [link](http://x.y).",
            "Head\n\nSome soft and hard link.",
        ),
        ("> quoted\n\n- one\n- two", "quoted\n\none\n\ntwo"),
        ("Inline `code` & <b>html</b>\n\n```\nx = 1\n```", "Inline code & html\n\nx = 1"),
        ("![alt](p.png) text ~~gone~~", "text gone"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a\n\nb\n\n1\n\n2"),
    ],
)
def test_markdown_loses_its_marks(markup: str, text: str) -> None:
    assert markdown_to_text(markup) == text


@pytest.mark.parametrize("text", ["a < b > c", "AT&T", "x <y@z.org>", "&c.", ""])
def test_stray_signs_are_no_html(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize("text", ["<p>", "</b>", '<a href="x">', "&amp;", "&#8217;", "<br/>"])
def test_tags_and_entities_are_html(text: str) -> None:
    assert looks_like_html(text)


_ODD = st.lists(st.sampled_from(["<", ">", "<!", "<![", "]]>", "&", ";", "p", "/", "script", "--"]))


@given(st.text() | _ODD.map("".join))
def test_any_markup_gives_a_text(markup: str) -> None:
    assert "\0" not in html_to_text(markup)
    markdown_to_text(markup)
