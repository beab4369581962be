"""Documents read in a worker process: a hostile PDF may take minutes, and is no reason to wait."""

from __future__ import annotations

from bot.errors import DocumentError
from bot.feeds.reading import Reading
from bot.model import Draft, Fault
from summarizer.process import PoolError
from summarizer.workers import WorkerPool


async def read_apart(pool: WorkerPool, data: bytes, name: str) -> Reading:
    """The articles of a document, as `read_document` gives them, but it never raises.

    What is wrong with the document as a whole is a fault of the reading too.
    """
    try:
        drafts, faults = await pool.call(readable, data, name)
    except PoolError:
        drafts, faults = (), (Fault(key="document.too_hard", arguments={"name": name}),)
    return Reading(
        drafts=drafts,
        faults=tuple(DocumentError(fault.key, **fault.arguments) for fault in faults),
    )


def readable(data: bytes, name: str) -> tuple[tuple[Draft, ...], tuple[Fault, ...]]:
    """The drafts and faults of a document, as values that a process can hand over."""
    from bot.feeds.documents import read_document

    try:
        reading = read_document(data, name)
    except DocumentError as fault:
        reading = Reading(faults=(fault,))
    return reading.drafts, tuple(fault_of(fault) for fault in reading.faults)


def fault_of(fault: DocumentError) -> Fault:
    """The fault as a value that can be kept."""
    words = {
        name: value if isinstance(value, int) else str(value)
        for name, value in fault.arguments.items()
    }
    return Fault(key=fault.key, arguments=words)
