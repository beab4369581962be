"""Bytes to text, for documents that do not say how they are encoded."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    # UTF-32's little-endian mark begins with UTF-16's: the longer one goes first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC_CODES = ("cp1251", "koi8-r", "cp866")
_LOWER_CYRILLIC = re.compile("[а-яёўіїєґ]")
_HIGH, _LATIN_LETTER = re.compile(rb"[\x80-\xff]"), re.compile(rb"[A-Za-z]")
_SAMPLE = 65_536
# U+0085 is a line end. The last two ranges turn round what stands beside them, which can be words
# of ours (UAX 9).
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u202a-\u202e\u2066-\u2069]"
)


def decode(data: bytes) -> str:
    r"""The text of a document: UTF-8, UTF-16, UTF-32 or a one-byte code; never raises.

    Line ends become `\n`, letters their composed form (NFC), control characters are dropped,
    those of the direction of writing too.
    """
    text = data.decode(_encoding(data), errors="replace")
    return clean(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, its letters composed (NFC)."""
    if text.isascii() and text.isprintable():
        return text  # as most commands and names are
    text = text.encode("utf-8", errors="replace").decode("utf-8")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := _unmarked_utf16(data[:_SAMPLE]):
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte_code(data[:_SAMPLE])
    return "utf-8"


def _unmarked_utf16(sample: bytes) -> str:
    """Spaces and line ends of UTF-16 text have a zero byte on one side, always the same."""
    before, after = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) % 2 or min(before, after) or max(before, after) < max(2, len(sample) // 20):
        return ""
    return "utf-16-be" if before else "utf-16-le"


def _one_byte_code(sample: bytes) -> str:
    """Cyrillic text has most of its letters above 127, and most of them are small ones."""
    high, low = len(_HIGH.findall(sample)), len(_LATIN_LETTER.findall(sample))
    if high < low:
        return "cp1252"
    return max(_CYRILLIC_CODES, key=lambda code: _small_letters(sample, code))


def _small_letters(sample: bytes, code: str) -> int:
    return len(_LOWER_CYRILLIC.findall(sample.decode(code, errors="replace")))
