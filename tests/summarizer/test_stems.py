from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.stems import fold, stem, stem_variants
from summarizer.tokens import words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "sanctions sanction Sanction's"),
        ("en", "elections election"),
        ("de", "Wahlen Wahl"),
        ("fr", "élections élection"),
        ("es", "presidente presidentes"),
        ("pl", "wybory wyborów wyborach"),
        ("ru", "Беларусь Беларуси Беларусью"),
        ("ru", "Русь Руси"),
        ("ru", "санкции санкций санкциями"),
        ("be", "Беларусь Беларусі Беларуссю"),
        ("be", "выбары выбараў выбарах выбарамі"),
        ("be", "урад урада ўрадзе ўрадам"),
        ("be", "рэспубліка рэспублікі рэспубліцы"),
        ("be", "прэзідэнт прэзідэнта прэзідэнце"),
        ("be", "беларускі беларуская беларускага беларускіх"),
        ("be", "вобласць вобласці вобласцю"),
        ("be", "галасаваць галасавалі галасуе"),
        ("be", "кніга кнізе"),
        ("be", "мова мовы моў"),
        ("be", "жыццё жыцця"),
        ("be", "збіраецца збірае збіраць"),
        ("uk", "вибори виборів виборах"),
        ("uk", "Україна України Україною"),
        ("uk", "Білорусь Білорусі Білоруссю"),
        ("uk", "республіка республіці"),
        ("uk", "український української українського"),
        ("uk", "голосувати голосували голосує"),
        ("uk", "президент президентові президентом"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    assert len({stem(fold(form), language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "election", "sanction"),
        ("be", "выбары", "вайна"),
        ("be", "Мінск", "Міёры"),
        ("uk", "вибори", "вироби"),
        ("uk", "Київ", "Львів"),
    ],
)
def test_different_words_stay_apart(language: str, one: str, other: str) -> None:
    assert stem(fold(one), language) != stem(fold(other), language)


def test_other_languages_keep_the_word() -> None:
    assert stem("лета", "und") == "лета"
    assert stem("", "be") == stem("", "en") == ""


@given(st.text(st.characters()), st.sampled_from(["en", "ru", "be", "uk", "pl", "und", ""]))
def test_any_word_has_a_stem(text: str, language: str) -> None:
    for word in words(text):
        assert stem(word, language)


@pytest.mark.parametrize(
    ("query", "language", "indexed"),
    [
        ("Беларуси", "be", "Беларусі"),
        ("Беларусь", "ru", "Беларусью"),
        ("выбары", "be", "выбараў"),
        ("Sanctions", "en", "sanction"),
        ("Wahlen", "de", "Wahl"),
        ("вибори", "uk", "виборів"),
        ("Belarus", "und", "belarus"),
    ],
)
def test_variants_reach_the_index(query: str, language: str, indexed: str) -> None:
    assert stem(fold(indexed), language) in stem_variants(query)


@given(st.text(st.characters()))
def test_variants_are_distinct_words(text: str) -> None:
    variants = stem_variants(text)
    assert len(set(variants)) == len(variants)
    assert all(variants)


def test_variants_of_no_word() -> None:
    assert stem_variants("!?") == ()
    assert stem_variants("2026") == ("2026",)
