from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy

from bot.feeds.response import Response, read_response

NOW = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)


def read(*headers: tuple[str, str]) -> Response:
    return read_response(
        200, "https://news.example/", CIMultiDictProxy(CIMultiDict(headers)), b"", now=NOW
    )


def test_no_headers_at_all() -> None:
    assert read() == Response(status=200, url="https://news.example/")


@pytest.mark.parametrize(
    ("header", "content_type", "charset"),
    [
        ("text/html", "text/html", ""),
        ("Text/HTML;charset=UTF-8", "text/html", "utf-8"),
        ('text/xml; a=b ; Charset = "koi8-r"', "text/xml", "koi8-r"),
        ("text/xml; charset='latin1'", "text/xml", "iso8859-1"),
        ("text/xml; charset=nonsense", "text/xml", ""),
        ("text/xml; charset=", "text/xml", ""),
        ("text/xml; charset=../../x", "text/xml", ""),
        ("text/xml; charset=zlib", "text/xml", ""),
        ("text/xml; charset=rot13", "text/xml", ""),
        ("text/xml; charset=undefined", "text/xml", ""),
        ("text/xml; charset=punycode", "text/xml", ""),
        ("text/xml; charset=IDNA", "text/xml", ""),
        ("text/xml; charset=unicode_escape", "text/xml", ""),
        ("text/xml; charset=UTF-7", "text/xml", ""),
        ("; charset=utf-8", "", "utf-8"),
        ("\udcff/html", "", ""),
    ],
)
def test_content_type(header: str, content_type: str, charset: str) -> None:
    response = read(("Content-Type", header))
    assert (response.content_type, response.charset) == (content_type, charset)


@pytest.mark.parametrize("value", ["\udcff", "a\x01b", "naïve", "x" * 1001])
def test_a_validator_that_cannot_be_kept(value: str) -> None:
    response = read(("ETag", value), ("Last-Modified", value))
    assert (response.etag, response.modified) == ("", "")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([("Cache-Control", "max-age=300")], 300),
        ([("Cache-Control", "public"), ("cache-control", 'x=1,MAX-AGE = "60"')], 60),
        ([("Cache-Control", "s-maxage=9, no-cache")], None),
        ([("Cache-Control", "x-max-age=9")], None),
        ([("Cache-Control", "max-age=" + "9" * 5000)], 2**31),
        ([("Cache-Control", "max-age=-1")], None),
        ([("Cache-Control", "max-age=٣")], None),
        ([("Expires", "Sun, 25 Oct 2026 12:10:00 GMT")], 600),
        ([("Expires", "Sun, 25 Oct 2026 11:50:00 GMT")], 0),
        ([("Expires", "0")], 0),
        ([("Expires", "-1")], 0),
        (
            [
                ("Expires", "Sun, 25 Oct 2026 12:10:00 GMT"),
                ("Date", "Sun, 25 Oct 2026 12:09:00 GMT"),
            ],
            60,
        ),
        ([("Expires", "Fri, 31 Dec 9999 23:59:59 GMT")], 2**31),
        (
            [("Cache-Control", "max-age=5"), ("Expires", "Sun, 25 Oct 2026 12:10:00 GMT")],
            5,
        ),
    ],
)
def test_how_long_it_is_fresh(headers: list[tuple[str, str]], seconds: int | None) -> None:
    assert read(*headers).max_age == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("9" * 5000, 2**31),
        ("Sun, 25 Oct 2026 12:02:00 GMT", 120),
        ("Sunday, 25-Oct-26 12:02:00 GMT", 120),
        ("Sun Oct 25 12:02:00 2026", 120),
        ("Sun, 25 Oct 2026 14:02:00 +0200", 120),
        ("Sun, 25 Oct 2026 11:00:00 GMT", 0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_when_to_come_back(value: str, seconds: int | None) -> None:
    assert read(("Retry-After", value)).retry_after == seconds


_NAMES = st.sampled_from(
    ["Content-Type", "ETag", "Last-Modified", "Cache-Control", "Expires", "Date", "Retry-After"]
)


@given(st.lists(st.tuples(_NAMES, st.text())))
def test_any_headers_are_read(headers: list[tuple[str, str]]) -> None:
    response = read(*headers)
    assert (response.etag + response.modified + response.content_type).isascii()
    for seconds in (response.max_age, response.retry_after):
        assert seconds is None or 0 <= seconds <= 2**31
