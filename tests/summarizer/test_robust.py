"""No text breaks the summariser; `tests/benchmarks/fuzz_summaries.py` runs more, with a clock."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import Summary, summarize
from tests.summarizer.wild_texts import giant_texts, wild_texts

# Prints one digest over the summaries of the first wild texts.
DIGEST = """
import hashlib
from summarizer import summarize
from tests.summarizer.wild_texts import wild_texts
found = [
    (summary.method, summary.language, [(each.start, each.end) for each in summary.sentences])
    for summary in map(summarize, wild_texts(7, 150))
]
print(hashlib.sha256(repr(found).encode()).hexdigest())
"""


def assert_sound(text: str, summary: Summary, most: int) -> None:
    position = 0
    for sentence in summary.sentences:
        assert position <= sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == sentence.text
        position = sentence.end
    chosen = [sentence.text for sentence in summary.sentences]
    assert len(set(chosen)) == len(chosen) <= most
    assert bool(chosen) == bool(text.strip())


@pytest.mark.parametrize("seed", range(5))
def test_wild_texts(seed: int) -> None:
    for number, text in enumerate(wild_texts(seed, 200)):
        most = number % 5 + 1
        assert_sound(text, summarize(text, sentences=most), most)


@settings(deadline=None, max_examples=500)
@given(st.text(st.characters(), max_size=500), st.integers(1, 5))
def test_any_text(text: str, most: int) -> None:
    assert_sound(text, summarize(text, sentences=most), most)


@pytest.mark.parametrize(("name", "text"), list(giant_texts()), ids=lambda value: value[:30])
def test_giant_texts(name: str, text: str) -> None:
    assert len(text) > 800_000, name
    assert_sound(text, summarize(text), 3)


def test_the_answer_does_not_hang_on_the_order_of_hashes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2
