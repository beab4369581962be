"""Character references that XML forbids, which publishers write all the same."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_SURROGATES = range(0xD800, 0xE000)
_FORBIDDEN = {*range(0x20), *_SURROGATES, 0xFFFE, 0xFFFF} - {0x09, 0x0A, 0x0D}
_LAST = 0x10FFFF
_MOST_DIGITS = 10


def without_forbidden_references(text: str) -> str:
    """The text with the halves of a character that some write for an emoji joined, others dropped.

    "&#55357;&#56832;" → "😀", "a&#0;b" → "ab".
    """
    joined = _REFERENCE.sub(_replacement, text).encode("utf-16-le", "surrogatepass")
    return joined.decode("utf-16-le", "ignore")


def _replacement(reference: re.Match[str]) -> str:
    digits = (reference[1] or reference[2]).lstrip("0")[:_MOST_DIGITS]
    code = int(digits or "0", 16 if reference[1] else 10)
    if code in _SURROGATES:
        return chr(code)
    return "" if code in _FORBIDDEN or code > _LAST else reference[0]
