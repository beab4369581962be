"""Which sentences of a text a summary may choose from, and which of them read as prose."""

from __future__ import annotations

import re
from itertools import islice

from summarizer.model import Sentence
from summarizer.text import ends_sentence, has_word, iterate_sentences
from summarizer.tokens import words

# Ranking is quadratic in sentences and linear in their length: these many take about a second.
# News is told at its beginning, so what lies beyond is hardly missed.
_MOST_SENTENCES = 300
_MOST_CHARACTERS = 60_000
# A megabyte of one line repeated gives few candidates; do not read it to the end for them.
_MOST_READ = 3_000
# Fewer words are a byline, a caption or an exclamation.
_FEWEST_WORDS = 5
_FIRST_LINE = re.compile(r"\s*+([^\n\r\v\f\x85\u2028\u2029]*+)")


def candidates(text: str, title: str | None, language: str) -> list[Sentence]:
    """List the sentences to choose from, in order: not the title, none twice, a bounded number.

    Sentences are the same when their words are. Units without any word count only where a text
    has nothing else.
    """
    start = _after_title(text, title)
    found: dict[str, Sentence] = {}
    characters = 0
    for sentence in islice(iterate_sentences(text, language), _MOST_READ):
        key = " ".join(words(sentence.text)) or sentence.text
        if sentence.start >= start and key not in found:
            found[key] = sentence
            characters += len(sentence.text)
        if len(found) == _MOST_SENTENCES or characters > _MOST_CHARACTERS:
            break
    worded = [sentence for sentence in found.values() if has_word(sentence.text)]
    return worded or list(found.values())


def is_prose(sentence: Sentence) -> bool:
    """Whether it reads as a sentence: some words and a mark at the end."""
    return ends_sentence(sentence.text) and len(words(sentence.text)) >= _FEWEST_WORDS


def _after_title(text: str, title: str | None) -> int:
    """Return where the text goes on after a first line that repeats the title, else 0."""
    line = _FIRST_LINE.match(text)
    heading = words(title or "")
    return line.end() if line and heading and words(line[1]) == heading else 0
