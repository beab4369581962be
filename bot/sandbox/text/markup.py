"""Telegram's HTML: a text with tags → a plain text with entities, or Telegram's own refusal.

The grammar and the words are those of TDLib's `parse_html` (td/telegram/MessageEntity.cpp); the
tests hold this parser against TDLib itself. Offsets in errors count UTF-8 bytes of the input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.text.entities import Entity, FormattedText, in_order, utf16_length
from bot.sandbox.text.tags import TAGS, MarkupError, Tag, close, counts, finished

# A NUL ends a C string, so TDLib takes it for a space: its loops stop there.
_SPACES = " \t\r\n\v\0"
_ESCAPE = re.compile(r"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|(lt|gt|amp|quot)(?![A-Za-z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST_NUMBER = 9
_HIGHEST = 0x10FFFF


def parse_html(text: str) -> FormattedText:
    """Plain text and entities of Telegram's HTML, not cleaned or trimmed yet.

    Raises:
        MarkupError: a tag is unknown, open, crossed or malformed.
    """
    return _Parser(text).parse()


@dataclass
class _Parser:
    source: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    units: int = 0
    tags: list[Tag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> FormattedText:
        end = len(self.source)
        self.source += "\0"
        while self.at < end:
            if self.source[self.at] == "<":
                self._tag()
            else:
                self._emit(self._character())
        if self.tags:
            name = self.tags[-1].name
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{name}"')
        return FormattedText(
            text=self._joined(), entities=tuple(in_order(map(finished, self.entities)))
        )

    def _joined(self) -> str:
        text = "".join(self.out)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for "
                "unmatched surrogate code units"
            )
        return text

    def _emit(self, char: str) -> None:
        self.out.append(char)
        self.units += utf16_length(char)

    def _character(self) -> str:
        """The next character, decoded if it is an escape that Telegram knows."""
        match = _ESCAPE.match(self.source, self.at) if self.source[self.at] == "&" else None
        char = _decoded(match) if match is not None else ""
        if match is not None and char:
            self.at = match.end()
            return char
        self.at += 1
        return self.source[self.at - 1]

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _skip(self, stop: str) -> str:
        """Everything up to one of the characters of `stop`."""
        begin = self.at
        while self.source[self.at] not in stop:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_spaces(self) -> None:
        while self.source[self.at] != "\0" and self.source[self.at] in _SPACES:
            self.at += 1

    def _ended(self) -> bool:
        return self.source[self.at] == "\0"

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source[self.at] == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)
        self.at += 1

    def _start_tag(self, begin: int) -> None:
        name = _lower(self._skip(_SPACES + ">"))
        where = f"at byte offset {self._byte(begin)}"
        if self._ended():
            raise MarkupError(f"Unclosed start tag {where}")
        if name not in TAGS:
            raise MarkupError(f'Unsupported start tag "{name}" {where}')
        attributes = self._attributes(name, where)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {where}')
        self.tags.append(
            Tag(name=name, attributes=attributes, offset=self.units, begin=len(self.out))
        )

    def _attributes(self, tag: str, where: str) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self.source[self.at] == ">":
                return attributes
            name = self._skip(_SPACES + "=>/\"'")
            if not name:
                raise MarkupError(f'Empty attribute name in the tag "{tag}" {where}')
            self._skip_spaces()
            if self.source[self.at] != "=":
                if self._ended():
                    raise MarkupError(f'Unclosed start tag "{tag}" {where}')
                value = "" if name == "expandable" else None
            else:
                value = self._value(tag, where)
            if value is not None and counts(tag, name, value):
                attributes[name] = value

    def _value(self, tag: str, where: str) -> str:
        self.at += 1
        self._skip_spaces()
        if self._ended():
            raise MarkupError(f'Unclosed start tag "{tag}" {where}')
        quote = self.source[self.at]
        value = self._quoted(quote) if quote in "'\"" else self._token()
        if self._ended():
            raise MarkupError(f"Unclosed start tag {where}")
        return value

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value: list[str] = []
        while self.source[self.at] != quote and not self._ended():
            value.append(self._character())
        self.at += not self._ended()
        return "".join(value)

    def _token(self) -> str:
        begin = self.at
        while re.match(r"[A-Za-z0-9.-]", self.source[self.at]):
            self.at += 1
        if self.source[self.at] not in _SPACES + ">":
            raise MarkupError(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return self.source[begin : self.at].lower()

    def _end_tag(self, begin: int) -> None:
        where = f"at byte offset {self._byte(begin)}"
        if not self.tags:
            raise MarkupError(f"Unexpected end tag {where}")
        self.at += 1
        name = _lower(self._skip(_SPACES + ">"))
        self._skip_spaces()
        if self.source[self.at] != ">":
            raise MarkupError(f"Unclosed end tag {where}")
        tag = self.tags.pop()
        if name not in {"", tag.name}:
            raise MarkupError(
                f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"'
            )
        length = self.units - tag.offset
        if length:
            close(tag, length, "".join(self.out[tag.begin :]), self.entities)


def _lower(name: str) -> str:
    return re.sub(r"[A-Z]+", lambda match: match[0].lower(), name)


def _decoded(match: re.Match[str]) -> str:
    hexadecimal, decimal, named = match.groups()
    if named:
        return _NAMED[named]
    digits = hexadecimal if hexadecimal is not None else decimal
    code = int(digits or "0", 16 if hexadecimal is not None else 10)
    written = len(match[0].removesuffix(";"))
    return chr(code) if 0 < code < _HIGHEST and written <= _LONGEST_NUMBER else ""
