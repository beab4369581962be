from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures import numbers


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "12 people", ["12"]),
        ("en", "1,200 people and 1,234,567 birds", ["1200", "1234567"]),
        ("en", "1,234.5 tonnes, 2.5 miles", ["1234.5", "2.5"]),
        ("ru", "1 200 человек и 2,5 тонны", ["1200", "2.5"]),
        ("ru", "1.200 человек", ["1200"]),
        ("de", "1.234.567 Vögel, 1.234,5 Tonnen", ["1234567", "1234.5"]),
        ("en", "1.2 million people, 3 thousand dogs", ["1200000", "3000"]),
        ("ru", "3 тыс. домов, 5 миллионов рублей", ["3000", "5000000"]),
        ("be", "2 мільёны рублёў", ["2000000"]),
        ("en", "Three soldiers and twelve dogs", ["3", "12"]),
        ("fr", "trois soldats", ["3"]),
        ("vi", "12 người", ["12"]),
        ("en", "at 12:30, 45% of them, $12, No.5, 3-1, COVID-19, 01.02.2020, F16", []),
        ("en", "no number", []),
        ("en", "", []),
    ],
)
def test_values(language: str, text: str, values: list[str]) -> None:
    assert [number.value for number in numbers(text, language)] == list(map(Decimal, values))


def test_the_span_holds_the_scale() -> None:
    text = "Some 1.2 million people"
    (number,) = numbers(text, "en")
    assert text[number.start : number.end] == "1.2 million"


@given(st.text() | st.text("0123456789., %:$ \u00a0"), st.sampled_from(("en", "ru", "de", "xx")))
def test_any_text(text: str, language: str) -> None:
    for number in numbers(text, language):
        assert 0 <= number.start < number.end <= len(text)
        assert number.value >= 0
