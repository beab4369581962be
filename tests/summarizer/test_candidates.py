from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import candidates as module
from summarizer.candidates import gather
from summarizer.tokens import words

TEXT = """\
The plan has failed
By John Smith
LONDON (Reuters) - The minister of health said on Monday that the plan had failed.
Nobody at the ministry answered the telephone.
A headline without a mark
Nobody at the Ministry answered the telephone!
It rained.
"""


def texts(text: str, title: str | None = None) -> list[str]:
    return [sentence.text for sentence in gather(text, title, "en").sentences]


def test_no_debris_no_title_and_none_twice() -> None:
    assert texts(TEXT, "The Plan Has Failed!") == [
        "The minister of health said on Monday that the plan had failed.",
        "Nobody at the ministry answered the telephone.",
        "A headline without a mark",
        "It rained.",
    ]


def test_the_title_is_no_candidate_wherever_it_stands() -> None:
    text = "By John Smith\nThe plan has failed.\nThe minister said so on Monday in London."
    (only,) = texts(text, "The plan has failed")
    assert only == "The minister said so on Monday in London."


def test_a_title_of_two_sentences_is_left_out_whole() -> None:
    text = "It failed. What now?\nThe minister said so on Monday in London."
    (only,) = texts(text, "It failed. What now?")
    assert only == "The minister said so on Monday in London."


def test_prose_comes_apart_from_the_rest() -> None:
    prose = gather(TEXT, None, "en").prose()
    assert [sentence.text for sentence in prose.sentences] == [
        "The minister of health said on Monday that the plan had failed.",
        "Nobody at the ministry answered the telephone.",
    ]
    assert all(len(tokens) >= 5 for tokens in prose.words)
    lines = gather("One line\nAnother line", None, "en")
    assert lines.prose() is lines


def test_units_without_words_count_where_there_is_nothing_else() -> None:
    assert texts("* * *\nHello.") == ["Hello."]
    assert texts("* * *") == ["* * *"]
    assert texts(" ") == []


def test_a_bounded_part_of_a_long_text_is_read() -> None:
    many = gather("".join(f"Sentence number {n} is here. " for n in range(5_000)), None, "en")
    assert len(many.sentences) == module._MOST_SENTENCES
    long = gather("".join(f"{n} {'word ' * 100}. " for n in range(2_000)), None, "en")
    assert sum(len(each.text) for each in long.sentences) < module._MOST_CHARACTERS + 1_000


def test_the_end_of_what_is_read_cuts_no_sentence() -> None:
    sentence = "The minister of health said so on Monday."
    blank = " " * (module._MOST_READ - len(sentence) - 20)
    found = gather(f"{sentence}{blank}{sentence.replace('health', 'labour')}", None, "en")
    assert [each.text for each in found.sentences] == [sentence]


@settings(deadline=None)
@given(st.text(st.characters()) | st.text("ab. \nБю!"), st.text("ab ") | st.none())
def test_candidates_come_with_their_words(text: str, title: str | None) -> None:
    found = gather(text, title, "en")
    assert found.words == tuple(tuple(words(each.text)) for each in found.sentences)
    assert len(set(found.words)) == len(found.words) or not all(found.words)
    assert all(text[each.start : each.end] == each.text for each in found.sentences)


@pytest.mark.parametrize(
    "unit",
    ["He went home.", "The following people came to the house:", "A headline without an end mark"],
)
def test_prose_has_some_words_and_an_end(unit: str) -> None:
    quoted = "He said “we are all going home.”"
    (only,) = gather(f"{quoted}\n{unit}", None, "en").prose().sentences
    assert only.text == quoted
