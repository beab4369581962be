from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.links import web_link

BASE = "https://example.org/a/b"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("c?d=1#e", "https://example.org/a/c?d=1#e"),
        ("//x.example/", "https://x.example/"),
        (" https://x.example/lo\n ng ", "https://x.example/long"),
        ("mailto:a@b.example", ""),
        ("javascript:alert(1)", ""),
        ("http://", ""),
        ("http://[x", ""),
        ("/a\x01b", ""),
        ("/" + "a" * 2_000, ""),
        ("", ""),
        (None, ""),
        (5, ""),
    ],
)
def test_links(link: object, address: str) -> None:
    assert web_link(link, BASE) == address


def test_a_link_without_a_base_must_be_whole() -> None:
    assert web_link("/a", "") == ""
    assert web_link("https://x.example/a", "") == "https://x.example/a"


@given(st.text(), st.text())
def test_any_link_gives_an_address_or_none(link: str, base: str) -> None:
    address = web_link(link, base)
    assert web_link(address, "") == address
