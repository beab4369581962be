"""Which addresses Telegram takes for a link, and how it writes them.

After RFC 3986 as TDLib reads it (tdutils/td/utils/HttpUrl.cpp, td/telegram/LinkManager.cpp).
"""

from __future__ import annotations

import ipaddress
import re

_OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
_SCHEME = re.compile(r"([^:/?#@\[\]]*)://")
_HOST_SYMBOLS = re.compile(r"(?:[\w.!$,~*'();&+=-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*", re.ASCII)
_USER_SYMBOLS = re.compile(r"(?:[\w.!$,~*'();&+=:-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*", re.ASCII)
_USER_LINK = re.compile(r"tg:(?://)?user/?\?([^#]*)", re.IGNORECASE | re.DOTALL)
_MAX_PORT = 65535
_SPACES = " \t\r\n\v\0"


class LinkError(ValueError):
    """Not a link; the text is Telegram's reason."""


def checked_link(link: str) -> str:
    """The link as Telegram stores it, e.g. "example.org" → "http://example.org/".

    Raises:
        LinkError: the address cannot be a link.
    """
    own = _OWN_SCHEME.match(link)
    if own is not None:
        return _own_link(own[1].lower(), link[own.end() :])
    protocol, userinfo, host, port, query = _parts(link)
    if "." not in host and not host.startswith("["):
        raise LinkError("Wrong HTTP URL")
    user = f"{userinfo}@" if userinfo else ""
    return f"{protocol}://{user}{host}{f':{port}' if port else ''}{query}"


def user_of(link: str) -> int | None:
    """The user that a link such as "tg://user?id=42" mentions."""
    match = _USER_LINK.match(link)
    if match is None:
        return None
    for parameter in match[1].split("&"):
        key, _, value = parameter.partition("=")
        if key.lower() == "id":
            known = re.fullmatch(r"\d{1,16}", value, re.ASCII)
            return int(value) or None if known else None
    return None


def _own_link(scheme: str, rest: str) -> str:
    protocol, userinfo, host, port, query = _parts(rest)
    spelled = rest.lower().startswith("http://") or protocol == "https"
    if spelled or userinfo or port or host.startswith("["):
        raise LinkError("Wrong tg URL" if scheme == "tg" else "Wrong ton URL")
    allowed = r"[a-z0-9_.-]*" if scheme == "tonsite" else r"[a-z0-9_-]*"
    if not re.fullmatch(allowed, host):
        raise LinkError("Unallowed characters in URL host")
    return f"{scheme}://{host}{query[1:] if query.startswith('/?') else query}"


def _parts(url: str) -> tuple[str, str, str, int, str]:
    """Protocol, user, host (lower case), port (0 if none) and the rest, which begins with "/"."""
    scheme = _SCHEME.match(url)
    protocol = scheme[1].lower() if scheme else "http"
    if protocol not in {"http", "https"}:
        raise LinkError("Unsupported URL protocol")
    authority, query = _split_authority(url[scheme.end() :] if scheme else url)
    place, port = _split_port(authority)
    userinfo, _, host = place.rpartition("@")
    host = _ascii_lower(host)
    _check_host(host)
    if not _USER_SYMBOLS.fullmatch(userinfo):
        raise LinkError("Disallowed character in URL userinfo")
    return protocol, userinfo, host, port, query


def _split_authority(url: str) -> tuple[str, str]:
    end = min((at for sign in "/?#" if (at := url.find(sign)) >= 0), default=len(url))
    query = url[end:].rstrip(_SPACES) or "/"
    query = query if query.startswith("/") else "/" + query
    return url[:end], re.sub(r"[\x00-\x20]", lambda m: f"%{ord(m[0]):02X}", query)


def _split_port(authority: str) -> tuple[str, int]:
    match = re.search(r"(?<!^):([^:\]@]*)\Z", authority, re.DOTALL)
    if match is None:
        return authority, 0
    digits = match[1].lstrip("0")
    if not re.fullmatch(r"\d{1,5}", digits, re.ASCII) or int(digits) > _MAX_PORT:
        raise LinkError("Wrong port number specified in the URL")
    return authority[: match.start()], int(digits)


def _check_host(host: str) -> None:
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if host.startswith("[") and host.endswith("]"):
        _check_ipv6(host[1:-1])
    elif not _HOST_SYMBOLS.fullmatch(host):
        wrong = "Wrong percent-encoded symbol" if "%" in host else "Disallowed character"
        raise LinkError(f"{wrong} in URL host")


def _check_ipv6(address: str) -> None:
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        raise LinkError("Wrong IPv6 address specified in the URL") from None


def _ascii_lower(text: str) -> str:
    return re.sub(r"[A-Z]+", lambda m: m[0].lower(), text)
