from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import Summary, summarize
from summarizer.extractive import METHODS

NEWS = """\
Envoy to visit Minsk
A senior official is preparing to visit Minsk for talks with the president this week.
If confirmed, the visit would be the first of a senior official to Minsk in years.
The embassy in Minsk was closed in 2022 after the invasion, the official said.
Share this
Experts warn that the talks with the president may prove difficult for the official.
Nobody at the ministry answered the telephone. It rained.
The visit of the official to Minsk could begin on Friday, people who know of it said.
"""
RUSSIAN = (
    "Президент подписал закон о выборах в стране. Закон о выборах приняли депутаты вчера. "
    "Погода стоит хорошая и тёплая всю неделю. Выборы по новому закону пройдут осенью в стране."
)
LAYOUTS = st.lists(
    st.sampled_from(
        [
            *("The talks went on for days. ", "U.S. ", "Выборы прошли в Минске вчера днём. "),
            *(
                "ALL IN CAPITALS HERE IT IS. ",
                "1 2 3 4 5 6. ",
                "\n",
                "\n\n",
                "\x00",
                "日本の首相。",
            ),
            *("שלום לכולם היום בבוקר. ", "x" * 1_500, "no marks at all ", "🙂 ", "\ud800", "!? "),
        ]
    ),
    max_size=40,
).map("".join)


def assert_sane(text: str, summary: Summary) -> None:
    position = 0
    for sentence in summary.sentences:
        assert position <= sentence.start
        assert text[sentence.start : sentence.end] == sentence.text
        position = sentence.end
    chosen = [sentence.text for sentence in summary.sentences]
    assert len(set(chosen)) == len(chosen)
    assert (summary.method == "empty") == (not chosen)


@settings(deadline=None)
@given(
    LAYOUTS | st.text(st.characters()),
    st.none() | st.text(max_size=10),
    st.integers(1, 8),
    st.none() | st.integers(1, 60),
)
def test_any_text_has_a_summary(
    text: str, title: str | None, sentences: int, words: int | None
) -> None:
    summary = summarize(text, title=title, sentences=sentences, words=words)
    assert_sane(text, summary)
    if words is None:
        assert len(summary.sentences) <= sentences
    if title is None:
        assert bool(summary.sentences) == bool(text.strip())


def test_news_gives_sentences_of_its_own() -> None:
    summary = summarize(NEWS, title="Envoy to visit Minsk!", sentences=3)
    assert_sane(NEWS, summary)
    assert (summary.language, summary.method) == ("en", "news")
    assert len(summary.sentences) == 3
    assert all(sentence.text.endswith(".") for sentence in summary.sentences)


def test_language_may_be_given_or_is_detected() -> None:
    assert summarize(RUSSIAN, sentences=1).language == "ru"
    assert summarize(NEWS, language="en-US").language == "en"
    assert summarize(RUSSIAN, sentences=2, language="ru").method == "news"


@pytest.mark.parametrize("text", ["", " \n\t", "\u3000"])
def test_nothing_gives_nothing(text: str) -> None:
    summary = summarize(text)
    assert (summary.sentences, summary.method, summary.language) == ((), "empty", "und")


def test_a_title_alone_is_no_summary() -> None:
    assert summarize("Envoy to visit Minsk", title="Envoy to visit Minsk").method == "empty"


def test_the_title_is_not_chosen_though_all_else_is() -> None:
    summary = summarize(NEWS, title="envoy to visit MINSK", sentences=100)
    assert summary.method == "whole"
    assert "Envoy to visit Minsk" not in [sentence.text for sentence in summary.sentences]


def test_a_first_line_that_is_no_title_counts() -> None:
    summary = summarize(NEWS, title="Something else", sentences=100)
    assert summary.sentences[0].text == "Envoy to visit Minsk"


def test_the_same_sentence_is_never_chosen_twice() -> None:
    text = (
        "The talks went on in Minsk. " * 5 + "The Talks went on, in Minsk! Nobody knew why it was."
    )
    summary = summarize(text, sentences=5)
    assert [sentence.start for sentence in summary.sentences] == [0, 169]


TWO = "The first comes before the second. The second comes last of all."


