from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.tokens import fold, word_spans, words

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("BELARUS", "belarus"),
        ("Café", "cafe"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁnal", "final"),
        ("Ёлка", "елка"),
        ("Ўсё", "усе"),
        ("Її", "іі"),
        ("ґанок", "ганок"),
        ("Йод", "йод"),
        ("и\u0306од", "йод"),
        ("якiя", "якія"),
        ("сям’я", "сямя"),
        ("Trump's", "trump"),
        ("Trump’s", "trump"),
        ("U.S.", "us"),
        ("Бела\u00adрусь", "беларусь"),
        ("שָׁלוֹם", "שלום"),
        ("が", "が"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not once or once.isalnum()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.-India trade, e.g. tea", ["us", "india", "trade", "eg", "tea"]),
        ("J.K.Rowling", ["jk", "rowling"]),
        ("C++ and C#", ["c", "and", "c"]),
        ("don't O'Brien's", ["dont", "obrien"]),
        ("l’homme d'Ivoire qu'elle", ["l", "homme", "d", "ivoire", "qu", "elle"]),
        ("п'ять сям’я", ["пять", "сямя"]),
        ("Covid-19, 3.5% foo_bar", ["covid", "19", "3", "5", "foo", "bar"]),
        ("日本の首相 x", ["日本", "本の", "の首", "首相", "x"]),
        ("中", ["中"]),
        ("中5", ["中", "5"]),
        ("한국어 뉴스", ["한국어", "뉴스"]),
        ("… — !", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(ANY_TEXT)
def test_each_span_folds_to_its_word(text: str) -> None:
    spans = word_spans(text)
    for word, start, end in spans:
        assert 0 <= start < end <= len(text)
        assert word
        assert fold(text[start:end]) == word
    starts = [start for _word, start, _end in spans]
    assert starts == sorted(set(starts))


@given(ANY_TEXT | st.text(st.sampled_from("aBclqu1 _.'’-éёЛ\u0301\u200b日の")))
def test_words_are_those_of_the_spans(text: str) -> None:
    assert words(text) == [word for word, _, _ in word_spans(text)]
