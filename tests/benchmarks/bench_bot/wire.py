"""HTTP as far as a Bot API server for benchmarks must know it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    """One call: the method's name and what was sent, as JSON, a form or multipart."""

    method: str
    query: bytes
    body: bytes

    def number(self, name: str) -> int:
        """A whole number among the parameters; 0 where it is not there."""
        key = re.escape(name.encode())
        for pattern in (
            rb'"' + key + rb'": *"?(-?\d+)',
            rb'name="' + key + rb'"\r\n(?:[^\r\n]+\r\n)*\r\n(-?\d+)',
            rb"(?:^|&)" + key + rb"=(-?\d+)",
        ):
            if found := re.search(pattern, self.body) or re.search(pattern, self.query):
                return int(found[1])
        return 0

    def chat_id(self) -> int:
        return self.number("chat_id")


def read_request(buffer: bytes) -> tuple[Request, bytes] | None:
    """The first whole request and what follows it; None where it is not whole yet."""
    head = buffer.find(_END)
    if head < 0:
        return None
    if b"chunked" in buffer[:head].lower():
        whole = _unchunked(buffer, head + 4)
        if whole is None:
            return None
        body, end = whole
    else:
        length = _LENGTH.search(buffer, 0, head + 2)
        end = head + 4 + (int(length[1]) if length else 0)
        if len(buffer) < end:
            return None
        body = buffer[head + 4 : end]
    path, _, query = buffer[: buffer.index(b"\r\n")].split(b" ")[1].partition(b"?")
    return Request(path.rsplit(b"/", 1)[-1].decode(), query, body), buffer[end:]


def response(body: bytes) -> bytes:
    """A JSON answer that keeps the connection."""
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % len(body)
        + body
    )


def _unchunked(buffer: bytes, at: int) -> tuple[bytes, int] | None:
    body = b""
    while (line := buffer.find(b"\r\n", at)) >= 0:
        size = int(buffer[at:line].split(b";")[0], 16)
        chunk = line + 2
        if len(buffer) < chunk + size + 2:
            return None
        if not size:
            return body, chunk + 2
        body += buffer[chunk : chunk + size]
        at = chunk + size + 2
    return None
