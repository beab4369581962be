from __future__ import annotations

import pytest

from bot.sandbox.text.found import found_entities
from tests.bot.sandbox import tdlib


@pytest.mark.parametrize(
    "text",
    [
        "/start", "/start payload", "/topic@GazetteBot belarus", "a /help b", "a/help", "/", "//x",
        "/latest, /topics.", "(/help)", "</b>", "/папка", "/a/b", "/start@x",
        "@durov", "a@durov", "@abc", "@ab cd", "(@gazette_bot)", "@durov's", "@юзер",
        "#news", "#1", "#n1 #навіны", "a#b", "#a#b", "#tag@channel", "$USD and $usd",
        "https://example.org", "see https://example.org/a?b=c#d.", "(http://x.by/)", "x.by", "a.b",
        "https://x.by/«a»", "example.com:8080/path", "http://localhost", "word.Word",
        "ftp://x.org/f", "tg://resolve?domain=a", "mail me: a-b@example.org!", "a@b.c",
        "a@b", "😀 x.com 😀",
        "http://example.org/a_(b)", "(x.by/[a](b)).", "x.by/a)b", "3.14", "v1.2.3", "",
        "hello world",
    ],
)  # fmt: skip
def test_everyday_texts_are_read_as_tdlib_reads_them(text: str) -> None:
    found = [(entity.type, entity.offset, entity.length) for entity in found_entities(text)]
    assert found == tdlib.found(text)
