"""The TLS of the program's connections: the system's certificates, read once and when needed."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def system_tls() -> ssl.SSLContext:
    """The context that trusts whom the system trusts.

    To be passed with every connection: aiohttp's own two, each with all certificates, are made as
    it is imported, which `bot.lean_imports` spares. They then trust nobody.
    """
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
