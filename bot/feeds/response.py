"""What a server said, in values that can be stored and sent back."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import hdrs
from multidict import CIMultiDictProxy

from bot.feeds.instants import instant

_MAX_AGE: Final = re.compile(r"(?<![\w-])max-age\s*=\s*\"?(\d+)", re.ASCII | re.IGNORECASE)
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.ASCII | re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+", re.ASCII)
# Text to Python, but to no browser; decoding the first two takes quadratic time.
_NO_CHARSETS: Final = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7"}
_LONGEST_VALIDATOR: Final = 1_000
# RFC 9111, section 1.2.2: what to take for a number that is too large.
_LONGEST_SECONDS: Final = 2**31


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """One answer; the `body` is empty for any status but a success (2xx).

    `url` is the final address. `moved` is that address too where each redirect on the way was a
    lasting one (301, 308) and it has what was asked for (2xx, 304), else "". `charset` is the
    Python name of the encoding that the server claims, "" for none or an unknown one. `etag` and
    `modified` go back as they are with the next request. Times are in seconds from now.
    """

    status: int
    url: str
    moved: str = ""
    body: bytes = b""
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    max_age: int | None = None
    retry_after: int | None = None


def read_response(
    status: int, url: str, headers: CIMultiDictProxy[str], body: bytes, *, now: datetime
) -> Response:
    """The headers read into values; whatever makes no sense in them is left out. Never raises."""
    content_type = headers.get(hdrs.CONTENT_TYPE, "")
    return Response(
        status=status,
        url=url,
        body=body,
        content_type=_plain(content_type.partition(";")[0].strip().lower()),
        charset=_charset(content_type),
        etag=_plain(headers.get(hdrs.ETAG, "")),
        modified=_plain(headers.get(hdrs.LAST_MODIFIED, "")),
        max_age=_max_age(headers, now),
        retry_after=_retry_after(headers.get(hdrs.RETRY_AFTER, "").strip(), now),
    )


def _plain(value: str) -> str:
    """A header that can be stored and sent: others hold bytes that are no text."""
    fit = value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR
    return value if fit else ""


def _charset(content_type: str) -> str:
    if not (found := _CHARSET.search(content_type)):
        return ""
    try:
        name = codecs.lookup(found[1]).name
        "".encode(name)  # `lookup` knows "zlib" and "rot13" too, which are no text
    except (LookupError, UnicodeError):
        return ""
    return "" if name in _NO_CHARSETS else name


def _max_age(headers: CIMultiDictProxy[str], now: datetime) -> int | None:
    """How long the answer stays fresh: RFC 9111, section 4.2.1, for a private cache."""
    if found := _MAX_AGE.search(",".join(headers.getall(hdrs.CACHE_CONTROL, ()))):
        return _seconds(found[1])
    if hdrs.EXPIRES not in headers:
        return None
    # By the server's own clock where it tells; what is no date ("0", "-1") has expired.
    since = instant(headers.get(hdrs.DATE, "")) or now
    return _until(instant(headers[hdrs.EXPIRES]) or since, since)


def _retry_after(value: str, now: datetime) -> int | None:
    if _NUMBER.fullmatch(value):
        return _seconds(value)
    until = instant(value)
    return _until(until, now) if until else None


def _seconds(digits: str) -> int:
    return int(digits) if len(digits) < len(str(_LONGEST_SECONDS)) else _LONGEST_SECONDS


def _until(moment: datetime, now: datetime) -> int:
    return min(max(0, -((now - moment) // timedelta(seconds=1))), _LONGEST_SECONDS)
