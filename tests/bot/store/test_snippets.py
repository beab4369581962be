from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Snippet
from bot.store.snippets import Highlighter
from summarizer.stems import stem_variants


def _snippet(words: str, text: str, *, title: str = "Title", language: str = "en") -> Snippet:
    stems = [form for word in words.split() for form in stem_variants(word)]
    return Highlighter(stems).snippet(title=title, text=text, language=language)


def _matched(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.matches]


@pytest.mark.parametrize(
    ("words", "text", "language", "matched"),
    [
        ("sanction", "New sanctions, old SANCTION.", "en", ["sanctions", "SANCTION"]),
        ("санкция", "Против санкций — «санкции»!", "ru", ["санкций", "санкции"]),
        ("урад", "Ва Ўрадзе сказалі, што ўрад супраць.", "be", ["Ўрадзе", "ўрад"]),
        ("елка", "Новая Ёлка и ёлки.", "ru", ["Ёлка", "ёлки"]),
        ("dies obrien", "O'Brien is dying.", "en", ["O'Brien", "dying"]),
        ("c", "C++ and c, not cc", "en", ["C", "c"]),
        ("ecole", "À l'École et aux écoles.", "fr", ["École", "écoles"]),
        ("us", "The U.S. and us-led", "en", ["U.S", "us"]),
        ("замак", "Стары за\u0301мак", "be", ["за\u0301мак"]),
        ("東京", "新しい東京です", "ja", ["東京"]),
    ],
)
def test_the_sources_own_words_are_marked(
    words: str, text: str, language: str, matched: list[str]
) -> None:
    snippet = _snippet(words, text, language=language)
    assert snippet.text == text
    assert _matched(snippet) == matched


def test_a_long_text_is_cut_between_words() -> None:
    text = f"{'before ' * 100}the sanctions hold {'after ' * 100}"
    snippet = _snippet("sanctions", text)
    assert snippet.text.startswith("…before ")
    assert snippet.text.endswith(" after…")
    assert _matched(snippet) == ["sanctions"]
    assert len(snippet.text) <= 162


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    text = f"Trump spoke. {'filler ' * 50} Trump met Putin. {'filler ' * 50} Putin left."
    assert _matched(_snippet("trump putin", text)) == ["Trump", "Putin"]


def test_what_is_whole_shows_no_gap() -> None:
    assert _snippet("end", "The end \n").text == "The end"


def test_a_line_break_becomes_a_space() -> None:
    assert _snippet("b", "a\nb\r\nc").text == "a b  c"


def test_the_title_stands_in_when_it_alone_matches() -> None:
    snippet = _snippet("title", "Nothing here.", title="The title of it")
    assert snippet == Snippet(text="The title of it", matches=((4, 9),))


def test_a_text_without_spaces_is_cut_hard() -> None:
    snippet = _snippet("京都", "東" * 500 + "京都" + "東" * 500)
    assert _matched(snippet) == ["京都"]
    assert len(snippet.text) <= 164


_TEXTS = st.text(st.sampled_from("aб ё\n.,'-İßſ\u0301…") | st.characters(), max_size=400)


@given(_TEXTS, st.sampled_from(["a", "б", "е", "aб", "ss", "i"]), st.sampled_from(["en", "ru"]))
def test_any_text_gives_a_passage_of_itself(text: str, words: str, language: str) -> None:
    snippet = _snippet(words, text, title=text[:50], language=language)
    assert snippet.text.strip("…") in "".join(" " if c.isspace() else c for c in text) + text[:50]
    assert all(snippet.text[start:end] for start, end in snippet.matches)
    assert list(snippet.matches) == sorted(snippet.matches)
