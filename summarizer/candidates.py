"""Which sentences of a text a summary may choose from, and which of them read as prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from summarizer.cleaning import clean
from summarizer.model import Sentence
from summarizer.text import ends_sentence, has_word, iterate_sentences
from summarizer.tokens import words

# All of it is linear, yet a reader waits: these many take about 0.3 s. News is told at
# its beginning, so what lies beyond is hardly missed.
_MOST_SENTENCES = 1_000
_MOST_CHARACTERS = 150_000
# Spaces and the like included: what is beyond is not even looked at.
_MOST_READ = 2 * _MOST_CHARACTERS
# Fewer words are a byline, a caption or an exclamation.
_FEWEST_WORDS = 5
_FIRST_LINE = re.compile(r"\s*+([^\n\r\v\f\x85\u2028\u2029]*+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """The sentences to choose from, in order, each with its folded words: cut into words once."""

    sentences: tuple[Sentence, ...]
    words: tuple[tuple[str, ...], ...]

    def prose(self) -> Candidates:
        """Keep what reads as prose; everything if nothing does."""
        kept = [
            (sentence, tokens)
            for sentence, tokens in zip(self.sentences, self.words, strict=True)
            if _is_prose(sentence.text, len(tokens))
        ]
        return _candidates(kept) if kept else self


def gather(text: str, title: str | None, language: str) -> Candidates:
    """Gather the sentences to choose from: no page debris, not the title, none twice.

    Sentences are the same when their words are. Units without any word count only where a text
    has nothing else. A bounded part of a long text is read.
    """
    heading = tuple(words(title or ""))
    start = _after_heading(text, heading)
    found: dict[tuple[str, ...] | str, tuple[Sentence, tuple[str, ...]]] = {}
    for sentence in clean(_beginning(text, start, language)):
        tokens = tuple(words(sentence.text))
        if not heading or tokens != heading:
            found.setdefault(tokens or sentence.text, (sentence, tokens))
    everything = list(found.values())
    worded = [pair for pair in everything if pair[1] or has_word(pair[0].text)]
    return _candidates(worded or everything)


def _is_prose(text: str, length: int) -> bool:
    """Whether it reads as a sentence: some words and a mark at the end."""
    return length >= _FEWEST_WORDS and ends_sentence(text)


def _candidates(pairs: Sequence[tuple[Sentence, tuple[str, ...]]]) -> Candidates:
    return Candidates(
        sentences=tuple(sentence for sentence, _ in pairs),
        words=tuple(tokens for _, tokens in pairs),
    )


def _beginning(text: str, start: int, language: str) -> list[Sentence]:
    """Return the units from `start` on, up to the bounds."""
    read = text[:_MOST_READ]
    units = (unit for unit in iterate_sentences(read, language) if unit.start >= start)
    found: list[Sentence] = []
    characters = 0
    for unit in islice(units, _MOST_SENTENCES):
        found.append(unit)
        characters += len(unit.text)
        if characters > _MOST_CHARACTERS:
            break
    is_cut = len(read) < len(text) and found and found[-1].end == len(read.rstrip())
    return found[:-1] if is_cut and len(found) > 1 else found


def _after_heading(text: str, heading: tuple[str, ...]) -> int:
    """Return where the text goes on after a first line that repeats the title, else 0."""
    line = _FIRST_LINE.match(text) if heading else None
    return line.end() if line and tuple(words(line[1])) == heading else 0
