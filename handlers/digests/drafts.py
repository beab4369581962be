"""A list in the making: it lies in the store with the conversation that is about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any, Final

from bot.errors import NotFoundError
from bot.model import Length, Standing, Subscription
from bot.news.hours import MORNING
from bot.news.schedule import EVERY_DAY
from bot.render.parts import shorten
from bot.render.subscriptions import clock
from handlers.context import Ask
from handlers.digests.order import NAME_UNITS
from handlers.digests.places import zone_here
from handlers.digests.standing import replanned, resumed
from handlers.digests.targets import Target
from handlers.editing.conversations import go_on, open_one
from handlers.editing.topic_names import topic_names

KIND = "subs"
MOST_LISTS: Final = 20
# The first digest tells what happened since the day before.
_FIRST_SINCE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A list as it is wanted so far; its fields are those of a `Subscription`.

    `id` is that of the list that is being changed, 0 for a new one. `title` names its chat, ""
    for here. `sure`: the zone was said, not guessed.
    """

    chat_id: int
    thread_id: int = 0
    title: str = ""
    id: int = 0
    name: str = ""
    minute: int = MORNING
    zone: str
    sure: bool
    days: int = EVERY_DAY
    topics: tuple[str, ...] = ()
    length: Length = Length.SHORT
    silent: bool = False

    def wanted(self, now: datetime) -> Subscription:
        """The list that would come of it."""
        return Subscription(
            chat_id=self.chat_id,
            thread_id=self.thread_id,
            name=self.name,
            minute=self.minute,
            zone=self.zone,
            days=self.days,
            topics=self.topics,
            length=self.length,
            silent=self.silent,
            since=now - _FIRST_SINCE,
        )


async def new_draft(ask: Ask, target: Target, **choices: Any) -> Draft:
    """The usual list, with these choices."""
    zone, sure = await zone_here(ask, target.chat_id)
    draft = Draft(
        chat_id=target.chat_id,
        thread_id=target.thread_id,
        title=target.title,
        zone=zone,
        sure=sure,
    )
    return replace(draft, **choices)


def draft_of(ask: Ask, subscription: Subscription, title: str) -> Draft:
    """A list that is there, to be changed; a name that nobody gave it changes too."""
    name = subscription.name
    given = name not in {topics_name(ask, subscription.topics), clock(subscription.minute)}
    return Draft(
        chat_id=subscription.chat_id,
        thread_id=subscription.thread_id,
        title=title,
        id=subscription.id,
        name=name if given else "",
        minute=subscription.minute,
        zone=subscription.zone,
        sure=True,
        days=subscription.days,
        topics=subscription.topics,
        length=subscription.length,
        silent=subscription.silent,
    )


async def keep(ask: Ask, step: str, draft: Draft) -> None:
    """Have the draft wait for the answer to that step's question."""
    await go_on(whose(ask), KIND, step, asdict(draft))


async def kept(ask: Ask) -> tuple[str, Draft]:
    """The open step and its draft.

    Raises:
        NotFoundError: "button.old" where nothing is open.
    """
    conversation = await open_one(whose(ask), KIND)
    if conversation is None:
        raise NotFoundError("button.old")
    data = conversation.data
    lists = {"topics": tuple(data["topics"]), "length": Length(data["length"])}
    return conversation.step, Draft(**(data | lists))


def whose(ask: Ask) -> Ask:
    """In a group the dialog is the group's: its admins, anonymous ones too, go on together."""
    return ask if ask.private else replace(ask, user_id=ask.chat_id)


async def store_draft(ask: Ask, draft: Draft) -> Subscription:
    """Write the list; one that had ended goes on, a paused one stays so.

    Raises:
        NotFoundError: "subs.many" (most): the chat has as many as it may.
    """
    subscriptions = ask.services.store.subscriptions
    # A channel speaks the language of who subscribed it, until it is told another one.
    await ask.services.store.chats.see(draft.chat_id, language=ask.texts.language, now=ask.now)
    wanted = draft.wanted(ask.now)
    old = await subscriptions.get(draft.id) if draft.id else None
    lists = await subscriptions.of_chat(draft.chat_id)
    others = [
        each.name for each in lists if each.thread_id == draft.thread_id and each.id != draft.id
    ]
    wanted = replace(wanted, name=_free_name(ask, wanted, others))
    if old is None:
        if len(lists) >= MOST_LISTS:
            raise NotFoundError("subs.many", most=MOST_LISTS)
        return await subscriptions.put(resumed(wanted, ask.now))
    new = replace(
        wanted,
        id=old.id,
        since=old.since,
        standing=old.standing,
        resumes=old.resumes,
        skipped=old.skipped,
        next_digest_at=old.next_digest_at,
    )
    stands = old.standing in {Standing.ACTIVE, Standing.PAUSED}
    new = replanned(old, new, ask.now) if stands else resumed(new, ask.now)
    await subscriptions.change(new)
    return new


def _free_name(ask: Ask, wanted: Subscription, taken: Collection[str]) -> str:
    """The list's own name, else its topics; where a list has that already, its hour."""
    name = wanted.name or topics_name(ask, wanted.topics)
    hour = clock(wanted.minute)
    more = (f"{name or hour} ({number})" for number in count(2))
    return next(each for each in chain([name, hour], more) if each not in taken)


def topics_name(ask: Ask, topics: tuple[str, ...]) -> str:
    """What a list of these topics is called."""
    return shorten(", ".join(topic_names(ask, topics)), NAME_UNITS)
