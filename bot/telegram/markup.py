"""Our buttons as Telegram's."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.render.keyboard import Keyboard


def markup_of(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The keyboard as Telegram takes it; None for no button."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.text, url=button.url or None, callback_data=button.data or None
                )
                for button in row
            ]
            for row in keyboard
        ]
    )
