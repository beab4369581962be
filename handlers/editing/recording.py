"""Every action of an editor is written down, and its answer offers to undo it."""

from __future__ import annotations

from typing import Any

from bot.model import Role
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from handlers.context import Ask

_SUBJECT_UNITS = 200


async def recorded(ask: Ask, action: str, subject: str, data: dict[str, Any]) -> Button:
    """Note an action in the audit trail; returns the button that undoes it."""
    entry = await ask.services.audit.record(
        ask.who, action, shorten(subject, _SUBJECT_UNITS), data, now=ask.now
    )
    return Button(text=ask.texts.plain("button.undo"), data=callback("undo", entry))


def editor_rows(ask: Ask, article_id: int) -> Keyboard:
    """Edit and Delete under an article, for those who may; each tap is checked again."""
    if not (ask.private and ask.role.may(Role.ADMIN)):
        return ()
    return (
        (
            Button(text=ask.texts.plain("button.edit"), data=callback("edit", article_id)),
            Button(text=ask.texts.plain("button.delete"), data=callback("del", article_id)),
        ),
    )
