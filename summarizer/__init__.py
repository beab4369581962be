"""Text in, summary out: no I/O, no chat, no clock. Heavy libraries load when first used."""

from summarizer.joint import Difference, Document, Figure, JointSummary
from summarizer.many import summarize_many
from summarizer.model import Reason, ReasonKind, Sentence, Summary
from summarizer.summary import ENGINE, summarize
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
