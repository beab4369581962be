"""The catalogues are whole: every key, every place, every plural form, in every language."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from markupsafe import Markup

from bot.render.texts import LANGUAGES, guess_language, read_catalogue, texts_in
from handlers.menu import COMMANDS

ROOT = Path(__file__).parents[3]
CATALOGUES = {language: read_catalogue(language) for language in LANGUAGES}
TRANSLATED = [language for language in LANGUAGES if language != "en"]
ALLOWED_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote"}


def keys(catalogue: Catalog) -> list[str]:
    return [_key(message.id) for message in catalogue if message.id]


def _key(message_id: str | list[str] | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def forms(catalogue: Catalog, key: str) -> tuple[str, ...]:
    message = catalogue.get(key)
    assert message is not None
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert keys(CATALOGUES[language]) == keys(CATALOGUES["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_and_no_plural_form_missing(language: str) -> None:
    catalogue = CATALOGUES[language]
    for key in keys(catalogue):
        texts = forms(catalogue, key)
        assert all(text.strip() for text in texts), key
        assert len(texts) in {1, catalogue.num_plurals}, key


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_places_and_tags(language: str) -> None:
    for key in keys(CATALOGUES["en"]):
        english = forms(CATALOGUES["en"], key)
        translated = forms(CATALOGUES[language], key)
        assert (len(english) > 1) == (len(translated) > 1), key
        assert {*map(frozenset, map(places, translated))} == {frozenset(places(english[-1]))}, key
        assert tags(translated[-1]) == tags(english[-1]), key


def tags(text: str) -> list[str]:
    found = sorted(re.findall(r"</?([a-z]+)", text))
    assert set(found) <= ALLOWED_TAGS
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_named_and_explained(language: str) -> None:
    catalogue = CATALOGUES[language]
    for entry in COMMANDS:
        assert len(texts_in(language).plain(f"menu.{entry.name}")) <= 256
        assert f"help.{entry.name}" in keys(catalogue)
        assert catalogue.get(f"menu.{entry.name}") is not None


def test_every_key_in_the_code_is_in_the_catalogue_and_the_other_way_round() -> None:
    known = set(keys(CATALOGUES["en"]))
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("handlers", "bot")
        for path in (ROOT / folder).rglob("*.py")
    ) + (ROOT / "gazette.py").read_text(encoding="utf-8")
    literal = {text for text in re.findall(r'"([a-z_]+\.[a-z_.]+)"', code) if text in known}
    built = {
        f"{start}{key.removeprefix(start)}"
        for start in re.findall(r'f"([a-z_.]+\.)\{', code)
        for key in known
        if key.startswith(start)
    }
    assert known - literal - built == set()
    asked = set(re.findall(r'texts(?:\.plain|\.plural)?\(\s*"([a-z_.]+)"', code))
    raised = set(re.findall(r'Error\(\s*"([a-z_]+\.[a-z_]+)"', code))
    assert (asked | raised) - known == set()


def test_what_fills_a_place_is_escaped() -> None:
    text = texts_in("en")("start.hello", name="<b>Eve</b> & co")
    assert "&lt;b&gt;Eve&lt;/b&gt; &amp; co" in text


def test_plain_text_is_not_escaped() -> None:
    assert "A & B" in texts_in("en").plain("source.article", source="A & B")


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [
        ("en", 1, "1 story"),
        ("en", 2, "2 stories"),
        ("ru", 1, "1 "),
        ("ru", 3, "3 "),
        ("ru", 11, "11 "),
        ("be", 21, "21 "),
    ],
)
def test_plurals_follow_the_language(language: str, n: int, words: str) -> None:
    assert words in texts_in(language).plural("search.head", n, query="x")


def test_russian_and_belarusian_have_three_forms() -> None:
    for language in ("ru", "be"):
        told = [Markup(texts_in(language).plural("search.head", n, query="")) for n in (1, 2, 5)]
        assert len({re.sub(r"\d", "", text.striptags()) for text in told}) == 3


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("be-tarask", "be"), ("en-GB", "en"), ("de", "en"), ("", "en"), (None, "en")],
)
def test_the_first_guess_of_a_language(code: str | None, language: str) -> None:
    assert guess_language(code) == language
