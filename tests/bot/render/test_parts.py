"""The splitter holds to Telegram's sizes, whatever it is given."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.render.parts import length, shorten, split, units

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" .\n😀&<"))
TAGS = st.sampled_from(["b", "i", "blockquote", "code"])


@st.composite
def pages(draw: st.DrawFn) -> Markup:
    """Well-formed HTML: escaped runs, some inside one or two tags."""
    runs = []
    for text, tags in draw(st.lists(st.tuples(TEXT, st.lists(TAGS, max_size=2, unique=True)))):
        opening = "".join(f"<{tag}>" for tag in tags)
        closing = "".join(f"</{tag}>" for tag in reversed(tags))
        runs.append(Markup(f"{opening}{{}}{closing}").format(text))
    return Markup("").join(runs)


def plain(html: Markup) -> str:
    return Markup(re.sub(r"<[^>]*>", "", str(html))).unescape()


@given(pages(), st.integers(20, 200))
def test_every_part_fits_and_nothing_is_lost(html: Markup, limit: int) -> None:
    parts = split(html, limit)
    assert all(length(part) <= limit for part in parts)
    told = "".join(plain(part) for part in parts)
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", plain(html))


@given(pages(), st.integers(20, 200))
def test_every_part_closes_what_it_opens(html: Markup, limit: int) -> None:
    for part in split(html, limit):
        opened: list[str] = []
        for end, name in re.findall(r"<(/?)([a-z]+)>", str(part)):
            if end:
                assert opened.pop() == name
            else:
                opened.append(name)
        assert not opened


def test_what_fits_is_left_alone() -> None:
    assert split(Markup("<b>short</b>")) == (Markup("<b>short</b>"),)


def test_nothing_to_say_is_no_part() -> None:
    assert split(Markup(" \n ")) == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("aaaa bbbb cccc\ndddd eeee ffff", "aaaa bbbb cccc\n"),
        ("aaaa bbbb. cccc dddd eeee ffff", "aaaa bbbb. "),
        ("aaaaaaaaaaaa bbbbbbbbbbbbbbbbb", "aaaaaaaaaaaa "),
        ("a" * 30, "a" * 20),
    ],
)
def test_the_cut_is_at_a_line_then_a_sentence_then_a_space(text: str, first: str) -> None:
    assert split(Markup(text), 20)[0] == Markup(first)


def test_a_tag_open_at_the_cut_goes_on_in_the_next_part() -> None:
    parts = split(Markup('<a href="https://example.org/?a=1&amp;b=2">aaaa bbbb cccc dddd</a>'), 12)
    assert parts == (
        Markup('<a href="https://example.org/?a=1&amp;b=2">aaaa bbbb </a>'),
        Markup('<a href="https://example.org/?a=1&amp;b=2">cccc dddd</a>'),
    )


def test_units_count_an_emoji_twice_and_an_entity_once() -> None:
    assert units("a😀") == 3
    assert length(Markup("<b>{}</b>").format("<&😀")) == 4


@given(TEXT, st.integers(10, 100))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert short == text or short.endswith("…")


def test_a_text_is_shortened_at_a_space() -> None:
    assert shorten("peace talks, they said", 14) == "peace talks…"
