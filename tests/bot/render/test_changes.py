from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.changes import changed
from bot.render.parts import length


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("one two three", "one 2 three", "one <s>two</s> <b>2</b> three"),
        ("Minister visits", "Envoy visits", "<s>Minister</s> <b>Envoy</b> visits"),
        ("old", "", "<s>old</s>"),
        ("", "new", "<b>new</b>"),
        ("same words", "same  words", ""),
        ("a < b", "a > b", "a <s>&lt;</s> <b>&gt;</b> b"),
    ],
)
def test_the_old_is_struck_and_the_new_is_bold(before: str, after: str, shown: str) -> None:
    assert changed(before, after) == shown


def test_far_from_a_change_nothing_is_told() -> None:
    words = [f"w{n}" for n in range(100)]
    other = [*words[:50], "new", *words[50:]]
    shown = changed(" ".join(words), " ".join(other))
    assert shown == f"{' '.join(words[44:50])} <b>new</b> {' '.join(words[50:56])}"


def test_changes_far_apart_are_passages() -> None:
    words = [f"w{n}" for n in range(100)]
    other = ["x", *words[1:99], "y"]
    first, second = changed(" ".join(words), " ".join(other)).split("\n\n")
    assert first.startswith("<s>w0</s> <b>x</b> w1")
    assert second.endswith("w98 <s>w99</s> <b>y</b>")


def test_much_change_is_cut_short() -> None:
    before = " ".join(f"a{n} same{n} and{n} the{n} rest{n}" * 3 for n in range(3000))
    after = before.replace("a", "b")
    shown = changed(before, after, 1000)
    assert 0 < length(shown) < 3000
    spread = " ".join(f"w{n}" for n in range(700))
    assert changed(spread, re.sub(r"w(\d*)0\b", r"v\g<1>0", spread), 300).endswith("…")


@given(st.text(alphabet="ab <&\n"), st.text(alphabet="ab <&\n"))
def test_any_two_texts(before: str, after: str) -> None:
    shown = changed(before, after)
    assert bool(shown) == (before.split() != after.split())
    new = re.sub(r"<s>.*?</s>", "", shown)
    assert set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", new))) <= {
        *re.findall(r"\w+", after),
        "lt",
        "amp",
    }
