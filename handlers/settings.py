"""/language, /about, /privacy."""

from __future__ import annotations

from bot.render.keyboard import Button, callback
from bot.render.texts import LANGUAGES, texts_in
from handlers.context import Ask, Reply


async def language(ask: Ask) -> Reply:
    """The languages as buttons; /language be works too."""
    wanted = ask.words.lower()
    if wanted in LANGUAGES:
        return await _speak(ask, wanted, edit=False)
    names = {texts_in(code).plain("language.name").lower(): code for code in LANGUAGES}
    if wanted in names:
        return await _speak(ask, names[wanted], edit=False)
    row = tuple(
        Button(text=texts_in(code).plain("language.name"), data=callback("lang", code))
        for code in LANGUAGES
    )
    return Reply(text=ask.texts("language.choose"), keyboard=(row,))


async def chosen_language(ask: Ask) -> Reply:
    """A language's button."""
    code = ask.data[0] if ask.data else ""
    if code not in LANGUAGES:
        return Reply(toast=ask.texts.plain("button.old"), alert=True)
    return await _speak(ask, code, edit=True)


async def about(ask: Ask) -> Reply:
    """What Gazette is, and how its summaries are made."""
    return Reply(text=ask.texts("about.text"))


async def privacy(ask: Ask) -> Reply:
    """What is stored, and how to have it deleted."""
    return Reply(text=ask.texts("privacy.text"))


async def _speak(ask: Ask, code: str, *, edit: bool) -> Reply:
    await ask.services.store.chats.set_language(ask.chat_id, code)
    return Reply(text=texts_in(code)("language.done"), edit=edit, new_menu=True)
