"""What strangers write can come into a log line: it stays what it is, one value of one line."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from bot.logs import configure

# A second line that looks like one of ours, a terminal's colours and its title, a line turned
# round.
LINE = "x\n2026-06-01T12:00:00Z [info     ] owner.promoted"
FORGED = f"{LINE}\r\x1b[31m\x1b]0;mine\x07\x9b2J\u202eyn\u2028z"


@pytest.fixture(params=["event", "value", "library", "exception"])
def told(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _say(where: str) -> None:
    log = structlog.get_logger("test")
    match where:
        case "event":
            log.info(FORGED)
        case "value":
            log.info("feed.failed", title=FORGED)
        case "library":
            logging.getLogger("library").warning("cannot read %s", FORGED)
        case _:
            log.error("feed.failed", exc_info=ValueError(FORGED))


def test_nobody_writes_a_line_of_the_console(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "console")
    _say(told)
    first, *more = capsys.readouterr().err.removesuffix("\n").split("\n")
    assert first.startswith("20")
    # Only a traceback goes on below, and moved in.
    assert all(line.startswith("    ") for line in more)
    assert bool(more) == (told == "exception")
    assert "".join([first, *more]).isprintable()


def test_nobody_writes_a_line_of_json(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    _say(told)
    line = capsys.readouterr().err.removesuffix("\n")
    assert line.isprintable()
    assert json.loads(line)["level"] in {"info", "warning", "error"}
    assert "owner.promoted" in line
