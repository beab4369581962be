from __future__ import annotations

import pickle
from io import BytesIO

from summarizer import Summary, summarize
from summarizer.worker import HEADER, Job, pack, serve

TEXT = "The first of the sentences is here. Then comes the second of them. The third one ends it."


def messages(stream: bytes) -> list[Summary | None]:
    found = []
    while stream:
        (length,) = HEADER.unpack(stream[: HEADER.size])
        found.append(pickle.loads(stream[HEADER.size : HEADER.size + length]))  # noqa: S301  # ours
        stream = stream[HEADER.size + length :]
    return found


def test_a_worker_says_it_is_ready_then_answers_until_the_end() -> None:
    job = Job(text=TEXT, title=None, language="en", sentences=1, words=None)
    replies = BytesIO()
    serve(BytesIO(pack(job) + pack(job)), replies)
    expected = summarize(TEXT, language="en", sentences=1)
    assert messages(replies.getvalue()) == [None, expected, expected]
