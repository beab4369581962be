from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.text.entities import FormattedText
from bot.sandbox.text.markup import parse_html
from bot.sandbox.text.tags import MarkupError
from tests.bot.sandbox import tdlib

START = [
    "<b>", "<strong>", "<i>", "<em\n>", "<u>", "<ins>", "<s>", "<strike>", "<del>", "<B>",
    "<code>", '<code class="language-py">', "<pre>", "<pre lang=x>", "<tg-spoiler>",
    "<span class='tg-spoiler'>", "<span>", "<blockquote>", "<blockquote expandable>",
    '<blockquote expandable="">', "<a href='x.org'>", "<a>", "<a href=x.org>", "<a href='nothing'>",
    '<a href="tg://user?id=7">', '<a href="https://a.b/c?d=e&amp;f=g#h i">',
    "<a href='HTTP://EX.org:080/ a'>", "<a href='u:p@h.org:1'>", "<a href='tg:resolve?domain=x'>",
    "<a href='ton://x/y'>", "<a href='tonsite://x.y'>", "<a href='http://[::1]/'>",
    "<a href='javascript:x'>", "<a href='http://a.b:99999'>", "<a href='tg://user?id=x'>",
    "<tg-emoji emoji-id='5'>", "<tg-emoji>", "<tg-time unix='12' format='r'>",
    "<tg-time unix='12' format='wDT'>", "<tg-time unix=x>", "<tg-time format='x'>",
    "<b x=y>", "<b x='&gt;'>", "<b x=y/>", "<b 'x'>", "<b x=", "<b x", "<b ", "<b", "<p>", "<br/>",
]  # fmt: skip
END = ["</b>", "</i>", "</u>", "</s>", "</code>", "</pre>", "</a>", "</>", "</B >", "</p", "</"]
TEXT = [
    "a", "é", "😀", "Ў", " ", "\n", "\t", "x.org", "<", ">", "&", "& ", "&lt;", "&amp;", "&quot",
    "&nbsp;", "&ltx;", "&#65;", "&#x1F600;", "&#x;", "&#0;", "&#xD800;", "&#1114111;",
    "&#000000065;", "'", '"', "=", "/",
]  # fmt: skip


def balanced(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def wrap(start: str, content: str) -> str:
        name = re.match(r"<([a-zA-Z-]*)", start)
        return f"{start}{content}</{name[1] if name else ''}>"

    return st.lists(st.builds(wrap, st.sampled_from(START), inner) | inner, max_size=3).map("".join)


TEXTS = st.recursive(st.sampled_from(TEXT), balanced, max_leaves=8)
SOUP = st.lists(st.sampled_from(START + END + TEXT), max_size=8).map("".join)


def ours(text: str) -> FormattedText | str:
    try:
        parsed = parse_html(text)
    except MarkupError as error:
        return f"Can't parse entities: {error}"
    # TDLib tells of a date's format in other words, and of two links on one text in any order.
    plain = [replace(e, argument="") if e.type == "date_time" else e for e in parsed.entities]
    return _settled(replace(parsed, entities=tuple(plain)))


def theirs(text: str) -> FormattedText | str:
    parsed = tdlib.parse_html(text)
    return parsed if isinstance(parsed, str) else _settled(parsed)


def _settled(parsed: FormattedText) -> FormattedText:
    entities = sorted(parsed.entities, key=lambda e: (e.offset, -e.length, e.type, e.argument))
    return replace(parsed, entities=tuple(entities))


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_well_formed_texts_parse_as_in_tdlib(text: str) -> None:
    assert ours(text) == theirs(text)


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(SOUP)
def test_any_soup_of_tags_parses_or_fails_as_in_tdlib(text: str) -> None:
    assert ours(text) == theirs(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text_without_tags_is_itself(text: str) -> None:
    assert ours(text) == theirs(text)


@pytest.mark.parametrize("piece", START + END + TEXT)
def test_each_piece_alone_agrees_with_tdlib(piece: str) -> None:
    for text in (piece, f"é{piece}a", f"{piece}a</a>", f"<i>{piece}a</b></i>"):
        assert ours(text) == theirs(text)


@pytest.mark.parametrize(
    "text",
    [
        "<pre><code class='language-c'>x</code></pre>",
        "<code class='language-c'><pre>x</pre></code>",
        "<code><pre>x</pre></code>",
        "<pre>a<code class='language-c'>x</code></pre>",
    ],
)
def test_code_blocks_take_their_language_as_in_tdlib(text: str) -> None:
    assert ours(text) == theirs(text)


def test_entities_are_counted_in_utf16_units() -> None:
    entity = parse_html("😀<b>Ў😀</b>").entities[0]
    assert (entity.type, entity.offset, entity.length) == ("bold", 2, 3)
