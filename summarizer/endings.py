"""A light stemmer for Belarusian and Ukrainian, which Snowball does not have.

It takes off the longest inflectional ending that leaves three letters, in the manner of the light
stemmers of J. Savoy ("Light stemming approaches for the French, Portuguese, German and Hungarian
languages", SAC 2006), then evens out the consonants that change before an ending. The stem need
not be a word: it has to be the same for all forms of one word.

The endings are written as `tokens.fold` leaves them: ё as е, ў as у, ї as і.
"""

from __future__ import annotations

import re

_BELARUSIAN = """
    а я у ю е э о ы і ь й
    ам ям ом ем ах ях ау яу оу еу ай яй ой ей эй аю яю ою ею амі ямі
    ія ыя іі ыі ію ыю ій ый іяй ыяй іяу ыяу іям ыям іях ыях іямі ыямі
    ага яга ога аму яму ому ым ім ымі імі ых іх ая яя ое ае яе ее ую юю
    аць яць іць ыць ець эць уць юць іу ыу ала яла іла ыла ела алі ялі ілі ылі елі ало яло іло ыло
    еш эш іш ыш эм еце эце іце ыце уе юе аеш уеш аем уем аеце уеце аюць уюць яюць
    аваць явау авау авала авалі авало
"""
_UKRAINIAN = """
    а я у ю е є о и і ь й
    ам ям ом ем єм ах ях ів ей ой ою ею єю ами ями ові еві єві
    ія іі ію ій ією іям іях іями
    ий ого ього ому ьому им ім ими іми их іх оі ьоі ьою
    ати яти ити іти ути ав яв ив ув ала яла ила іла ули ало яло ило іло али яли или іли
    еш єш иш іш емо ємо имо імо ете єте ите іте ить ять іть уть ють
    ає яє ує ює ають яють ують юють уємо уєте аємо аєте
    увати ював ював ував увала ували увало
"""
_REFLEXIVE = {
    "be": re.compile("(?<=...)(?:цца|ца|ся)$"),
    "uk": re.compile("(?<=...)(?:ся|(?<!ру)сь)$"),
}
_DOUBLED = re.compile(r"([^\W\d_])\1$")
_SHORT_U = re.compile("(?<=[аеіоуыэюя])у$")
_SOFTENING = frozenset("еіьюя")


def _suffixes(endings: str) -> re.Pattern[str]:
    # A search finds the leftmost match, which at the end of a word is the longest ending.
    return re.compile(f"(?<=...)(?:{'|'.join(endings.split())})$")


_ENDINGS = {"be": _suffixes(_BELARUSIAN), "uk": _suffixes(_UKRAINIAN)}
LANGUAGES = tuple(_ENDINGS)


def strip(word: str, language: str) -> str:
    """Return the stem of a folded word; `language` is one of LANGUAGES."""
    word = _REFLEXIVE[language].sub("", word)
    match = _ENDINGS[language].search(word)
    base, ending = (word[: match.start()], match[0]) if match else (word, "")
    base = _DOUBLED.sub(r"\1", base)
    if language == "be":
        base = _harden(base, ending)
    # The second palatalisation, made one way for every form: рэспубліка ~ рэспубліцы,
    # кніга ~ кнізе, Америка ~ Америці. Words in ц and з all the way through follow along.
    return base[:-1] + {"ц": "к", "з": "г"}.get(base[-1], base[-1])


def _harden(base: str, ending: str) -> str:
    """Undo the soft д and т of Belarusian (урадзе ~ урада, Брэсце ~ Брэста) and its ў (моў ~ мова).

    The ў comes folded to у; in a bare stem it follows a vowel, as no other у does.
    """
    if base.endswith("дз"):
        return base[:-1]
    if base.endswith("ц") and ending[:1] in _SOFTENING:
        return base[:-1] + "т"
    return _SHORT_U.sub("в", base)
