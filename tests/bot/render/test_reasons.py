from __future__ import annotations

import pytest
from markupsafe import Markup

from bot.render.parts import MESSAGE_UNITS, length
from bot.render.reasons import reason_text, why_pages
from bot.render.summaries import Subject, summary_buttons
from bot.render.texts import LANGUAGES, texts_in
from summarizer import Reason, ReasonKind, Sentence, Summary

HEAD = Markup("<b>Head</b>")


def chosen(*reasons: Reason, text: str = "It <rained>.") -> Sentence:
    return Sentence(text=text, start=0, end=len(text), reasons=reasons)


def summary(*sentences: Sentence, method: str = "news") -> Summary:
    return Summary(sentences=sentences, language="en", method=method, total=9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ReasonKind)
@pytest.mark.parametrize("value", [1, 2, 5])
def test_every_reason_has_words_in_every_language(
    language: str, kind: ReasonKind, value: int
) -> None:
    text = reason_text(texts_in(language), Reason(kind=kind, value=value))
    assert "why." not in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("language", "kind", "value", "words"),
    [
        ("en", ReasonKind.POSITION, 1, "opens the text"),
        ("en", ReasonKind.POSITION, 3, "stands early: sentence 3 of the text"),
        ("en", ReasonKind.POSITION, 12, "stands in place 12 of the text"),
        ("en", ReasonKind.NAMES, 2, "has 2 words with a capital: parts of names, most likely"),
        ("en", ReasonKind.TITLE, 1, "shares 1 word with the headline"),
        ("en", ReasonKind.REPORTED, 4, "reported by 4 sources"),
        ("ru", ReasonKind.REPORTED, 4, "об этом сообщают 4 источника"),
        ("be", ReasonKind.NUMBERS, 5, "прыводзіць 5 лічбаў"),
    ],
)
def test_reasons_in_words(language: str, kind: ReasonKind, value: int, words: str) -> None:
    assert reason_text(texts_in(language), Reason(kind=kind, value=value)) == words


def test_numbers_are_written_as_the_language_does() -> None:
    reason = Reason(kind=ReasonKind.CENTRAL, value=1.52)
    assert "×1.5" in reason_text(texts_in("en"), reason)
    assert "×1,5" in reason_text(texts_in("ru"), reason)


def test_each_sentence_stands_above_its_reasons() -> None:
    told = summary(
        chosen(Reason(kind=ReasonKind.POSITION, value=1), Reason(kind=ReasonKind.TITLE, value=2)),
        chosen(text="Nothing else."),
    )
    (page,) = why_pages(texts_in("en"), HEAD, told, "news-1")
    assert (
        "<blockquote>It &lt;rained&gt;.</blockquote>\n"
        "• opens the text\n"
        "• shares 2 words with the headline\n"
    ) in page
    assert "<blockquote>Nothing else.</blockquote>\n• no single reason" in page
    assert page.endswith("<i>Method: news (news-1)</i>")


@pytest.mark.parametrize("method", ["joint", "lead", "lexrank", "news", "whole", "luhn"])
def test_every_method_is_explained(method: str) -> None:
    (page,) = why_pages(texts_in("en"), HEAD, summary(chosen(), method=method), "x")
    assert "Why these: " in page
    assert ("luhn” rated" in page) == (method == "luhn")


def test_many_sentences_take_several_pages() -> None:
    long = tuple(chosen(text=f"{number} " + "word " * 200) for number in range(20))
    pages = why_pages(texts_in("en"), HEAD, summary(*long), "x")
    assert len(pages) > 1
    assert all(length(page) <= MESSAGE_UNITS for page in pages)


def test_a_summary_of_nothing_has_nothing_to_explain() -> None:
    subject = Subject(kind="p", id=1)
    for told, offered in ((summary(), False), (summary(chosen()), True)):
        rows = summary_buttons(texts_in("en"), subject, told)
        assert ("Why these?" in [button.text for row in rows for button in row]) == offered
