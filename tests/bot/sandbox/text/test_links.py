from __future__ import annotations

import pytest

from bot.sandbox.text.links import LinkError, checked_link, user_of
from bot.sandbox.text.markup import parse_html
from tests.bot.sandbox import tdlib

LINKS = [
    "example.org", "HTTPS://Example.ORG", "http://a.b?c", "http://a.b#c", "http://a.b/ c\td",
    "http://a.b:80", "http://a.b:0080/", "http://a.b:0", "http://a.b:", "http://a.b:x", ":80",
    "http://a.b:65536", "u@a.b", "u:p@a.b:1/x", "u@v@a.b", "a b.c", "a%20b.c", "a%2.c", "a|b.c",
    "http://[::1]", "http://[::1]:8/", "http://[x]", "http://[1.2]", "http://.", "http://", ".",
    "localhost", "ftp://a.b", "mailto:a@b.c", "javascript:alert(1)", "tg://x", "tg:x?y=z", "TG://X",
    "tg://a.b", "tg://x:1", "tg:http://x", "ton://abc/d", "tonsite://a.b/c", "tonsite://a b",
    "tg://user?id=12", "tg:user?id=12", "tg://user/?id=12&x", "tg://user?x=1&id=3#id=4",
    "tg://user?id=x", "tg://user?id=0", "tg://users?id=1", "беларусь.бел/шлях", "http://привет",
    "http://a.b/%zz", "http://a_b.c", "http://a.b/\u00a0", "//a.b", "http:/a.b", "?a.b", "u|@a.b",
]  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_links_are_taken_and_written_as_tdlib_does(link: str) -> None:
    text = f'<a href="{link}">x</a>'
    assert parse_html(text) == tdlib.parse_html(text)


def test_a_user_link_names_the_user() -> None:
    assert user_of("tg://user?id=12") == 12
    assert user_of("https://example.org") is None


@pytest.mark.parametrize(
    ("link", "words"),
    [("localhost", "Wrong HTTP URL"), ("ftp://a.b", "protocol"), ("", "host is empty")],
)
def test_the_reason_is_given(link: str, words: str) -> None:
    with pytest.raises(LinkError, match=words):
        checked_link(link)
