from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.language import SUPPORTED, UNKNOWN, detect

LABELLED = Path(__file__).parents[3] / "shared/data/languages/items.jsonl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", UNKNOWN),
        ("  12:30, 5 % … 🙂", UNKNOWN),
        ("\ud800", UNKNOWN),
        ("Hello", "en"),
        ("BREAKING NEWS FROM WASHINGTON", "en"),
        ("Guten Tag, wie geht es Ihnen?", "de"),
        ("Bonjour tout le monde", "fr"),
        ("¿Qué pasa con las elecciones?", "es"),
        ("Dzień dobry państwu", "pl"),
        ("Прывітанне, Беларусь!", "be"),
        ("навiны краiны", "be"),
        ("Привет", "ru"),
        ("Санкции против Минска", "ru"),
        ("Привіт", "uk"),
        ("Київ", "uk"),
        ("Добър ден, как сте?", "bg"),
        ("Президент США Donald Trump, The White House", "ru"),
        ("Влада Републике Србије је најавила", UNKNOWN),
        ("今日は晴れです", "ja"),
        ("日本の首相は東京で会談した", "ja"),
        ("今天天气很好", "zh"),
        ("안녕하세요", "ko"),
        ("مرحبا بالعالم", "ar"),
        ("שלום עולם", "he"),
        ("Καλημέρα", "el"),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language


def test_blank_beginnings_do_not_hide_the_text() -> None:
    assert detect(" \n" * 10_000 + "Прывітанне") == "be"


@given(st.text(st.characters()))
def test_any_text_has_an_answer(text: str) -> None:
    language = detect(text)
    assert language == UNKNOWN or len(language) == 2


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled texts are not part of the project")
@pytest.mark.parametrize(("field", "floor"), [("text", 0.99), ("cut60", 0.985)])
def test_accuracy_on_labelled_texts(field: str, floor: float) -> None:
    rows = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    right = Counter(row["lang"] for row in rows if detect(row[field]) == row["lang"])
    asked = Counter(row["lang"] for row in rows)
    assert set(asked) <= set(SUPPORTED)
    assert right.total() >= floor * asked.total(), {
        code: right[code] / asked[code] for code in asked
    }
