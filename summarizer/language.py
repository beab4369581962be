"""Which language a text is in: by its script, then by its letters, then by py3langid.

Letters settle most of what statistics find hard: no Russian word holds an і, no Belarusian one an
и. What they leave open goes to py3langid (M. Lui and T. Baldwin, "langid.py: An Off-the-shelf
Language Identification Tool", ACL 2012), which chooses among the languages still possible.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import Protocol

UNKNOWN = "und"
SUPPORTED = ("en", "be", "ru", "uk", "de", "fr", "es", "pl", "bg", "lt")

# Scripts that tell the language (the most likely one) by themselves. Kana stands before Han:
# Japanese is written in both, Chinese in Han alone.
_SCRIPTS = {
    "latin": re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]+"),
    "cyrillic": re.compile("[Ѐ-ԯ]+"),
    "ja": re.compile("[ぁ-ヺ]+"),
    "zh": re.compile("[㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff]+"),
    "ko": re.compile("[가-힣ᄀ-ᇿㄱ-ㆎ]+"),
    "ar": re.compile("[ء-يٱ-ۓ]+"),
    "he": re.compile("[א-ת]+"),
    "el": re.compile("[Ͱ-Ͽἀ-῿]+"),
    "hi": re.compile("[ऄ-ह]+"),
    "ka": re.compile("[Ⴀ-ჿ]+"),
    "hy": re.compile("[Ա-և]+"),
    "th": re.compile("[ก-ะ]+"),
}
_ASCII = re.compile(r"[\0-\x7f]+")
# No other language of these letters has them in every other word.
_VIETNAMESE = re.compile("[ƠơƯưẠ-ỹ]")
_KANA_SHARE = 0.1
# Cyrillic news is full of Latin names and addresses; Latin news holds next to no Cyrillic.
_CYRILLIC_SHARE = 0.2

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ALPHABETS = {
    "ru": frozenset(_RUSSIAN),
    "be": frozenset(_RUSSIAN) - frozenset("ищъ") | frozenset("іў"),
    "uk": frozenset(_RUSSIAN) - frozenset("ёъыэ") | frozenset("іїєґ"),
    "bg": frozenset(_RUSSIAN) - frozenset("ёыэ"),
}
# Letters in a place where a language has none: ъ parts a consonant from a vowel in Russian and is a
# vowel itself in Bulgarian, where ь stands only before о.
_MISPLACED = {"ru": re.compile("ъ(?![еёюя])"), "bg": re.compile("ь(?!о)")}
# What a language is worth before a letter is read, in py3langid's units (natural logarithms):
# it decides only between near equals, such as the candidates for a single word.
_PRIOR = {"en": 1.0, "ru": 2.0}
_LATIN = ("en", "de", "fr", "es", "pl", "lt")
# In the same units: what one word such as "the" or "und" weighs. It and the prior were chosen by
# five-fold cross-validation on sentences of treebanks, whole and cut off after 60 characters, five
# words and three.
_LITTLE_WORD = 6.0
# So many little words more than in any other language settle it, and quicker.
_CLEAR_LEAD = 20
_WORD = re.compile(r"[^\W\d_]+")
# Above this share of strange letters it is another Cyrillic language: Serbian, Kazakh…
_STRANGE_SHARE = 0.05
# Belarusian is often typed with a Latin i, next to Cyrillic letters.
_LATIN_I = re.compile("(?<=[а-яў])i|i(?=[а-яў])")
# Enough to tell a language; the rest of a long text would cost time and change nothing.
_SAMPLE = 1_000
_READING = Lock()


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def detect(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, "und" where there is nothing to tell by.

    Only SUPPORTED languages and Vietnamese are told apart within Latin and Cyrillic; other scripts
    give their most common language. Never raises.
    """
    sample = text.lstrip()[:_SAMPLE]
    # Only Latin has letters in ASCII; what is left without it is short, most often.
    places = dict.fromkeys(_SCRIPTS, _ASCII.sub("", sample)) | {"latin": sample}
    counts = {name: len("".join(each.findall(places[name]))) for name, each in _SCRIPTS.items()}
    script = max(counts, key=counts.__getitem__)
    if not counts[script]:
        return UNKNOWN
    if script in ("latin", "cyrillic"):
        if counts["cyrillic"] > _CYRILLIC_SHARE * counts["latin"]:
            return _cyrillic(sample)
        is_vietnamese = len(_VIETNAMESE.findall(sample)) > _STRANGE_SHARE * counts["latin"]
        return "vi" if is_vietnamese else _likeliest(sample, _LATIN)
    if script == "zh" and counts["ja"] > _KANA_SHARE * counts["zh"]:
        return "ja"
    return script


def _cyrillic(sample: str) -> str:
    """Keep the languages in whose alphabet the text has the fewest strange letters."""
    letters = Counter(_LATIN_I.sub("і", sample.lower()))
    letters = Counter({letter: n for letter, n in letters.items() if "Ѐ" <= letter <= "ԯ"})
    strange = {
        language: sum(n for letter, n in letters.items() if letter not in alphabet)
        for language, alphabet in _ALPHABETS.items()
    }
    for language, misplaced in _MISPLACED.items():
        strange[language] += len(misplaced.findall(sample.lower()))
    fewest = min(strange.values())
    if fewest > _STRANGE_SHARE * letters.total():
        return UNKNOWN
    return _likeliest(sample, tuple(code for code in _ALPHABETS if strange[code] == fewest))


def _likeliest(sample: str, languages: tuple[str, ...]) -> str:
    """Choose by the little words of each language; by py3langid too where these are few."""
    if len(languages) == 1:
        return languages[0]
    words = _WORD.findall(sample.lower())
    little = {code: sum(map(_little_words(code).__contains__, words)) for code in languages}
    best, second = sorted(little, key=little.__getitem__, reverse=True)[:2]
    if little[best] - little[second] >= _CLEAR_LEAD:
        return best
    scores = dict(_identifier().rank(sample))

    def likelihood(code: str) -> float:
        return scores[code] + _PRIOR.get(code, 0.0) + _LITTLE_WORD * little[code]

    return max(languages, key=likelihood)


@lru_cache(maxsize=len(SUPPORTED))
def _little_words(code: str) -> frozenset[str]:
    lists = tomllib.loads(files("summarizer").joinpath("little_words.toml").read_text("utf-8"))
    return frozenset(lists[code].split())


def _identifier() -> _Identifier:
    # The cache alone would let every thread that comes meanwhile read the model, too: 100 MB each.
    with _READING:
        return _read_identifier()


@lru_cache(maxsize=1)
def _read_identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # An identifier of our own: py3langid's functions share one per process.
    known = LanguageIdentifier.from_model_file(MODEL_FILE)
    known.set_languages(SUPPORTED)
    # The one that was read would keep all the other languages at hand, 20 MB of them.
    own: _Identifier = LanguageIdentifier(
        known.nb_ptc,
        known.nb_pc,
        known.nb_classes,
        known.tk_nextmove,
        known.tk_output,
        tk_row=known.tk_row,
    )
    return own
