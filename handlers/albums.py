"""Documents that were sent together: one album, but a message for each."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from telegram import Bot, Message

from handlers.progress import Progress

# Albums remembered at once; their messages come within seconds.
_REMEMBERED = 256


@dataclass(slots=True)
class _Album:
    progress: Progress
    command: str = ""


class Albums:
    """What the messages of an album have in common.

    Telegram puts the caption, and with it the command, on one of them only, usually the first.
    """

    def __init__(self) -> None:
        self._albums: OrderedDict[tuple[int, str], _Album] = OrderedDict()

    def command(self, message: Message, command: str) -> str:
        """The command of a message: its own, else that of the album it belongs to."""
        known = self._albums.get((message.chat.id, message.media_group_id or ""))
        return command or (known.command if known else "")

    def progress(self, bot: Bot, chat_id: int, album: str, command: str) -> Progress:
        """The message of progress: one of its own for each message, one for a whole album."""
        if not album:
            return Progress(bot, chat_id)
        known = self._albums.setdefault((chat_id, album), _Album(Progress(bot, chat_id)))
        known.command = known.command or command
        if len(self._albums) > _REMEMBERED:
            self._albums.popitem(last=False)
        return known.progress
