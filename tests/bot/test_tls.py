"""Certificates are read once, when they are needed; who does not ask for them trusts nobody."""

from __future__ import annotations

import ssl
import subprocess
import sys

from bot.tls import system_tls

# In a process of its own: here aiohttp may be there already.
LATE = """
import ssl
import bot.tls
bot.tls.import_aiohttp()
from aiohttp import connector
known = ssl.create_default_context().cert_store_stats()
assert bot.tls.system_tls().cert_store_stats() == known
made = connector._SSL_CONTEXT_VERIFIED
assert made.cert_store_stats()["x509_ca"] == 0, made.cert_store_stats()
assert made.verify_mode is ssl.CERT_REQUIRED and made.check_hostname
"""


def test_aiohttp_is_imported_without_them_and_everything_else_has_them() -> None:
    done = subprocess.run([sys.executable, "-c", LATE], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_context_asks_for_a_certificate_of_that_host() -> None:
    context = system_tls()
    assert context is system_tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
