"""The TLS of the program's connections: the system's certificates, read once and when needed."""

from __future__ import annotations

import ssl
from functools import cache


def import_aiohttp() -> None:
    """Import it without certificates: it would read them twice, which takes 30 ms of a start.

    To be called before anything else imports it. A connection then passes `system_tls`; one that
    does not trusts nobody, and fails.
    """
    name = "set_default_verify_paths"
    setattr(ssl.SSLContext, name, lambda _context: None)
    try:
        import aiohttp  # noqa: F401 - for its import alone
    finally:
        delattr(ssl.SSLContext, name)  # it hid the one that the class inherits


@cache
def system_tls() -> ssl.SSLContext:
    """The context that trusts whom the system trusts."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
