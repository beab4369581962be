"""Logs: structlog over the standard library; every token is taken out before a line is written."""

from __future__ import annotations

import logging
import re
import sys
from io import StringIO
from textwrap import indent
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

# A bot's token as it stands in settings, and in every address that a Bot API call uses.
TOKEN = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{16,}")
HIDDEN = "‹token›"
# What a terminal obeys, or what turns a line round; a value's line ends are quoted by structlog.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def redact(text: str) -> str:
    """The text with everything in it that looks like a token replaced."""
    return TOKEN.sub(HIDDEN, text)


def harmless(text: str) -> str:
    """The text with escapes written out: no word of a stranger moves a cursor or begins a line."""
    return _OBEYED.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _redact_all(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    # The exception stays one, for the renderer to show its traceback: the formatter redacts that.
    told = {
        name: value if name == "exc_info" else _redacted(value) for name, value in event.items()
    }
    return told | {"event": str(told.get("event", "")).replace("\n", "\\n")}


def _redacted(value: object) -> object:
    if isinstance(value, bool | int | float | None):
        return value
    return harmless(redact(value if isinstance(value, str) else str(value)))


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        # Once more over the finished line: tracebacks are rendered last.
        return redact(super().format(record))


def configure(level: str, style: Literal["console", "json"]) -> None:
    """Send the standard library's and structlog's lines through one renderer to stderr."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _RedactingFormatter(foreign_pre_chain=shared, processors=_renderers(style)),
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    wanted = logging.getLevelNamesMapping()[level.upper()]
    # At debug libraries tell whole messages and statements: people's words are for no log.
    root.setLevel(max(wanted, logging.INFO))
    for ours in ("bot", "handlers", "summarizer"):
        logging.getLogger(ours).setLevel(wanted)
    # These tell of every single request; what matters of them is logged by us.
    for noisy in ("httpx", "httpcore", "aiohttp.access", "asyncio", "trafilatura", "htmldate"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _indented_traceback(lines: TextIO, fault: ExcInfo) -> None:
    """The traceback, where an exception's words cannot pass for a line of the log."""
    told = StringIO()
    structlog.dev.plain_traceback(told, fault)
    lines.write("\n" + indent(harmless(told.getvalue()).lstrip("\n"), "    "))


def _renderers(style: Literal["console", "json"]) -> list[Processor]:
    last: Processor
    if style == "json":
        tracebacks: list[Processor] = [structlog.processors.format_exc_info]
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        tracebacks = []
        last = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=_indented_traceback,
        )
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return [clean, *tracebacks, _redact_all, last]
