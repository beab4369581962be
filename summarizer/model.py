"""What the summarizer gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence as its source has it: `source[start:end] == text`, offsets in characters."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Sentences of one source, in its order.

    `language` is an ISO 639-1 code, "und" when unknown. `method` says how they were chosen:
    "lexrank", "lead" (the first ones: too little to rank by), "whole" (all there are), "empty".
    `total` is how many sentences there were to choose from.
    """

    sentences: tuple[Sentence, ...]
    language: str
    method: str
    total: int
