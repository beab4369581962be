from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.text.cleaning import EntityError, cleaned, is_blank, trimmed
from bot.sandbox.text.entities import Entity, FormattedText, merged
from tests.bot.sandbox import tdlib

CHARACTERS = "a b\n\r\té😀\u2028\u200e\u200f\u0333"
KINDS = [
    "bold", "italic", "underline", "strikethrough", "spoiler",
    "blockquote", "expandable_blockquote", "pre", "code", "text_link",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> FormattedText:
    text = draw(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=14))
    entities = draw(st.lists(st.builds(_entity, st.sampled_from(KINDS), NUMBERS, NUMBERS)))
    return FormattedText(text=text, entities=tuple(entities[:6]))


NUMBERS = st.integers(0, 12)


def _entity(kind: str, offset: int, length: int) -> Entity:
    link = "http://x.org/" if kind == "text_link" else ""
    return Entity(type=kind, offset=offset, length=length, argument=link)


def ours(given_text: FormattedText) -> FormattedText | None:
    try:
        return cleaned(given_text)
    except EntityError:
        return None


@settings(max_examples=1000, deadline=None)
@given(texts())
def test_texts_are_cleaned_and_entities_mended_as_in_tdlib(text: FormattedText) -> None:
    expected = tdlib.tidy(text)
    assert ours(text) == (None if isinstance(expected, str) else expected)


def text_with(text: str, *spans: tuple[str, int, int]) -> FormattedText:
    return FormattedText(text=text, entities=tuple(_entity(*span) for span in spans))


def test_blanks_at_both_ends_go_and_entities_follow() -> None:
    assert trimmed(text_with(" \n a b \n", ("bold", 3, 5))) == text_with("a b", ("bold", 0, 3))


def test_blanks_inside_a_first_entity_stay() -> None:
    assert trimmed(text_with("  a", ("code", 1, 2))) == text_with(" a", ("code", 0, 2))


def test_an_entity_of_blanks_at_the_end_goes() -> None:
    assert trimmed(text_with("a  ", ("bold", 1, 2))) == text_with("a")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (("bold", 9, 1), "begins after the end"),
        (("bold", 1, 9), "ends after the end"),
        (("bold", 0, 1), "in a middle"),
    ],
)
def test_wrong_entities_are_named(span: tuple[str, int, int], words: str) -> None:
    with pytest.raises(EntityError, match=words):
        cleaned(text_with("😀a", span))


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u2800 \u3000", "\ufeff"])
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(text + "a")


def test_what_was_there_wins_over_what_is_found() -> None:
    link, url = _entity("text_link", 0, 5), Entity(type="url", offset=3, length=5)
    assert merged([link], [url]) == [link]
    quote = _entity("blockquote", 4, 9)
    assert merged([quote], [url]) == [quote]
    assert merged([_entity("bold", 0, 9)], [url])[1].type == "url"
