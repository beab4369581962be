"""/add in all its forms, and what an editor posts without a word."""

from __future__ import annotations

from handlers.context import Ask, Reply
from handlers.editing.dialog import begun
from handlers.editing.material import from_document, from_post, from_words


async def add(ask: Ask) -> Reply:
    """An article from a document, a message replied to, words or an address; else by a dialog."""
    if ask.post.attachment is not None:
        return await from_document(ask, ask.post.attachment)
    if ask.replied is not None:
        return await from_post(ask, ask.replied, title=ask.words)
    if ask.words:
        return await from_words(ask, ask.words)
    return await begun(ask)


async def posted(ask: Ask) -> Reply:
    """A forwarded post, or a document, with no command: it can only be meant to be added."""
    return await from_post(ask, ask.post)