@pytest.mark.parametrize(("asked", "used"), [("news", "news"), ("lexrank", "lead")])
def test_of_two_sentences_the_first_tells_more(asked: str, used: str) -> None:
    summary = summarize(TWO, sentences=1, method=asked)
    assert (summary.method, summary.sentences[0].start) == (used, 0)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_may_be_named(method: str) -> None:
    summary = summarize(NEWS, sentences=2, method=method)
    assert_sane(NEWS, summary)
    assert summary.method in (method, "lead")


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no ranker is called 'best'"):
        summarize(NEWS, method="best")


@pytest.mark.parametrize("sentences", [1, 3, 100])
def test_every_choice_has_its_reasons(sentences: int) -> None:
    summary = summarize(NEWS, title="Envoy to visit Minsk", sentences=sentences)
    assert all(sentence.reasons for sentence in summary.sentences)


def test_sentences_that_share_nothing_still_give_an_answer() -> None:
    text = "Aa bb cc dd ee. Ff gg hh ii jj. Kk ll mm nn oo. Pp qq rr ss tt."
    assert len(summarize(text, sentences=2).sentences) == 2
    stop_words_only = "It is what it is. They were where they were. You have had what you had."
    assert len(summarize(stop_words_only, sentences=2).sentences) == 2
    assert summarize(stop_words_only, sentences=2, method="lexrank").method == "lead"


def test_prose_goes_before_debris() -> None:
    chosen = [sentence.text for sentence in summarize(NEWS, sentences=6).sentences]
    assert not {"Share this", "It rained.", "Envoy to visit Minsk"} & set(chosen)


def test_capitals_are_sentences_too() -> None:
    assert len(summarize(NEWS.upper(), sentences=3).sentences) == 3


def test_a_budget_of_words_is_kept() -> None:
    summary = summarize(NEWS, words=35)
    assert 1 <= sum(len(sentence.text.split()) for sentence in summary.sentences) <= 35


def test_a_time_to_read_is_a_budget() -> None:
    assert summarize(NEWS, seconds=10) == summarize(NEWS, words=33)
    assert not summarize(NEWS, seconds=10).over_budget


def test_a_budget_too_small_gives_the_shortest_prose() -> None:
    summary = summarize(NEWS, words=1)
    assert summary.over_budget
    assert [sentence.text for sentence in summary.sentences] == [
        "Nobody at the ministry answered the telephone."
    ]


def test_a_budget_for_everything_gives_everything() -> None:
    assert summarize(NEWS, words=1_000).method == "whole"


@pytest.mark.parametrize("length", [{"sentences": 0}, {"sentences": -1}, {"words": 0}])
def test_a_length_below_one_is_refused(length: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        summarize(NEWS, sentences=length.get("sentences", 3), words=length.get("words"))


def _megabyte(kind: str) -> str:
    draw = random.Random(7)
    words = (f"word{draw.randrange(5_000)}" for _ in range(120_000))
    return {
        "prose": lambda: ". ".join(
            " ".join([next(words).title() for _ in range(20)]) for _ in range(6_000)
        ),
        "one word": lambda: "x" * 1_000_000,
        "no marks": lambda: "word " * 200_000,
        "lines": lambda: "a\n" * 500_000,
        "dots": lambda: "." * 1_000_000,
        "acronyms": lambda: "U.S. " * 200_000,
        "capitals": lambda: "THE TALKS GO ON. " * 60_000,
        "kanji": lambda: "日本の首相。" * 160_000,
    }[kind]()


@pytest.mark.parametrize(
    "kind", ["prose", "one word", "no marks", "lines", "dots", "acronyms", "capitals", "kanji"]
)
def test_a_megabyte(kind: str) -> None:
    text = _megabyte(kind)
    summary = summarize(text)
    assert_sane(text, summary)
    assert summary.sentences


def test_every_run_gives_the_same() -> None:
    program = (
        "import sys, json; from summarizer import summarize; "
        "print(json.dumps([[s.start for s in summarize(t, sentences=n).sentences] "
        "for t in json.loads(sys.stdin.read()) for n in (1, 2, 3)]))"
    )
    draw = random.Random(3)
    noise = ". ".join(" ".join(f"W{draw.randrange(40)}" for _ in range(9)) for _ in range(60))
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps([NEWS, RUSSIAN, noise]),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_heavy_libraries_wait_for_the_first_summary() -> None:
    program = (
        "import sys, summarizer.pool; "
        "print({'numpy', 'sumy', 'nltk', 'punkt', 'py3langid', 'Stemmer'} & set(sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert loaded.strip() == "set()"
