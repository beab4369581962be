"""The worker process: jobs come in on its input, summaries go out on its output.

A message is its length (4 bytes, big-endian) and a pickle; both ends are this package, over pipes
that nobody else holds. The first message out says that the libraries are loaded. The end of the
input ends the process, so no worker outlives the program, however that ended.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from dataclasses import dataclass
from typing import BinaryIO

from summarizer.model import Summary
from summarizer.summary import summarize

HEADER = struct.Struct(">I")
# The bot's loop answers people; a summary may wait for it.
_NICENESS = 10
# One text through all of it loads what the first reader would wait for.
_WARMING = "One sentence to warm the ranker. Another one to warm it. The last of the three is here."


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """The arguments of one `summarize`; equal jobs have equal summaries."""

    text: str
    title: str | None
    language: str | None
    sentences: int
    words: int | None


def pack(message: Job | Summary | None) -> bytes:
    """Return a message as it goes over the pipe."""
    body = pickle.dumps(message)
    return HEADER.pack(len(body)) + body


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer jobs until the input ends; a fault ends the process, and the pool starts another."""
    summarize(_WARMING)
    reply: Summary | None = None
    while True:
        replies.write(pack(reply))
        replies.flush()
        header = requests.read(HEADER.size)
        if len(header) < HEADER.size:
            return
        (length,) = HEADER.unpack(header)
        job: Job = pickle.loads(requests.read(length))  # noqa: S301  # our own parent wrote it
        reply = summarize(
            job.text,
            title=job.title,
            language=job.language,
            sentences=job.sentences,
            words=job.words,
        )


def main() -> None:
    """Run as a process of `summarizer.pool`."""
    # Ctrl-C is for the program: it ends its workers in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    # What a library prints must not stand between two messages.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
