"""What Telegram finds in a plain text by itself: commands, mentions, tags, links, addresses.

Close to TDLib's `find_entities` for everyday texts, without its list of all top-level domains.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.sandbox.text.entities import Entity, in_order, utf16_length

_DOMAINS = (
    "by|ru|ua|pl|lt|lv|de|fr|uk|us|eu|com|org|net|info|biz|io|me|tv|app|dev|news|media|online"
    "|site|edu|gov|int|co|рф|бел"
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_PATH_END = r"(?<![.:;,('?!`])"
_PATTERNS = (
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{4,32}(?!\w)")),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])"),
    ),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,256}(?:@[A-Za-z0-9_]{3,32})?(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{3,8}(?![\w$])")),
    (
        "url",
        re.compile(r"\b(?:tg|ton)://[A-Za-z0-9_-]{1,253}(?:[/?#][^\s<>\"«»]*" + _PATH_END + ")?"),
    ),
    (
        "email",
        re.compile(r"(?<![\w.@/:])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w@])"),
    ),
    (
        "url",
        re.compile(
            rf"(?<![\w@/#.])(?:(?:https?|ftp)://(?:[\w~-]+\.)+\w{{2,24}}"
            rf"|(?:[\w~-]+\.)+(?:{_DOMAINS}))(?![\w@-])(?::\d{{1,5}})?"
            rf"(?:[/?#][^\s<>\"«»]*{_PATH_END})?",
            re.IGNORECASE,
        ),
    ),
)


def found_entities(text: str) -> list[Entity]:
    """All that is found, in Telegram's order; where two overlap the earlier wins."""
    kept: list[Entity] = []
    for entity in in_order(_matches(text)):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _matches(text: str) -> Iterator[Entity]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            shown = _balanced(match[0]) if kind == "url" else match[0]
            yield Entity(type=kind, offset=offset, length=utf16_length(shown))


def _balanced(url: str) -> str:
    """The address up to a closing bracket that was opened before it: "(see x.org/a)"."""
    awaited: Counter[str] = Counter()
    for index, char in enumerate(url):
        if char in _CLOSING:
            awaited[_CLOSING[char]] += 1
        elif char in _CLOSING.values():
            awaited[char] -= 1
            if awaited[char] < 0:
                return url[:index].rstrip(".:;,('?!`")
    return url
