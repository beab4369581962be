"""A worker process: calls come in on its input, what they return goes out on its output.

A message is its length (4 bytes, big-endian) and a pickle; both ends are this package, over pipes
that nobody else holds. A call is a function that can be imported, and its arguments. The end of
the input ends the process, so no worker outlives the program, however that ended.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from typing import BinaryIO

HEADER = struct.Struct(">I")
# The bot's loop answers people; a worker may wait for it.
_NICENESS = 10


def pack(message: object) -> bytes:
    """Return a message as it goes over the pipe."""
    body = pickle.dumps(message)
    return HEADER.pack(len(body)) + body


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer calls until the input ends; a fault ends the process, and the pool starts another."""
    while len(header := requests.read(HEADER.size)) == HEADER.size:
        (length,) = HEADER.unpack(header)
        call = pickle.loads(requests.read(length))  # noqa: S301  # our own parent wrote it
        work, arguments, options = call
        replies.write(pack(work(*arguments, **options)))
        replies.flush()


def main() -> None:
    """Run as a process of `summarizer.process`."""
    # Ctrl-C is for the program: it ends its workers in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    # What a library prints must not stand between two messages.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
