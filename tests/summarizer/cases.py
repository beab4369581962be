"""The labelled sentence boundaries of `sentence_cases/`, in two halves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("sentence_cases")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A text and the sentences that it is to be split into.

    `held_back`: half of the cases, by a hash of the text, were not looked at while the rules
    were made.
    """

    language: str
    text: str
    sentences: tuple[str, ...]
    held_back: bool


def sentence_cases() -> Iterator[Case]:
    """Yield all cases in the order of the files."""
    for path in sorted(_FOLDER.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield _case(path.stem, line)


def share_right(cases: list[Case], split: Callable[[str, str], list[str]]) -> float:
    """Return the share of cases in which every boundary is right, 0 to 1.

    `split` takes a text and its language and gives its sentences.
    """
    right = sum(tuple(split(case.text, case.language)) == case.sentences for case in cases)
    return right / len(cases)


def _case(language: str, line: str) -> Case:
    sentences = tuple(part for joint in line.split("||") for part in joint.split(" | "))
    text = line.replace("||", "").replace(" | ", " ")
    digest = hashlib.sha256(text.encode()).digest()
    return Case(language=language, text=text, sentences=sentences, held_back=bool(digest[0] % 2))
