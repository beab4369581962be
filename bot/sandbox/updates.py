"""The queue of updates: offsets, long polling with its 409, and who may see what."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.sandbox.params import Json
from bot.sandbox.refusal import Refusal

_ALL_KINDS = (
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages message_reaction message_reaction_count "
    "inline_query chosen_inline_result callback_query shipping_query pre_checkout_query "
    "purchased_paid_media poll poll_answer my_chat_member chat_member chat_join_request chat_boost "
    "removed_chat_boost"
)
KINDS = frozenset(_ALL_KINDS.split())
_ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
_WEBHOOK_SET = "Conflict: terminated by setWebhook request"
_MAX_LIMIT = 100


class Updates:
    """Updates wait here until a poll confirms them by its offset, or a webhook took them."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] = KINDS - _ONLY_IF_ASKED
        self._waiting: deque[Json] = deque()
        self._next_id = 1
        self._poll: asyncio.Future[None] | None = None
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def polled(self) -> bool:
        """Whether a long poll is waiting right now."""
        return self._poll is not None

    def allow(self, kinds: list[str]) -> None:
        """Set `allowed_updates`; an empty list means the default."""
        known = frozenset(kinds) & KINDS
        self.allowed = known or KINDS - _ONLY_IF_ASKED

    def put(self, kind: str, payload: Json) -> Json | None:
        """Queue an update; None if the bot did not ask for this kind."""
        if kind not in self.allowed:
            return None
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self._waiting.append(update)
        self._arrived.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update

    async def poll(self, *, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - Telegram's own parameter: an empty answer, not an error
        """Confirm everything below `offset` and return what waits, within `timeout` seconds.

        A negative offset counts from the end. A poll that comes while another waits ends that.

        Raises:
            Refusal: 409, another poll or a webhook took over.
        """
        self.interrupt(_OTHER_POLLER)
        self._confirm(offset)
        if not self._waiting and timeout > 0:
            await self._wait(timeout)
        count = min(limit, _MAX_LIMIT) if limit > 0 else _MAX_LIMIT
        return list(self._waiting)[:count]

    def interrupt(self, words: str = _WEBHOOK_SET) -> None:
        """End the waiting poll with a 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Refusal(409, words))
        self._poll = None

    def close(self) -> None:
        """End the waiting poll with an empty answer: the sandbox stops."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    async def first(self) -> Json:
        """The oldest update, waiting for one if there is none; it stays until `taken`."""
        while not self._waiting:
            self._arrived.clear()
            await self._arrived.wait()
        return self._waiting[0]

    def taken(self, update: Json) -> None:
        """Forget an update that a webhook accepted."""
        if self._waiting and self._waiting[0] is update:
            self._waiting.popleft()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            for _ in range(len(self._waiting) + offset):
                self._waiting.popleft()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    async def _wait(self, timeout: float) -> None:  # noqa: ASYNC109 - see poll
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(timeout):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
