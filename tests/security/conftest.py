"""Those who try it, and a bot that they try it on: the one of the handlers' tests."""

from __future__ import annotations

from tests.handlers.conftest import (
    application,
    ask,
    hear,
    logged,
    sandbox,
    services,
    vocabulary,
)

__all__ = ["application", "ask", "hear", "logged", "sandbox", "services", "vocabulary"]
