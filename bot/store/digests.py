"""What a batch of due digests writes: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from bot.digest_model import CONTENT
from bot.model import Subscription
from bot.store.contents import Content, insert_content
from bot.store.instants import to_seconds
from bot.store.letters import DIGEST, Letter
from bot.store.outbox import Outbox
from bot.store.sqlite import Connection, Database
from bot.store.subscriptions import move

Key = TypeVar("Key")
Moves = Sequence[tuple[Subscription, Subscription]]

_NUMBER = """
    UPDATE contents SET parts = replace(parts, :blank, id)
    WHERE id IN (SELECT value FROM json_each(:ids))
"""
# The date had its digest, as somebody travelled: what this one held is in the next.
_STILL_NEWS = "UPDATE subscriptions SET since = :since WHERE id = :id"
_SHOWN = """
    INSERT INTO outbox (
        slot, chat_id, thread_id, content_id, priority, state, outcome, due, not_before, created,
        settled
    )
    SELECT 'asked:' || :content, id, :thread, :content, :priority, 'sent', 'asked', :now, :now,
        :now, :now
    FROM chats WHERE id = :chat
"""


class DigestStore:
    """Writes digests, and into the buttons of each its number, for which `CONTENT` stands."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    async def post(
        self,
        contents: Mapping[Key, Content],
        moves: Moves,
        letters: Callable[[Mapping[Key, int]], Mapping[int, Letter]],
        now: datetime,
    ) -> tuple[Mapping[Key, int], int]:
        """Keep contents, move subscriptions on, put letters into the outbox.

        `letters` makes them, by subscription, of the contents' numbers. Whoever is gone or changed
        their list meanwhile is neither moved nor sent anything. Returns the numbers, and how many
        letters are new.
        """
        async with self._database.transaction() as transaction:
            numbers = await self._keep(transaction, contents, now)
            moved = await move(transaction, moves)
            going = {owner: letter for owner, letter in letters(numbers).items() if owner in moved}
            put = await self._outbox.put_all(transaction, [*going.values()], now)
            twice = {owner for owner, letter in going.items() if letter.slot not in put}
            for before in (before for before, _ in moves if before.id in twice):
                await transaction.run(
                    _STILL_NEWS, {"since": to_seconds(before.since), "id": before.id}
                )
        return numbers, len(put)

    async def show(self, content: Content, *, chat_id: int, thread_id: int, now: datetime) -> int:
        """Keep a content that somebody asked for as told; returns its number.

        Nothing is known of a chat that was forgotten a moment ago.
        """
        async with self._database.transaction() as transaction:
            (number,) = (await self._keep(transaction, {"": content}, now)).values()
            values = {
                "content": number,
                "chat": chat_id,
                "thread": thread_id,
                "priority": DIGEST,
                "now": to_seconds(now),
            }
            await transaction.run(_SHOWN, values)
        return number

    async def _keep(
        self, transaction: Connection, contents: Mapping[Key, Content], now: datetime
    ) -> dict[Key, int]:
        numbers = {
            key: await insert_content(transaction, content, now=now)
            for key, content in contents.items()
        }
        ids = json.dumps([*numbers.values()])
        await transaction.run(_NUMBER, {"blank": CONTENT, "ids": ids})
        return numbers
