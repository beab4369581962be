"""Text in, summary out: no I/O, no chat, no clock. What is heavy loads when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.joint import Difference, Document, Figure, JointSummary
from summarizer.model import ENGINE, Reason, ReasonKind, Sentence, Summary

if TYPE_CHECKING:
    from summarizer.many import summarize_many
    from summarizer.summary import summarize
    from summarizer.text import split_sentences

__all__ = [
    "ENGINE",
    "Difference",
    "Document",
    "Figure",
    "JointSummary",
    "Reason",
    "ReasonKind",
    "Sentence",
    "Summary",
    "split_sentences",
    "summarize",
    "summarize_many",
]


def __getattr__(name: str) -> Any:
    """The functions: their modules load with their first use, a bot's in its workers (PEP 562)."""
    match name:
        case "split_sentences":
            from summarizer.text import split_sentences

            return split_sentences
        case "summarize":
            from summarizer.summary import summarize

            return summarize
        case "summarize_many":
            from summarizer.many import summarize_many

            return summarize_many
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
