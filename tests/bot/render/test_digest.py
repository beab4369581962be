from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest_model import CONTENT, Digest, DigestItem
from bot.model import Length
from bot.render.digest import digest_pages
from bot.render.parts import MESSAGE_UNITS, length
from bot.render.texts import LANGUAGES, texts_in

NOW = datetime(2026, 6, 2, 5, tzinfo=UTC)


def item(number: int, **fields: Any) -> DigestItem:
    usual: dict[str, Any] = {
        "story_id": number,
        "article_id": 10 * number,
        "newest": 10 * number,
        "title": f"Title <{number}>",
        "url": f"https://example.org/?a=1&b={number}",
        "source": "Reuters",
        "published": NOW - timedelta(hours=2),
        "sources": 1,
    }
    return DigestItem(**usual | fields)


def digest(*items: DigestItem, **fields: Any) -> Digest:
    usual: dict[str, Any] = {
        "name": "", "day": date(2026, 6, 2), "length": Length.SHORT, "items": items, "minutes": 2,
    }  # fmt: skip
    return Digest(**usual | fields)


def test_a_digest_in_english() -> None:
    given_items = (
        item(1, sources=6, sentences=("A & B agreed.",)),
        item(2, url="", update=True),
    )
    (page,) = digest_pages(texts_in("en"), digest(*given_items, name="Work"), {}, NOW)
    assert page.html == (
        "<b>Work</b> · Tuesday, June 2 · 2 minutes\n\n"
        '<b>1. <a href="https://example.org/?a=1&amp;b=1">Title &lt;1&gt;</a></b>\n'
        "<i>6 sources · 2 hr. ago</i>\n"
        "A &amp; B agreed.\n\n"
        "<b>2. Title &lt;2&gt;</b>\n"
        "<b>Update</b> · <i>Reuters · 2 hr. ago</i>"
    )
    assert [[button.data for button in row] for row in page.keyboard] == [
        ["open:10:0", "open:20:0"],
        [f"taste:+:{CONTENT}", f"taste:-:{CONTENT}"],
        ["do:digest", "do:mydigests"],
    ]


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("be", "аўторак, 2 чэрвеня · 2 хвіліны"),
        ("ru", "вторник, 2 июня · 2 минуты"),
    ],
)
def test_the_header_in_other_languages(language: str, head: str) -> None:
    (page,) = digest_pages(texts_in(language), digest(item(1)), {}, NOW)
    assert head in page.html.partition("\n")[0]


def test_topics_are_headings_once_and_a_late_one_says_so() -> None:
    items = (item(1, topic="art"), item(2, topic="art"), item(3, topic="sport"))
    (page,) = digest_pages(texts_in("en"), digest(*items, late=True), {"art": "The & arts"}, NOW)
    assert page.html.count("<b>The &amp; arts</b>\n\n<b>1.") == 1
    assert "\n\n<b>sport</b>\n\n<b>3." in page.html
    assert page.html.partition("\n\n")[0].endswith("I could not send it at its hour.</i>")


def test_long_ones_fold_their_sentences() -> None:
    items = (item(1, sentences=("One.", "Two.")), item(2))
    (page,) = digest_pages(texts_in("en"), digest(*items, length=Length.LONG), {}, NOW)
    assert "\n<blockquote expandable>One. Two.</blockquote>" in page.html
    assert page.html.count("blockquote") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_new_is_one_line(language: str) -> None:
    (page,) = digest_pages(texts_in(language), digest(), {}, NOW)
    head, line = page.html.split("\n")
    assert head.startswith("<b>")
    assert line
    assert [button.data for row in page.keyboard for button in row] == ["do:mydigests"]


def test_parts_are_numbered_and_each_opens_its_own_stories() -> None:
    items = [item(number, sentences=("word " * 110 + "end.",)) for number in range(1, 13)]
    pages = digest_pages(texts_in("en"), digest(*items), {}, NOW)
    assert len(pages) == 2
    assert [page.html[-12:] for page in pages] == ["<i>1 / 2</i>", "<i>2 / 2</i>"]
    opened = [
        [button.text for row in page.keyboard for button in row if button.data.startswith("open")]
        for page in pages
    ]
    assert [*chain(*opened)] == [str(number) for number in range(1, 13)]
    assert all(f"<b>{number}. " in page.html for page, own in zip(pages, opened, strict=True)
               for number in own)  # fmt: skip
    assert "do:mydigests" not in [button.data for row in pages[0].keyboard for button in row]


@given(
    texts=st.lists(
        st.tuples(st.text(max_size=500), st.lists(st.text(max_size=900), max_size=2)), max_size=15
    ),
    size=st.sampled_from(Length),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_is_told_each_part_is_whole_html_that_fits(
    texts: list[tuple[str, list[str]]], size: Length, language: str
) -> None:
    items = [
        item(number, title=title, sentences=tuple(sentences), topic=title[:3])
        for number, (title, sentences) in enumerate(texts, start=1)
    ]
    pages = digest_pages(texts_in(language), digest(*items, length=size), {}, NOW)
    for page in pages:
        assert length(page.html) <= MESSAGE_UNITS
        for tag in ("b", "i", "a", "blockquote"):
            opened = page.html.count(f"<{tag}>") + page.html.count(f"<{tag} ")
            assert opened == page.html.count(f"</{tag}>")
