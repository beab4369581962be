from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import DocumentError
from bot.feeds.documents import LARGEST_DOCUMENT, is_document, read_document

_HTML = f"<html><body><article>{'<p>A sentence of a page that is long enough.</p>' * 9}</article>"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", "Minister visits", "Minister visits"),
        ("b/A.TXT", "Minister visits", "Minister visits"),
        ("a.md", "# Minister visits\n\nHe came.", "Minister visits"),
        ("a.json", '{"title": "Minister visits"}', "Minister visits"),
        ("a.ndjson", '{"title": "Minister visits"}', "Minister visits"),
        (
            "a.htm",
            _HTML.replace("<body>", "<title>Minister visits</title><body>"),
            "Minister visits",
        ),
        ("a.html", _HTML, "A sentence of a page that is long enough."),
    ],
)
def test_the_suffix_tells_the_format(name: str, text: str, title: str) -> None:
    reading = read_document(text.encode(), name)
    assert [draft.title for draft in reading.drafts] == [title]
    assert reading.faults == ()
    assert is_document(name)


def test_the_sidecar_is_heeded() -> None:
    reading = read_document(
        b"Minister visits", "a.txt", sidecar=b'[headlines]\nsource = "The Paper"'
    )
    assert reading.drafts[0].source == "The Paper"


def test_faults_of_the_sidecar_name_it() -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(b"Minister visits", "a.txt", sidecar=b"?")
    assert caught.value.arguments["name"] == "a.toml"


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.doc", b"PK", "document.unknown_type"),
        ("a.docx", b"PK", "document.damaged"),
        ("a.pdf", b"%PDF", "document.damaged"),
        ("a", b"x", "document.unknown_type"),
        ("a.txt", b" \n", "document.no_article"),
        ("a.md", b"", "document.no_article"),
        ("a.html", b"<html></html>", "document.no_article"),
        ("a.json", b"[]", "document.no_article"),
        ("a.json", b"[", "document.json"),
        ("a.txt", b"x" * (LARGEST_DOCUMENT + 1), "document.too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(name: str, data: bytes, key: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(data, f"folder/{name}")
    assert caught.value.key == key
    assert caught.value.arguments["name"] == name


def test_the_size_is_told_in_megabytes() -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(b"x" * (LARGEST_DOCUMENT + 1), "a.txt")
    assert caught.value.arguments == {"name": "a.txt", "megabytes": 21, "limit": 20}


@settings(max_examples=50)
@given(
    st.binary() | st.text().map(str.encode), st.sampled_from(["txt", "md", "html", "json", "jsonl"])
)
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    try:
        reading = read_document(data, f"a.{suffix}")
    except DocumentError as fault:
        assert fault.arguments["name"] == "a." + suffix  # noqa: PT017  # either outcome is right
    else:
        assert reading.drafts or reading.faults
