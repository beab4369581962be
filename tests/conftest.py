"""For all tests: in continuous integration nothing may skip; logs stay as they were."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("gazette", deadline=None)
settings.load_profile("gazette")


@pytest.fixture(autouse=True)
def logs_restored() -> Iterator[None]:
    """The logs as they were before: the command line sends them to a stream that a test closes."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in CI that skipped anything: what it needs is installed by .ci/run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    if skipped := reporter.stats.get("skipped"):
        reporter.write_line(f"CI: {len(skipped)} test(s) were skipped, and none may be", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
