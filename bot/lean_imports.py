"""Libraries, loaded without what they would load beside and this program does not use.

That is a fifth of its start, and 7 MB.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def import_libraries() -> None:
    """Import them; to be called before anything else does, for it to be of any use."""
    # httpx, which python-telegram-bot loads, has a command line, and structlog coloured tracebacks.
    with _hidden("click", "rich"):
        import httpx  # noqa: F401 - for the import alone
        import structlog  # noqa: F401 - likewise
    # Babel would have pytz look for the zone of this machine among all; zoneinfo does as well.
    with _hidden("pytz"):
        import babel.dates  # noqa: F401 - likewise
    # aiohttp has two contexts of its own: see `bot.tls`.
    with _certificates_unread():
        import aiohttp  # noqa: F401 - likewise


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """Meanwhile these packages are not there for whoever would use them if they were."""
    loaded = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    hidden = dict.fromkeys(names)
    sys.modules.update(hidden)  # type: ignore[arg-type] # None is how Python is told that
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules.update(loaded)


@contextmanager
def _certificates_unread() -> Iterator[None]:
    """Meanwhile a TLS context has no certificates of the system, and so trusts nobody."""
    name = "set_default_verify_paths"
    setattr(ssl.SSLContext, name, lambda _context: None)
    try:
        yield
    finally:
        delattr(ssl.SSLContext, name)  # it hid the one that the class inherits
