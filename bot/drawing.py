"""Charts drawn in a process of their own, which ends with them.

matplotlib takes half a second to load and 45 MB for good, for a picture that is asked for now and
then: neither the event loop nor the memory of the bot is the place for it.
"""

from __future__ import annotations

from functools import partial
from tempfile import TemporaryDirectory
from typing import Final

import structlog

from bot.render.charts import Chart, draw, load
from summarizer.process import PoolError, WorkerProcess
from summarizer.worker import pack

log = structlog.get_logger(__name__)

DRAW_SECONDS: Final = 20.0


async def drawn(chart: Chart, *, seconds: float = DRAW_SECONDS) -> bytes:
    """The chart as a PNG; empty where it cannot be drawn, since the words matter more."""
    with TemporaryDirectory(prefix="gazette-") as cache:
        worker = WorkerProcess(partial(load, cache))
        try:
            picture = await worker.ask(pack((draw, (chart,), {})), seconds)
        except PoolError as fault:
            log.warning("chart.not_drawn", reason=str(fault))
            return b""
        finally:
            await worker.stop()
    return picture if isinstance(picture, bytes) else b""
