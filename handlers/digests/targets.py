"""Which chat is meant: the one that is talked in, or a group or channel named at the beginning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import NotFoundError
from bot.model import Subscription
from handlers.context import Ask

# "@gazette_daily", "-1001234567890"; with "/17" behind it for a forum's topic of that number.
_NAMED = re.compile(
    r"(?P<chat>@[A-Za-z]\w{3,31}|-\d{1,15})(?:/(?P<thread>\d{1,9}))?(?=\s|$)", re.ASCII
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A chat that this person may subscribe; `title` is "" for the one that is talked in."""

    chat_id: int
    thread_id: int = 0
    title: str = ""
    words: str = ""


async def target_of(ask: Ask) -> Target:
    """Whom a command is for, and the words after that.

    Raises:
        NotFoundError: no such chat that the bot is in.
        RoleError: the person does not administer it.
    """
    named = _NAMED.match(ask.words)
    if named is None:
        await check_here(ask)
        return Target(chat_id=ask.chat_id, thread_id=ask.thread_id, words=ask.words)
    chat = named["chat"]
    place = await ask.administers(chat if chat.startswith("@") else int(chat))
    here = place.id == ask.chat_id
    return Target(
        chat_id=place.id,
        thread_id=int(named["thread"] or (ask.thread_id if here else 0)),
        title="" if here else place.title,
        words=ask.words[named.end() :].strip(),
    )


async def check_here(ask: Ask) -> None:
    """In a group only its admins decide what it gets."""
    if not ask.private:
        await ask.administers(ask.chat_id)


async def list_of(ask: Ask, subscription_id: int) -> tuple[Subscription, str]:
    """The list of that id, with the title of its chat ("" for here), if this person may change it.

    Raises:
        NotFoundError: there is none (any more).
        RoleError: it is another chat's, which the person does not administer.
    """
    found = await ask.services.store.subscriptions.get(subscription_id)
    if found is None:
        raise NotFoundError("sub.gone")
    return found, await title_of(ask, found.chat_id)


async def title_of(ask: Ask, chat_id: int) -> str:
    """The title of a chat, "" for this one, if this person may change what it gets."""
    if chat_id == ask.chat_id:
        await check_here(ask)
        return ""
    return (await ask.administers(chat_id)).title
