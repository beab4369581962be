"""Plain text: an article, a list of headlines, or an article with headlines after it.

Two or more blank lines part a file into sections.

- A section of headlines has nothing but short lines with no full stop at their end. In the first
  section they must also stand together, at least two of them, as a title and a short text would
  look the same otherwise.
- Any other section is one article. Its first line is the title if it is short, ends in no full
  stop and is followed by more; else the article's first words serve as the title.
"""

from __future__ import annotations

import re

from bot.feeds.prose import body, first_words, headline
from bot.model import Draft

_SECTIONS = re.compile(r"\n(?:[^\S\n]*\n){2,}")
_LONGEST_HEADLINE = 200
# "…visits the U.S." ends in an abbreviation, not in a sentence.
_SENTENCE_END = re.compile(r"(?<![^\W\d_]\.[^\W\d_])[.:;。।…][\"'”’»)\]]*$")


def read_text(text: str) -> tuple[Draft, ...]:
    """The articles and headlines of a plain text, in its order; () for a blank one."""
    sections = [part.strip() for part in _SECTIONS.split(text) if part.strip()]
    return tuple(
        draft for at, section in enumerate(sections) for draft in _section(section, first=at == 0)
    )


def _section(section: str, *, first: bool) -> list[Draft]:
    lines = section.split("\n")
    together = len(lines) > 1 and all(map(str.strip, lines))
    if all(map(_is_headline, filter(str.strip, lines))) and (together or not first):
        return [Draft(title=headline(line)) for line in lines if line.strip()]
    return [article_of(section)]


def article_of(section: str) -> Draft:
    """One article: its first line is the title if it looks like one, else its first words are."""
    title, _, rest = section.partition("\n")
    if _is_headline(title) and rest.strip():
        return Draft(title=headline(title), text=body(rest))
    if _is_headline(section) and "\n" not in section:
        return Draft(title=headline(section))
    return Draft(title=first_words(section), text=body(section))


def _is_headline(line: str) -> bool:
    line = line.strip()
    return len(line) <= _LONGEST_HEADLINE and not _SENTENCE_END.search(line)
