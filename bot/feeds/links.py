"""Links of pages and feeds, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

_LONGEST = 2_000


def web_link(link: object, base: str) -> str:
    """The http or https address that `link` means on a page at `base`; "" if it means none.

    Never raises: links come from strangers. Blanks in one are dropped: they come from line breaks.
    """
    if not isinstance(link, str) or not link.strip() or len(link) > _LONGEST:
        return ""
    try:
        address = urljoin(base, "".join(link.split()))
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return address if is_web and address.isprintable() else ""
