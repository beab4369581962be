from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.feeds.docx import read_docx
from bot.model import Draft

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BODY = "The minister arrived on Monday. He left on Tuesday."


def paragraph(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def packed(body: str, **parts: str | bytes) -> bytes:
    """A Word document with that body, and other parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        document = f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
        contents: dict[str, str | bytes] = {"word/document.xml": document}
        for name, content in (contents | parts).items():
            archive.writestr(name, content)
    return file.getvalue()


def text_of(body: str) -> str:
    draft = read_docx(packed(paragraph("Title", "Title") + body), "a.docx")
    assert draft is not None
    return draft.text


def test_a_title_by_its_style() -> None:
    body = paragraph("The minister came. And went.", "Heading1") + paragraph(BODY)
    assert read_docx(packed(body), "a.docx") == Draft(
        title="The minister came. And went.", text=BODY
    )


def test_a_title_by_its_look() -> None:
    body = paragraph("Minister visits") + paragraph(BODY) + paragraph("He waved.")
    assert read_docx(packed(body), "a.docx") == Draft(
        title="Minister visits", text=f"{BODY}\n\nHe waved."
    )
    assert read_docx(packed(paragraph(BODY)), "a.docx") == Draft(
        title="The minister arrived on Monday.", text=BODY
    )


def test_a_lone_title_is_a_headline() -> None:
    assert read_docx(packed(paragraph("Rain in Minsk", "Title")), "a.docx") == Draft(
        title="Rain in Minsk"
    )


@pytest.mark.parametrize("body", ["", "<w:p/>", paragraph(" ")])
def test_nothing_written(body: str) -> None:
    assert read_docx(packed(body), "a.docx") is None


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def box(text: str) -> str:
    """A box with a stand-in for older programs, which tells the same."""
    told = f"<mc:Choice>{paragraph(text)}</mc:Choice><mc:Fallback>{paragraph(text)}</mc:Fallback>"
    return f"<mc:AlternateContent>{told}</mc:AlternateContent>"


def cell(text: str) -> str:
    return f"<w:tc>{paragraph(text)}</w:tc>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b\nc"),
        (f"<w:ins>{run('new ')}</w:ins>{run('text')}", "new text"),
        (f"<w:del><w:r><w:delText>old</w:delText></w:r></w:del>{run('x')}", "x"),
        (f"<w:moveFrom>{run('gone')}</w:moveFrom>{run('x')}", "x"),
        (f"<w:r><w:instrText>PAGE</w:instrText></w:r>{run('x')}", "x"),
        (f"<w:hyperlink>{run('link')}</w:hyperlink>", "link"),
        (f"{box('box')}{run('beside')}", "box\n\nbeside"),
    ],
)
def test_what_a_reader_of_word_sees(inside: str, text: str) -> None:
    assert text_of(f"<w:p>{inside}</w:p>") == text


def test_tables_are_told_cell_by_cell() -> None:
    assert text_of(f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr></w:tbl>") == "a\n\nb"


def test_the_main_part_may_have_another_name() -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    relation = '<Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/>'
    other = '<Relationship Type="http://x/thumbnail" Target="/a.png"/>'
    document = f"<w:document {strict}><w:body>{paragraph('Rain')}</w:body></w:document>"
    parts = {"_rels/.rels": f"<R>{other}{relation}</R>", "word/document2.xml": document}
    assert read_docx(packed("", **parts), "a.docx") == Draft(title="Rain")
    assert read_docx(packed(paragraph("x"), **{"_rels/.rels": f"<R>{other}</R>"}), "a") is not None


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"no archive",
        packed("<w:p>"),
        packed("", **{"word/document.xml": BOMB}),
        packed("", **{"word/document.xml": b" " * (32 * 1024 * 1024 + 1)}),
        packed("", **{"_rels/.rels": "<broken"}),
        packed("")[:-30],
    ],
    ids=["empty", "cut", "other", "malformed", "entities", "zeros", "relations", "tail"],
)
def test_what_is_no_document_is_said(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_docx(data, "a.docx")
    assert (caught.value.key, caught.value.arguments) == ("document.damaged", {"name": "a.docx"})


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(packed(paragraph("Title", "Title") + paragraph(BODY)))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    with suppress(DocumentError):
        read_docx(bytes(whole), "a.docx")
