from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.store.urls import is_web_address, normalise_url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://Example.ORG/a", "https://example.org/a"),
        ("https://www.example.org/a/", "https://example.org/a"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "http://example.org:80/a"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?id=1&fbclid=z", "https://example.org/a?id=1"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org/навіны", "https://example.org/%D0%BD%D0%B0%D0%B2%D1%96%D0%BD%D1%8B"),
        ("https://example.org/%7Euser", "https://example.org/~user"),
        ("https://почта.рф/a", "https://xn--80a1acny.xn--p1ai/a"),
        (" https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert normalise_url(one) == normalise_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a?id=", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://be.example.org/a", "https://example.org/a"),
        ("https://www.org/a", "https://org/a"),
    ],
)
def test_addresses_of_different_pages(one: str, other: str) -> None:
    assert normalise_url(one) != normalise_url(other)


@pytest.mark.parametrize("text", ["", "urn:uuid:1", "tg://resolve?domain=x", "news", "https://["])
def test_what_is_no_web_address_is_left_alone(text: str) -> None:
    assert normalise_url(f" {text} ") == text


@given(
    st.one_of(st.text(), st.text().map("https://e.org/".__add__), st.text().map("http://".__add__))
)
@example("http://a:99999/")
@example("http://[::1]:8080/a")
@example("http://\ud800.org/\udfff")
@example("https://www.www.example.org")
@example("http://." * 3)
def test_any_string_has_a_key_that_stays(text: str) -> None:
    key = normalise_url(text)
    assert normalise_url(key) == key


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://example.org/a?b=1#c", True),
        ("HTTPS://Example.org/ü", True),
        ("http://1.2.3.4:8080/x", True),
        ("javascript:alert(1)", False),
        ("ftp://example.org/x", False),
        ("example.org/x", False),
        ("http://", False),
        ("http://localhost/x", False),
        ("http://[::1", False),
        ("https://ex ample.org/", False),
        ("https://example.org/\x00", False),
        ("", False),
    ],
)
def test_only_what_a_browser_opens_is_a_web_address(url: str, is_one: bool) -> None:
    assert is_web_address(url) is is_one


@given(st.text())
def test_no_text_breaks_the_question(url: str) -> None:
    assert is_web_address(url) in {True, False}
