"""Sentence boundaries on the labelled cases: ours beside Punkt, sumy's splitter and pysbd.

Run it with `.venv/bin/python -m tests.benchmarks.sentences` from the project's root. A case is
right when every boundary is. Half of the cases were not looked at while the rules were made. A
peer that is not installed is said to be so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from summarizer import split_sentences
from tests.summarizer.cases import Case, sentence_cases, share_right

Split = Callable[[str, str], list[str]]
LANGUAGES = ("en", "ru", "be", "uk", "de", "fr", "es", "pl")
# Belarusian and Ukrainian have no model of Punkt's: Russian is the nearest.
PUNKT = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "pl": "polish"}
SUMY = {**PUNKT, "uk": "ukrainian"}
# pysbd knows no Ukrainian and no Belarusian.
PYSBD = ("en", "ru", "de", "fr", "es", "pl")


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
    cases = list(sentence_cases())
    held_back = [case for case in cases if case.held_back]
    print(
        f"{len(cases)} cases, {len(held_back)} of them held back; share with every boundary right"
    )
    print(f"{'':16}{'all':>7}{'held':>7}" + "".join(f"{code:>7}" for code in LANGUAGES) + "   kB/s")
    # sumy adds abbreviations to Punkt's models for good: it comes after them.
    peers: dict[str, Split] = {"gazette": ours, "punkt": punkt, "sumy": sumys, "pysbd": pysbds}
    for name, split in peers.items():
        try:
            print(f"{name:16}" + "".join(_row(cases, held_back, split)))
        except ImportError as error:
            print(f"{name:16}not installed ({error})")


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
