"""Copies of one text: reprints of a wire report, cut short or with a paragraph of their own.

A text is known by a sample of its shingles, the runs of a few words, and how much of the smaller
sample stands in the other one tells how much of the text does: A. Broder, "On the resemblance and
containment of documents", SEQUENCES 1997. Pure.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from zlib import crc32

_SHINGLE = 5
# One shingle of so many is kept, the same ones in every text.
_SAMPLED = 4
_CONTAINED = 0.5
# Of fewer, chance decides too much.
_FEWEST = 6


def sketch(words: Sequence[str]) -> bytes:
    """Sample the shingles of a text: their hashes, packed, as many are held for days."""
    shingles = (" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
    hashes = (crc32(shingle.encode("utf-8", "replace")) for shingle in shingles)
    return array("I", {value for value in hashes if value % _SAMPLED == 0}).tobytes()


def digest(words: Iterable[str]) -> int:
    """A number that stands for just these words in this order; 0 for none."""
    return crc32(" ".join(words).encode("utf-8", "replace"))


def is_copy(one: bytes, other: bytes) -> bool:
    """Whether one of two texts holds most of the other, by their sketches."""
    first, second = frozenset(array("I", one)), frozenset(array("I", other))
    smaller = min(len(first), len(second))
    return smaller >= _FEWEST and len(first & second) >= _CONTAINED * smaller
