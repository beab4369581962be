from __future__ import annotations

import ssl

from bot.tls import system_tls


def test_the_context_asks_for_a_certificate_of_that_host() -> None:
    context = system_tls()
    assert context is system_tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
