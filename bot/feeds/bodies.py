"""The body of an answer, unpacked within its limit however well it was packed."""

from __future__ import annotations

import zlib
from typing import Final

from aiohttp import ClientResponse, hdrs

from bot.errors import FetchError

ACCEPTED_ENCODINGS: Final = "gzip, deflate"

_PACKED: Final = {"gzip", "x-gzip", "deflate"}
# Servers name strange things here ("utf-8") that mean nothing; these mean that it is packed.
_NEVER_ASKED_FOR: Final = {"br", "zstd", "compress", "x-compress"}
_GZIP_START: Final = 0x1F
# The lower half of the first byte: zlib's names its method there, bare deflate begins otherwise.
_WRAPPED: Final = {_GZIP_START & 0x0F, zlib.DEFLATED}
# Each member's end copies the rest of its piece: many empty ones would cost seconds.
_MOST_MEMBERS: Final = 256


async def read_body(answer: ClientResponse, *, limit: int, host: str) -> bytes:
    """The body as its author wrote it, at most `limit` bytes, on the wire as well as unpacked.

    Raises FetchError: `fetch.too_big`, or `fetch.broken` for a body that is no whole gzip (RFC
    1952) or deflate (RFC 1951, with or without RFC 1950's wrapping). aiohttp's own errors pass.
    """
    encoding = answer.headers.get(hdrs.CONTENT_ENCODING, "").strip().lower()
    if encoding in _NEVER_ASKED_FOR:
        raise FetchError("fetch.broken", host=host, reason=f"Content-Encoding: {encoding}")
    try:
        body = await _read(answer, Inflater() if encoding in _PACKED else None, limit)
    except zlib.error as error:
        raise FetchError("fetch.broken", host=host, reason=f"Content-Encoding: {error}") from error
    if body is None:
        raise FetchError("fetch.too_big", host=host, limit=limit)
    return body


async def _read(answer: ClientResponse, inflater: Inflater | None, limit: int) -> bytes | None:
    """The whole body, None where it is longer than the limit; raises zlib.error."""
    if (answer.content_length or 0) > limit:
        return None
    body, received = bytearray(), 0
    async for chunk in answer.content.iter_any():
        received += len(chunk)
        body += inflater.feed(chunk, limit + 1 - len(body)) if inflater else chunk
        if max(received, len(body)) > limit:
            return None
    if inflater:
        inflater.finish()
    return bytes(body)


class Inflater:
    """Unpacks gzip or deflate piece by piece; all that can be wrong with it is a zlib.error."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj()
        self._members = 0

    def feed(self, data: bytes, most: int) -> bytes:
        """What the next piece holds; anything beyond `most` bytes is neither unpacked nor kept."""
        out = bytearray()
        while data and len(out) < most and self._takes(data[0]):
            out += self._stream.decompress(data, most - len(out))
            data = self._stream.unused_data
        return bytes(out)

    def finish(self) -> None:
        """Raise where the stream stops in the middle; a body of no bytes at all is whole."""
        if self._members and not self._stream.eof:
            raise zlib.error("it ends too early")

    def _takes(self, first: int) -> bool:
        """Whether there is a stream for data that begins with this byte; begins one if needed."""
        if self._members and not self._stream.eof:
            return True
        if self._members and first != _GZIP_START:
            return False  # padding after the end, which every browser overlooks
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise zlib.error("it has too many members")
        self._stream = zlib.decompressobj(_window_bits(first))
        return True


def _window_bits(first: int) -> int:
    """The wrapping that a first byte tells of: gzip, zlib, or none (some servers' deflate)."""
    return zlib.MAX_WBITS | 32 if first & 0x0F in _WRAPPED else -zlib.MAX_WBITS
