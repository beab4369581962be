"""What the summarizer gives back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Names the engine in what is kept: a change that gives other summaries needs another name.
ENGINE = "news-3"


class ReasonKind(StrEnum):
    """Why a sentence was chosen; the comment says what the reason's value is."""

    POSITION = "position"  # its place among the sentences to choose from, 1 for the first
    CENTRAL = "central"  # how many times as central as the average sentence
    TITLE = "title"  # how many words it shares with the title
    NAMES = "names"  # how many named things it speaks of
    NUMBERS = "numbers"  # how many numbers it gives
    REPORTED = "reported"  # how many documents report the same


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One reason for a choice, as data: whoever shows it finds the words."""

    kind: ReasonKind
    value: float | int | str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence as its source has it: `source[start:end] == text`, offsets in characters.

    `reasons` says why it was chosen, the strongest first; () for one that nobody chose.
    `document` is the index of its source where a summary has several.
    """

    text: str
    start: int
    end: int
    reasons: tuple[Reason, ...] = ()
    document: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Sentences of one source, in its order.

    `language` is an ISO 639-1 code, "und" when unknown. `method` says how they were chosen: the
    name of a ranker ("news", "lexrank"…), "lead" (the first ones: too little to rank by), "whole"
    (all there are), "empty". `total` is how many sentences there were to choose from.
    `over_budget` says that no sentence fits the length asked for, and a short one stands instead.
    """

    sentences: tuple[Sentence, ...]
    language: str
    method: str
    total: int
    over_budget: bool = False
