"""Summarises 10,000 wild texts and some giant ones: no exception, no hang, one answer.

Run it with `.venv/bin/python -m tests.benchmarks.fuzz_summaries [--texts N] [--seed N]` from the
project's root. It exits 1 when a text raised, took over 2 s of processor time, gave an unsound
summary, or another one in a process with another order of hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from summarizer import Summary, summarize
from tests.summarizer.wild_texts import giant_texts, wild_texts

LIMIT = 2.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--digest", action="store_true", help="print the digest alone")
    arguments = parser.parse_args()
    summarize("The first text loads the libraries. It is not timed. It is short.")
    faults, slowest, digest = _run(arguments.texts, arguments.seed)
    if arguments.digest:
        print(digest)
        return 0
    for fault in faults:
        print("fault:", fault)
    print(f"{arguments.texts} texts and {sum(1 for _ in giant_texts())} giant ones:", end=" ")
    print(f"{len(faults)} faults; slowest {slowest[0]:.2f} s ({slowest[1]})")
    same = _digest_elsewhere(arguments.texts, arguments.seed) == digest
    print("same answers with another order of hashes:", "yes" if same else "NO")
    return int(bool(faults) or not same)


def _texts(count: int, seed: int) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(wild_texts(seed, count)):
        yield f"text {number}", text
    yield from giant_texts()


def _run(count: int, seed: int) -> tuple[list[str], tuple[float, str], str]:
    """Return what went wrong, the slowest text, and a digest over all summaries."""
    faults: list[str] = []
    slowest = (0.0, "")
    digest = hashlib.sha256()
    for name, text in _texts(count, seed):
        began = time.process_time()
        try:
            summary = summarize(text)
        except Exception as error:  # noqa: BLE001  # any exception is what is looked for
            faults.append(f"{name}: {error!r}")
            continue
        slowest = max(slowest, (time.process_time() - began, name))
        faults += [f"{name}: {fault}" for fault in _faults(text, summary)]
        spans = [(sentence.start, sentence.end) for sentence in summary.sentences]
        digest.update(repr((summary.method, summary.language, spans)).encode())
    if slowest[0] > LIMIT:
        faults.append(f"{slowest[1]}: {slowest[0]:.1f} s")
    return faults, slowest, digest.hexdigest()


def _faults(text: str, summary: Summary) -> Iterator[str]:
    chosen = [sentence.text for sentence in summary.sentences]
    if len(set(chosen)) < len(chosen):
        yield "a sentence twice"
    if any(text[each.start : each.end] != each.text for each in summary.sentences):
        yield "an offset is wrong"
    if bool(chosen) != bool(text.strip()):
        yield "empty, or not"


def _digest_elsewhere(count: int, seed: int) -> str:
    command = [sys.executable, "-m", "tests.benchmarks.fuzz_summaries", "--digest"]
    done = subprocess.run(
        [*command, "--texts", str(count), "--seed", str(seed)],
        env={**os.environ, "PYTHONHASHSEED": "4242"},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
