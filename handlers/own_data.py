"""/mydata and /forgetme: what is kept of the one who asks, in their private chat."""

from __future__ import annotations

import json

from bot.render.keyboard import Button, callback
from bot.store.own_data import OwnData
from handlers.context import Ask, Document, Reply


async def my_data(ask: Ask) -> Reply:
    """Everything about this person and this chat, as a JSON document."""
    kept = await _own_data(ask).of(ask.user_id)
    content = json.dumps({"id": ask.user_id, **kept}, ensure_ascii=False, indent=2).encode()
    document = Document(name="gazette-my-data.json", content=content)
    return Reply(text=ask.texts("mydata.text"), document=document)


async def forget_me(ask: Ask) -> Reply:
    """Asks before it deletes."""
    row = (
        Button(text=ask.texts.plain("forget.yes"), data=callback("forget", "yes")),
        Button(text=ask.texts.plain("forget.no"), data=callback("forget", "no")),
    )
    return Reply(text=ask.texts("forget.sure"), keyboard=(row,))


async def forgotten(ask: Ask) -> Reply:
    """Deletes all that is stored of this person, once confirmed."""
    if ask.data != ("yes",) or not ask.private:
        return Reply(text=ask.texts("forget.kept"), edit=True)
    await _own_data(ask).forget(ask.user_id)
    return Reply(text=ask.texts("forget.done"), edit=True)


def _own_data(ask: Ask) -> OwnData:
    return OwnData(ask.services.store.database)
