"""/mute and /follow: words and phrases that a chat wants none of, or more of."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from markupsafe import Markup

from bot.digest_model import WishKind
from bot.errors import NotFoundError
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten, units
from handlers.context import Ask, Reply
from handlers.digests.targets import check_here

MOST: Final = 100
LONGEST_UNITS: Final = 60
_QUOTES: Final = "\"“”„«»'"
_LABEL_UNITS: Final = 30
_IN_A_ROW: Final = 2


async def mute(ask: Ask) -> Reply:
    """/mute word: no news that has it; alone: the list."""
    return await _wish(ask, WishKind.MUTE)


async def follow(ask: Ask) -> Reply:
    """/follow word: news that has it comes first; alone: the list."""
    return await _wish(ask, WishKind.FOLLOW)


async def wish_tapped(ask: Ask) -> Reply:
    """A button that takes a phrase back: "wish:KIND:MARK"; the phrase itself is too long."""
    await check_here(ask)
    kind, mark = (*ask.data, "", "")[:2]
    if kind not in tuple(WishKind):
        raise NotFoundError("button.old")
    wishes = ask.services.store.wishes
    for wish in await wishes.of_chat(ask.chat_id):
        if _mark(wish.phrase) == mark:
            await wishes.remove(ask.chat_id, wish.phrase)
    return await _page(ask, WishKind(kind), edit=True)


async def _wish(ask: Ask, kind: WishKind) -> Reply:
    await check_here(ask)
    # Plain words: what is typed is what is looked for, in any case.
    phrase = " ".join(ask.words.strip(_QUOTES).split()).casefold()
    if not phrase:
        return await _page(ask, kind)
    if units(phrase) > LONGEST_UNITS or not any(char.isalnum() for char in phrase):
        raise NotFoundError("wish.unclear", most=LONGEST_UNITS)
    wishes = ask.services.store.wishes
    if len(await wishes.of_chat(ask.chat_id)) >= MOST:
        raise NotFoundError("wish.many", most=MOST)
    await wishes.add(ask.chat_id, kind, phrase)
    return await _page(ask, kind, note=ask.texts(f"wish.done.{kind}", phrase=phrase))


async def _page(
    ask: Ask, kind: WishKind, *, note: Markup | None = None, edit: bool = False
) -> Reply:
    wishes = await ask.services.store.wishes.of_chat(ask.chat_id)
    phrases = [wish.phrase for wish in wishes if wish.kind is kind]
    blocks = [note] if note else []
    if phrases:
        blocks.append(ask.texts(f"wish.list.{kind}", phrases=", ".join(phrases)))
    else:
        blocks.append(ask.texts(f"wish.none.{kind}"))
    return Reply(text=Markup("\n\n").join(blocks), keyboard=_buttons(phrases, kind), edit=edit)


def _buttons(phrases: list[str], kind: WishKind) -> Keyboard:
    buttons = [
        Button(
            text=f"✕ {shorten(phrase, _LABEL_UNITS)}", data=callback("wish", kind, _mark(phrase))
        )
        for phrase in phrases
    ]
    return tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))


def _mark(phrase: str) -> str:
    """Tells the phrases of one chat apart."""
    return blake2b(phrase.encode(errors="replace"), digest_size=6).hexdigest()
