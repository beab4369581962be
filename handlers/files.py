"""Fetches the files that people send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from telegram import Bot
from telegram.error import BadRequest

from bot.errors import DocumentError, NotFoundError
from handlers.context import Attachment, Post

_MEGABYTE: Final = 1024 * 1024
# What Telegram lets a bot download.
LARGEST_MEGABYTES: Final = 20


async def download(bot: Bot, attachments: dict[str, Attachment], file_id: str) -> bytes:
    """The bytes of one of these attachments.

    Raises:
        DocumentError: it has more than 20 MB.
        NotFoundError: it is not among them, or Telegram has it no longer.
    """
    attachment = attachments.get(file_id)
    if attachment is None:
        raise NotFoundError("document.gone")
    _check(attachment, attachment.size)
    try:
        file = await bot.get_file(file_id)
    except BadRequest as fault:
        if "too big" in fault.message:
            raise _too_large(attachment, attachment.size) from fault
        raise NotFoundError("document.gone") from fault
    # A Bot API server of one's own hands out larger ones.
    _check(attachment, file.file_size or 0)
    return bytes(await file.download_as_bytearray())


def _check(attachment: Attachment, size: int) -> None:
    if size > LARGEST_MEGABYTES * _MEGABYTE:
        raise _too_large(attachment, size)


def _too_large(attachment: Attachment, size: int) -> DocumentError:
    megabytes = max(-(-size // _MEGABYTE), LARGEST_MEGABYTES + 1)
    return DocumentError(
        "document.too_large", name=attachment.name, megabytes=megabytes, limit=LARGEST_MEGABYTES
    )


def downloads(bot: Bot, *posts: Post | None) -> Callable[[str], Awaitable[bytes]]:
    """Fetches what these have attached, by its id; nothing else."""
    attached = (post.attachment for post in posts if post and post.attachment)
    return partial(download, bot, {each.file_id: each for each in attached})
