"""Who had blocked the bot and comes back: their lists go on as they stood."""

from __future__ import annotations

from handlers.context import Ask
from handlers.digests.standing import back


async def welcome_back(ask: Ask) -> int:
    """Resume what stopped when this chat could not be reached; how many lists that were."""
    subscriptions = ask.services.store.subscriptions
    returned = await subscriptions.returned(ask.chat_id, ask.now)
    for each in returned:
        await subscriptions.change(back(each, ask.now))
    return len(returned)
