"""Web addresses, brought to one spelling so that the same page is known again."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that say where a reader came from, not what is shown.
_TRACKING = re.compile(
    r"(?:utm|at|mc|pk|piwik|mtm|hsa|oly|vero)_.*"
    r"|[fgmt]clid|gclsrc|dclid|yclid|ysclid|wbraid|gbraid|msclkid|twclid|igshid|igsh"
    r"|_ga|_gl|_openstat|cmpid|ocid|ns_(?:mchannel|source|campaign|linkname|fee)|ftag",
    re.IGNORECASE,
)
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
        if parts.scheme not in _PORTS or not parts.hostname:
            return url
        return f"https://{_host(parts)}{_path(parts.path)}{_query(parts.query)}"
    except ValueError:
        return url


def _host(parts: SplitResult) -> str:
    host = _punycode(parts.hostname or "").rstrip(".")
    bare = host.removeprefix("www.")
    host = bare if "." in bare else host
    if ":" in host:
        host = f"[{host}]"
    # By either scheme's default: the key forgets which one it was.
    return host if parts.port in {None, 0, *_PORTS.values()} else f"{host}:{parts.port}"


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _path(path: str) -> str:
    """The path with one spelling of its escapes: a slash that was escaped stays so."""
    pieces = (quote(unquote(piece), safe=_PATH_MARKS[1:]) for piece in path.split("/"))
    return "/".join(pieces).rstrip("/")


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))
    return f"?{urlencode(kept)}" if kept else ""
