from __future__ import annotations

import pytest

from summarizer import terms as module
from summarizer.stems import stem
from summarizer.terms import _Terms, terms


def test_a_term_is_a_stem_and_function_words_have_none() -> None:
    assert terms("en")["elections"] == stem("elections", "en")
    assert terms("en")["the"] == ""
    assert terms("xx")["the"] == "the"


def test_the_memory_is_bounded_in_words_and_in_their_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MOST_WORDS", 3)
    memory = _Terms("en")
    found = [memory[word] for word in ("one", "two", "talks", "storms", "x" * 1_000)]
    assert found == ["", "", "talk", "storm", "x" * 1_000]
    assert dict(memory) == {"storms": "storm"}
