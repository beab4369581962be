from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.feeds.pdf import paragraphs, read_pdf
from bot.model import Draft
from tests.bot.feeds.pdf_writing import locked, pdf

LINES = (
    "The minister arrived in the capital on Monday morning with a large dele-",
    "gation of experts. He was met at the airport by the head of the government",
    "and by journalists.",
    "He left on Tuesday.",
)
TEXT = (
    "The minister arrived in the capital on Monday morning with a large delegation of experts. "
    "He was met at the airport by the head of the government and by journalists.\n\n"
    "He left on Tuesday."
)


def test_a_short_first_line_is_the_title() -> None:
    data = pdf([["Minister visits", *LINES]])
    assert read_pdf(data, "a.pdf") == Draft(title="Minister visits", text=TEXT)


def test_a_title_of_two_lines_by_the_properties() -> None:
    title = "The minister of foreign affairs visits the capital of the neighbouring country again"
    data = pdf([[title[:57].strip(), title[57:].strip(), "", *LINES]], title=title)
    assert read_pdf(data, "a.pdf") == Draft(title=title, text=TEXT)


@pytest.mark.parametrize("title", ["", "Microsoft Word - draft7.docx"])
def test_a_title_that_the_text_does_not_say_is_none(title: str) -> None:
    draft = read_pdf(pdf([["Minister visits", *LINES]], title=title), "a.pdf")
    assert draft is not None
    assert draft.title == "Minister visits"


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        f"The Daily Paper, page {n}\nEvery line of the page {n} is long.\n{n}" for n in (1, 2, 3)
    ]
    assert paragraphs(pages) == " ".join(f"Every line of the page {n} is long." for n in (1, 2, 3))


def test_nothing_on_the_pages() -> None:
    assert paragraphs([]) == ""
    assert paragraphs(["", " \n "]) == ""
    with pytest.raises(DocumentError, match=r"document\.scanned"):
        read_pdf(pdf([[]]), "a.pdf")


def test_a_password_is_needed() -> None:
    with pytest.raises(DocumentError, match=r"document\.locked"):
        read_pdf(locked(pdf([LINES])), "a.pdf")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no document", pdf([LINES])[:200]])
def test_what_is_no_pdf_is_said(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_pdf(data, "a.pdf")
    assert (caught.value.key, caught.value.arguments) == ("document.damaged", {"name": "a.pdf"})


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(pdf([LINES]))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    with suppress(DocumentError):
        read_pdf(bytes(whole), "a.pdf")


@given(st.lists(st.text(alphabet="ab .-\n1", max_size=60), max_size=6))
def test_no_letter_is_made_up(pages: list[str]) -> None:
    assert set(paragraphs(pages)) <= set("\n".join(pages)) | set(" \n")
