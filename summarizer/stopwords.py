"""The function words of each language, which say nothing about what a text is about."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from summarizer.tokens import fold, words

# sumy names its lists in English.
_SUMY_LISTS = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "he": "hebrew",
    "pl": "polish",
    "pt": "portuguese",
}


@lru_cache(maxsize=16)
def stop_words(language: str) -> frozenset[str]:
    """Return the folded function words of a language; none for one without a list."""
    own = tomllib.loads(files("summarizer").joinpath("stopwords.toml").read_text("utf-8"))
    if language in own:
        return frozenset(map(fold, own[language].split()))
    if language not in _SUMY_LISTS:
        return frozenset()
    from sumy.utils import get_stop_words

    # "don't" is one word of ours and two of some lists: the parts of each entry count as well.
    entries = get_stop_words(_SUMY_LISTS[language])
    return frozenset(word for entry in entries for word in words(entry))
