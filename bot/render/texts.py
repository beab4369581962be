"""Messages in the reader's language, from gettext catalogues, always escaped.

A message is found by a key ("latest.head"), its text is Telegram HTML with {named} places. What
fills a place is escaped by MarkupSafe, so nothing that came from outside can become markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from gettext import c2py
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup

LANGUAGES = ("en", "be", "ru")
DEFAULT = "en"


class Texts:
    """The messages of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        catalogue = read_catalogue(language)
        self._form = c2py(catalogue.plural_expr)
        self._messages: dict[str, str] = {}
        self._plurals: dict[str, Sequence[str]] = {}
        for message in catalogue:
            key, text = message.id, message.string
            if isinstance(key, str) and isinstance(text, str):
                self._messages[key] = text
            elif text:
                self._plurals[key[0]] = text
        # Messages without places, which are the same each time.
        self._whole: dict[str, Markup] = {}
        self._whole_plain: dict[str, str] = {}

    def __call__(self, key: str, /, **places: object) -> Markup:
        """The message of that key as HTML, its places filled and escaped."""
        if places:
            return Markup(self._messages.get(key, key)).format(**places)
        if key not in self._whole:
            self._whole[key] = Markup(self._messages.get(key, key)).format()
        return self._whole[key]

    def plain(self, key: str, /, **places: object) -> str:
        """The message as plain text: for buttons, notes on taps and command menus."""
        if places:
            return self(key, **places).unescape()
        if key not in self._whole_plain:
            self._whole_plain[key] = self(key).unescape()
        return self._whole_plain[key]

    def plural(self, key: str, n: int, /, **places: object) -> Markup:
        """The form of the message that the number asks for; {n} is the number itself."""
        forms = self._plurals.get(key)
        return Markup(forms[self._form(n)] if forms else key).format(n=n, **places)


@cache
def texts_in(language: str) -> Texts:
    """The messages in that language, in English if we do not speak it."""
    return Texts(language if language in LANGUAGES else DEFAULT)


def guess_language(code: str | None) -> str:
    """Our language for a Telegram language code such as "ru", "be-tarask", "en-GB" or None."""
    base = (code or "").split("-")[0].lower()
    return base if base in LANGUAGES else DEFAULT


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language as Babel reads it."""
    source = files("bot.render").joinpath("locales", f"{language}.po")
    with source.open("rb") as file:
        return read_po(file, locale=language)
