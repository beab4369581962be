"""/cancel: the way out of every dialog."""

from __future__ import annotations

from handlers.context import Ask, Reply


async def cancel(ask: Ask) -> Reply:
    """Closes the open conversation."""
    closed = await ask.services.store.dialogs.close(ask.chat_id, ask.user_id)
    return Reply(text=ask.texts("cancel.done" if closed else "cancel.nothing"))
