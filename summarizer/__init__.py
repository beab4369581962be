"""Text in, summary out: no I/O, no chat, no clock. Heavy libraries load when first used."""

from summarizer.model import Sentence, Summary
from summarizer.summary import ENGINE, summarize
from summarizer.text import split_sentences

__all__ = ["ENGINE", "Sentence", "Summary", "split_sentences", "summarize"]
