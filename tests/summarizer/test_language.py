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
        ("Thủ tướng đã gặp các bộ trưởng tại Hà Nội vào hôm thứ hai.", "vi"),
        ("Le président Tô Lâm a reçu mardi à Hanoï Lê Hoài Trung, son ministre.", "fr"),
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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The talks of the ministers were to be over on Monday, he said. " * 9, "en"),
        ("Die Gespräche der Minister sind nach dem Treffen nicht zu Ende. " * 9, "de"),
        ("Переговоры у нас не о том, что он и она с ними не на одной стороне. " * 9, "ru"),
        ("Разговорите са за това, че той и тя не са на една страна с тях. " * 9, "bg"),
        ("Розмови не про те, що він і вона з ними не на одному боці. " * 9, "uk"),
        ("Только день", "ru"),
        ("Път към България", "bg"),
    ],
)
def test_little_words_and_misplaced_letters_settle_it(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled texts are not part of the project")
@pytest.mark.parametrize(
    ("field", "floor"), [("text", 0.9936), ("cut60", 0.992), ("three words", 0.945)]
)
def test_accuracy_on_labelled_texts(field: str, floor: float) -> None:
    rows = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    for row in rows:
        row["three words"] = " ".join(row["text"].split()[:3])
    right = Counter(row["lang"] for row in rows if detect(row[field]) == row["lang"])
    asked = Counter(row["lang"] for row in rows)
    assert set(asked) <= set(SUPPORTED)
    assert right.total() >= floor * asked.total(), {
        code: right[code] / asked[code] for code in asked
    }
