"""What the program does without is not loaded; what it needs is whole.

In processes of their own: in this one the libraries are there already.
"""

from __future__ import annotations

import subprocess
import sys

LEAN = """
import ssl, sys
from bot.lean_imports import import_libraries
import_libraries()
import telegram.ext
import babel.dates
assert babel.dates.pytz is None
assert not {"rich", "click", "httpx._main"} & set(sys.modules)
from aiohttp import connector
made = connector._SSL_CONTEXT_VERIFIED
assert made.cert_store_stats()["x509_ca"] == 0, made.cert_store_stats()
assert made.verify_mode is ssl.CERT_REQUIRED and made.check_hostname
"""
WHOLE = """
import ssl
from bot.lean_imports import import_libraries
import_libraries()
from bot.tls import system_tls
assert system_tls().cert_store_stats() == ssl.create_default_context().cert_store_stats()
import rich.console, click
assert rich.console.Console and click.Command
"""
LATE = """
import rich, rich.console, httpx, aiohttp
from bot.lean_imports import import_libraries
import_libraries()
import sys
assert sys.modules["rich"] is rich
"""


def ran(code: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    return done.returncode, done.stderr


def test_what_nobody_uses_is_not_loaded_and_unverified_connections_fail() -> None:
    assert ran(LEAN) == (0, "")


def test_what_is_wanted_later_is_whole() -> None:
    assert ran(WHOLE) == (0, "")


def test_what_was_there_before_stays() -> None:
    assert ran(LATE) == (0, "")
