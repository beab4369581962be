"""Text in, summary out: no I/O, no chat, no clock. What is heavy loads when it is first used."""

from __future__ import annotations

from importlib import import_module
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
_FUNCTIONS = {"split_sentences": "text", "summarize": "summary", "summarize_many": "many"}


def __getattr__(name: str) -> Any:
    """One of the functions, with its module, which a bot needs in its workers only (PEP 562)."""
    if name not in _FUNCTIONS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FUNCTIONS[name]}"), name)
