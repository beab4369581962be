"""What changed in a text, word by word: the old struck through, the new in bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from markupsafe import Markup

from bot.render.parts import length, shorten

# Unchanged words that stand around a change.
_AROUND = 6
# The comparison takes quadratic time: of what differs, so many words are compared.
_COMPARED = 800
_PIECE_UNITS = 500


def changed(before: str, after: str, limit: int = 1500) -> Markup:
    """The changes among the words around them, in about `limit` UTF-16 units; "" for none.

    Compares by difflib (Ratcliff and Obershelp, 1988), in quadratic time over what differs.
    """
    told = Markup("")
    for piece in _pieces(*_differing(before.split(), after.split())):
        if length(told) >= limit:
            return Markup("{} …").format(told)
        told += piece
    return told


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Markup]:
    """Runs of old, new and unchanged words; passages that are far apart stand apart."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for passage, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        between = Markup("\n\n") if passage else Markup("")
        for kind, start, stop, begin, end in group:
            runs = [(old[start:stop], "" if kind == "equal" else "s")]
            if kind != "equal":
                runs.append((new[begin:end], "b"))
            for words, tag in runs:
                if words:
                    yield between + _words(words, tag)
                    between = Markup(" ")


def _words(words: Sequence[str], tag: str) -> Markup:
    told = Markup("{}").format(shorten(" ".join(words), _PIECE_UNITS))
    return Markup(f"<{tag}>{told}</{tag}>") if tag else told


def _differing(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both without what they begin and end with in common, but for a few words around."""
    begin = _common(old, new)
    end = _common(old[begin:][::-1], new[begin:][::-1])
    first = max(begin - _AROUND, 0)
    last = max(end - _AROUND, 0)
    core = (words[first : len(words) - last][:_COMPARED] for words in (old, new))
    return next(core), next(core)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
