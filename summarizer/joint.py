"""What goes into a summary of several documents, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from summarizer.model import Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One report: its text, and what is known about it.

    `source` names who reports: documents of one source count once where reports are counted; each
    without a source counts for itself. `language` is an ISO 639-1 code, "" to have it detected.
    """

    text: str
    title: str = ""
    source: str = ""
    language: str = ""
    published: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number as a document gives it: `documents[document].text[start:end] == text`."""

    value: Decimal
    text: str
    document: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Documents that give different numbers for the same thing.

    `about` is the counted thing in the words of the first document; `figures` hold the first
    figure of each document that gives one, in the documents' order.
    """

    about: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class JointSummary:
    """Sentences of several documents, in an order that reads well.

    `documents[s.document].text[s.start:s.end] == s.text` for each sentence `s`. `total` is how
    many sentences there were to choose from. `over_budget` says that no sentence fits the words
    asked for, and a short one stands instead.
    """

    sentences: tuple[Sentence, ...]
    language: str
    method: str
    total: int
    over_budget: bool = False
    differences: tuple[Difference, ...] = ()
