from __future__ import annotations

import pickle
from io import BytesIO

from summarizer import summarize
from summarizer.worker import HEADER, pack, serve

TEXT = "The first of the sentences is here. Then comes the second of them. The third one ends it."


def messages(stream: bytes) -> list[object]:
    found = []
    while stream:
        (length,) = HEADER.unpack(stream[: HEADER.size])
        found.append(pickle.loads(stream[HEADER.size : HEADER.size + length]))  # noqa: S301  # ours
        stream = stream[HEADER.size + length :]
    return found


def test_a_worker_answers_calls_until_the_end() -> None:
    summing = pack((summarize, (TEXT,), {"language": "en", "sentences": 1}))
    replies = BytesIO()
    serve(BytesIO(pack((len, ("four",), {})) + summing + pack(None)[:2]), replies)
    assert messages(replies.getvalue()) == [4, summarize(TEXT, language="en", sentences=1)]
