from __future__ import annotations

import json
import logging

import pytest
import structlog

from bot.logs import HIDDEN, configure, redact

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"


def test_a_token_in_an_address_is_hidden() -> None:
    address = f"https://api.telegram.org/bot{TOKEN}/getMe"
    assert redact(address) == f"https://api.telegram.org/bot{HIDDEN}/getMe"


@pytest.mark.parametrize("style", ["console", "json"])
def test_no_line_holds_a_token(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json" if style == "json" else "console")
    structlog.get_logger("test").info("called", url=f"/bot{TOKEN}/x", n=3, deep={"token": TOKEN})
    logging.getLogger("library").warning("failed for %s", TOKEN)
    fault = ValueError(f"bad answer from /bot{TOKEN}/getMe")
    structlog.get_logger("test").error("broke", exc_info=fault)
    told = capsys.readouterr().err
    assert TOKEN not in told
    assert told.count(HIDDEN) >= 4
    assert "ValueError: bad answer" in told


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    structlog.get_logger("test").info("ready", n=3)
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "ready"
    assert line["n"] == 3
    assert line["level"] == "info"


def test_the_level_is_held(capsys: pytest.CaptureFixture[str]) -> None:
    configure("warning", "console")
    structlog.get_logger("test").info("quiet")
    logging.getLogger("httpx").info("HTTP Request")
    assert capsys.readouterr().err == ""
