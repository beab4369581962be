"""Where one sentence ends and the next begins, within one paragraph.

Punkt decides (T. Kiss and J. Strunk, "Unsupervised Multilingual Sentence Boundary Detection",
Computational Linguistics 32(4), 2006), with the models that NLTK uses; the rules here mend what it
gets wrong in news, and add the marks of other scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

_CLOSING = r"""["'”’»›)\]」』】）]"""
# Patterns below run over text of any kind and a megabyte long: possessive repeats and a look
# behind at the start of each run keep them linear.
_MARK = re.compile(rf"[。！？｡؟۔।॥։።]++{_CLOSING}*+")
_ELLIPSIS = re.compile(rf"(?<![.…])(?:\.\.|…)[.…]*+{_CLOSING}*+\s++")

# Abbreviations that may end a sentence, and words that begin one far more often than they are
# a name: together they are an end. «в 1990 г. Потом» ends, «в 1990 г. Минск» goes on.
_MAY_END = "г гг р рр r др пр ін інш т.д т.п usw etc p.m a.m Inc Corp Co Ltd Jr"
_OPENERS = (
    "The This That These Those It He She They We But And In On At As After Before When While For "
    "If Then There However Last "
    "Это Эта Этот Эти Он Она Оно Они Мы Но А И В Во На По При После Потом Затем Однако Также Как "
    "Тогда Там Так Если Когда "
    "Гэта Гэты Гэтая Яна Яно Яны Ён Але І У Ў Пры Пасля Потым Аднак Таксама Як Тады Калі "
    "Це Цей Ця Ці Він Вона Воно Вони Та Але За Після Потім Проте Також Як Тоді Якщо Коли "
    "Der Die Das Er Sie Es Wir Aber Und Am Im Dann Doch Auch Nach "
    "Le La Les Il Elle Ils Elles Mais Et Puis El Los Las Pero Ten Ta To On Ona Ale Potem W Na"
)


def _either(words: str) -> str:
    return "|".join(map(re.escape, words.split()))


# U.S., J.K.: more often than not a name goes on.
_ACRONYM = r"(?:[^\W\d_]\.)+[^\W\d_]"
_ENDED = re.compile(
    rf"(?<![\w.])(?:{_either(_MAY_END)}|(?:[A-Z]\.)+[A-Z])\.{_CLOSING}*+\s++(?=(?:{_either(_OPENERS)})\b)"
)

# Never the end by themselves: a name or a number follows.
_NEVER_END = (
    "Gov Sen Rep Gen Sgt Lt Col Capt Cmdr Maj Pvt Mr Mrs Ms Dr Prof Rev Hon St Mt Ft No Nos vs "
    "Mme Mlle Sr Sra EE ul pl św вул Вул ул Ул пл просп бул св тав тов праф проф акад дац доц ген"
)
_UNENDED = re.compile(rf"(?<![\w.])(?:{_either(_NEVER_END)}|{_ACRONYM})\.\s*$")
_REACH = 24
# A small letter after «…!», "…?" or (…) goes on with the sentence: «Стой!» — сказал он.
_GOES_ON = re.compile(r"[—–-]?\s*(?P<first>[^\W\d_])")
_PLAIN_STOP = re.compile(r"\w\.\s*$")

# Belarusian, Ukrainian and Bulgarian have no model; Russian abbreviates most alike.
_MODELS = {
    "be": "russian",
    "bg": "russian",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "pl": "polish",
    "ru": "russian",
    "uk": "russian",
}


class _Tokenizer(Protocol):
    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]: ...


@lru_cache(maxsize=len(_MODELS) + 1)
def _tokenizer(model: str) -> _Tokenizer:
    import punkt

    tokenizer: _Tokenizer = punkt.tokenizer_for(model, prefixes=True)
    return tokenizer


def boundaries(paragraph: str, language: str) -> list[int]:
    """Return the offsets in a paragraph at which a sentence begins, 0 left out, ascending."""
    tokenizer = _tokenizer(_MODELS.get(language, "english"))
    found = {
        start
        for start, _end in tokenizer.span_tokenize(paragraph)
        if start and not _within_sentence(paragraph, start)
    }
    found.update(match.end() for match in _MARK.finditer(paragraph))
    found.update(match.end() for match in _ENDED.finditer(paragraph))
    found.update(
        match.end()
        for match in _ELLIPSIS.finditer(paragraph)
        if paragraph[match.end() : match.end() + 1].isupper()
    )
    return sorted(found - {len(paragraph)})


def _within_sentence(paragraph: str, start: int) -> bool:
    """Whether the boundary that Punkt found at `start` is none."""
    before = paragraph[max(0, start - _REACH) : start]
    if _UNENDED.search(before):
        return True
    after = _GOES_ON.match(paragraph, start, start + _REACH)
    goes_on = after is not None and after["first"].islower()
    return goes_on and not _PLAIN_STOP.search(before)
