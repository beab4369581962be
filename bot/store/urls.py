"""Web addresses, brought to one spelling so that the same page is known again."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that say where a reader came from, not what is shown.
_TRACKING = re.compile(
    r"(?:utm|at|mc|pk|piwik|mtm|hsa|oly|vero)_.*"
    r"|(?:fb|g|d|t|tw|tt|y|ys)clid|msclkid|gclsrc|wbraid|gbraid|igshid|igsh"
    r"|_ga|_gl|_openstat|cmpid|ocid|ns_(?:mchannel|source|campaign|linkname|fee)|ftag",
    re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_WWW = re.compile(r"(?:www\.)+(?=.*\.)")
_PORTS = {"http": 80, "https": 443}
_PATH_MARKS = "/:@!$&'()*+,;=~"


def normalise_url(url: str) -> str:
    """The key under which a page is known: two addresses of one page have the same.

    It is made to be compared, not opened: http counts as https, a leading "www.", the fragment, a
    default port, tracking parameters, a trailing slash and the order of parameters do not count
    (after RFC 3986, section 6). What is no web address is only trimmed. Never raises.
    """
    url = "".join(url.split())
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    return f"https://{host}{_path(parts.path)}{_query(parts.query)}"


def _host(parts: SplitResult) -> str:
    """The host, with its port unless that is a default one; "" when there is no such host."""
    host = _punycode(parts.hostname or "").rstrip(".")
    host = _WWW.sub("", host) if _WWW.match(host) else host
    if ":" in host:
        host = f"[{host}]"
    elif not _HOST.fullmatch(host):
        return ""
    # By either scheme's default: the key forgets which one it was.
    return host if parts.port in {None, *_PORTS.values()} else f"{host}:{parts.port}"


def _punycode(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()


def _path(path: str) -> str:
    """The path with one spelling of its escapes: a slash that was escaped stays so."""
    pieces = (quote(unquote(piece), safe=_PATH_MARKS[1:]) for piece in path.split("/"))
    return "/".join(pieces).rstrip("/")


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))
    return f"?{urlencode(kept)}" if kept else ""


def is_web_address(url: str) -> bool:
    """Whether a browser opens it and Telegram takes it in a link or a button. Never raises."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    whole = parts.scheme in {"http", "https"} and "." in host.strip(".")
    return whole and not any(char.isspace() or not char.isprintable() for char in url)
