"""Sentence boundaries: ours beside Punkt, sumy's splitter and pysbd.

Run it with `.venv/bin/python -m tests.benchmarks.sentences` from the project's root. First the
labelled cases: one is right when every boundary is; half of them were not looked at while the
rules were made. Then sentences that nobody here chose: those of treebanks, joined in threes, by
the F1 of the boundaries between them. A peer that is not installed is said to be so.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from summarizer import split_sentences
from summarizer.text import ends_sentence
from tests.summarizer.cases import Case, sentence_cases, share_right

Split = Callable[[str, str], list[str]]
LANGUAGES = ("en", "ru", "be", "uk", "de", "fr", "es", "pl")
# Belarusian and Ukrainian have no model of Punkt's: Russian is the nearest.
PUNKT = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "pl": "polish"}
SUMY = {**PUNKT, "uk": "ukrainian"}
# pysbd knows no Ukrainian and no Belarusian.
PYSBD = ("en", "ru", "de", "fr", "es", "pl")
TREEBANKS = Path(__file__).parents[3] / "shared" / "data" / "languages" / "items.jsonl"
# A headline is no sentence.
_HEADLINES = "ruhead"
_TOGETHER = 3


def ours(text: str, language: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, language)]


def punkt(text: str, language: str) -> list[str]:
    return list(_punkt(PUNKT.get(language, "russian")).tokenize(text))


def sumys(text: str, language: str) -> list[str]:
    return list(_sumy(SUMY.get(language, "russian")).to_sentences(text))


def pysbds(text: str, language: str) -> list[str]:
    return [sentence.strip() for sentence in _pysbd(language).segment(text)]


@cache
def _punkt(model: str) -> Any:
    import punkt

    return punkt.tokenizer_for(model)


@cache
def _sumy(language: str) -> Any:
    """Return sumy's tokenizer; where it would read NLTK's data, with the same models from punkt."""
    from sumy.nlp.tokenizers import Tokenizer

    tokenizer = Tokenizer.__new__(Tokenizer)
    special = Tokenizer.SPECIAL_SENTENCE_TOKENIZERS.get(language)
    tokenizer._language = language
    tokenizer._sentence_tokenizer = special or _punkt(language)
    return tokenizer


@cache
def _pysbd(language: str) -> Any:
    import pysbd

    return pysbd.Segmenter(language=language if language in PYSBD else "ru", clean=False)


def main() -> None:
    # sumy adds abbreviations to Punkt's models for good: it comes after them.
    peers: dict[str, Split] = {"gazette": ours, "punkt": punkt, "sumy": sumys, "pysbd": pysbds}
    cases = list(sentence_cases())
    held_back = [case for case in cases if case.held_back]
    print(
        f"{len(cases)} cases, {len(held_back)} of them held back; share with every boundary right"
    )
    print(f"{'':16}{'all':>7}{'held':>7}" + "".join(f"{code:>7}" for code in LANGUAGES) + "   kB/s")
    _table(peers, lambda split: _row(cases, held_back, split))
    if not TREEBANKS.is_file():
        print(f"no data: {TREEBANKS}")
        return
    threes = joined(TREEBANKS)
    print(f"\n{sum(map(len, threes.values()))} times {_TOGETHER} sentences of treebanks; F1")
    print(f"{'':16}{'all':>7}" + "".join(f"{code:>7}" for code in threes))
    _table(peers, lambda split: _scores(threes, split))


def _table(peers: dict[str, Split], row: Callable[[Split], Iterator[str]]) -> None:
    for name, split in peers.items():
        try:
            print(f"{name:16}" + "".join(row(split)))
        except ImportError as error:
            print(f"{name:16}not installed ({error})")


def joined(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """Read sentences that end as such, and put those that follow each other together, by language.

    Each line of the file is {"lang": …, "source": …, "text": …}.
    """
    by_language: dict[str, list[str]] = {}
    for row in map(json.loads, path.open(encoding="utf-8")):
        if row["source"] != _HEADLINES and ends_sentence(row["text"]):
            by_language.setdefault(row["lang"], []).append(row["text"].strip())
    return {code: _threes(texts) for code, texts in by_language.items()}


def _threes(texts: Sequence[str]) -> list[tuple[str, ...]]:
    whole = len(texts) - len(texts) % _TOGETHER
    return [tuple(texts[at : at + _TOGETHER]) for at in range(0, whole, _TOGETHER)]


def _scores(threes: dict[str, list[tuple[str, ...]]], split: Split) -> Iterator[str]:
    counts = [_compared(code, group, split) for code, group in threes.items()]
    for right, found, there in [tuple(map(sum, zip(*counts, strict=True))), *counts]:
        yield f"{2 * right / (found + there):7.3f}"


def _compared(code: str, group: list[tuple[str, ...]], split: Split) -> tuple[int, int, int]:
    """Count boundaries that are right, that were found, and that are there."""
    pairs = [(_ends(split(" ".join(three), code)), _ends(three)) for three in group]
    return (
        sum(len(found & there) for found, there in pairs),
        sum(len(found) for found, _ in pairs),
        sum(len(there) for _, there in pairs),
    )


def _ends(sentences: Sequence[str]) -> set[int]:
    """Where each sentence but the last ends, counted in characters that are no spaces."""
    return {*accumulate(len("".join(sentence.split())) for sentence in sentences[:-1])}


def _row(cases: list[Case], held_back: list[Case], split: Split) -> Iterator[str]:
    groups = [cases, held_back]
    groups += [[case for case in cases if case.language == code] for code in LANGUAGES]
    for group in groups:
        yield f"{share_right(group, split):7.3f}"
    yield f"{_speed(cases, split):7.0f}"


def _speed(cases: list[Case], split: Split) -> float:
    """Return kB of UTF-8 a second over the cases' texts, all in one per language, on one core."""
    texts = {
        code: "\n\n".join(case.text for case in cases if case.language == code) * 10
        for code in LANGUAGES
    }
    began = time.process_time()
    for code, text in texts.items():
        split(text, code)
    size = sum(len(text.encode()) for text in texts.values())
    return size / 1_000 / (time.process_time() - began)


if __name__ == "__main__":
    main()
