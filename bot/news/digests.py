"""Due digests into the outbox: each list once for each local date, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.digest_model import Recipient
from bot.errors import NotFoundError
from bot.metrics import Metrics
from bot.model import Subscription
from bot.news.press import Edition, Press
from bot.news.schedule import Quiet, quiet_until, zone_data, zone_of
from bot.news.topics import Vocabulary
from bot.news.turns import Turn, scheduled, turn
from bot.steps import in_steps
from bot.store import Store
from bot.store.contents import Content
from bot.store.letters import Letter

log = structlog.get_logger(__name__)

# One transaction holds so many: a step of the loop that nobody notices.
_BATCH = 125
# New lists are looked for as often at least.
LONGEST_SLEEP = timedelta(seconds=30)
# A run that knows more editions than this begins to forget: personal ones are nobody else's.
_REMEMBERED = 5_000
_ZONES = "tzdata"


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What would go to whom: the subscription with its next instant, and the messages."""

    subscription: Subscription
    content: Content | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Digests:
    """The digests of all lists. Later than `patience` they are skipped."""

    store: Store
    vocabulary: Vocabulary
    patience: timedelta
    metrics: Metrics = field(default_factory=Metrics)
    _recent: dict[tuple[datetime, int], Press] = field(default_factory=dict)

    async def tick(self, clock: Callable[[], datetime]) -> timedelta:
        """One round of the loop; returns how long nothing is due after it, at most 30 seconds."""
        await self.recompute(clock())
        await self.run(clock())
        upcoming = await self.store.subscriptions.next_due()
        if upcoming is None:
            return LONGEST_SLEEP
        return min(max(upcoming - clock(), timedelta()), LONGEST_SLEEP)

    async def run(self, now: datetime) -> int:
        """Put all that is due into the outbox; returns how many letters.

        A batch is one transaction: after a crash it is made again, and what was committed before
        is kept from doubles by its slot.
        """
        press = Press(store=self.store, vocabulary=self.vocabulary, now=now)
        printed = _Printed()
        put = 0
        while due := await self.store.subscriptions.due(now, _BATCH):
            put += await self._batch(press, due, printed)
        if put:
            self.metrics.digests_put.inc(put)
            log.info("digests.put", letters=put, contents=len(printed.numbers))
        return put

    async def for_chat(self, subscription: Subscription, now: datetime) -> Content | None:
        """What is new for a list since its last digest, told from now on; None: nothing.

        The list's own next digest stays where it is. It need not be stored (id 0): `since` says
        how far back it reads.
        """
        content = await self._built(await self._press(now), _asked(subscription, now))
        if content is None or not content.stories:
            return None
        number = await self.store.digests.show(
            content, chat_id=subscription.chat_id, thread_id=subscription.thread_id, now=now
        )
        return await self.store.contents.get(number)

    async def preview(
        self, subscriptions: Sequence[Subscription], now: datetime
    ) -> tuple[Preview, ...]:
        """What would go out for them if `now` were their time; nothing is written."""
        press = Press(store=self.store, vocabulary=self.vocabulary, now=now)
        turns = ((each, _asked(each, now)) for each in subscriptions)
        return tuple(
            [
                Preview(subscription=each, content=await self._built(press, turn))
                for each, turn in turns
            ]
        )

    async def recompute(self, now: datetime) -> int:
        """Compute all next instants again when the rules of the zones changed; returns how many."""
        rules = zone_data()
        if await self.store.meta.get(_ZONES) == rules:
            return 0
        moved = last = 0
        while batch := await self.store.subscriptions.scheduled(last, _BATCH):
            last = batch[-1].id
            moves = [(each, _again(each, now)) for each in batch]
            await self.store.digests.post({}, moves, lambda _: {}, now)
            moved += sum(before != after for before, after in moves)
        await self.store.meta.put(_ZONES, rules)
        return moved

    async def _batch(self, press: Press, due: Sequence[Subscription], printed: _Printed) -> int:
        now = press.now
        # Of a chat's lists one at a time: the next one is not to repeat what this one tells.
        firsts: dict[tuple[int, int], Subscription] = {}
        for each in due:
            firsts.setdefault((each.chat_id, each.thread_id), each)
        turns = await in_steps(_turn(each, now, self.patience) for each in firsts.values())
        going = [each for each in turns if each.goes]
        recipients = await self.store.recipients.of({each.place for each in going}, now)
        editions = await press.editions(going, recipients)
        printed.forget_some()
        missing = set(editions.values()) - printed.numbers.keys()
        chosen = await in_steps((each, press.chosen(each)) for each in missing)
        built = dict(await in_steps((each, press.written(each, items)) for each, items in chosen))
        printed.empty.update(each for each, content in built.items() if not content.stories)

        def letters(added: Mapping[Edition, int]) -> dict[int, Letter]:
            numbers = {**printed.numbers, **added}
            return {
                each.before.id: _letter(each, numbers[edition], recipients[each.place], now)
                for each in going
                if (edition := editions.get(each.before.id))
                and not (each.before.silent and edition in printed.empty)
            }

        moves = [(each.before, each.after) for each in turns]
        added, put = await self.store.digests.post(built, moves, letters, now)
        printed.numbers.update(added)
        return put

    async def _press(self, now: datetime) -> Press:
        """One for all who ask within a minute, as long as nothing comes in."""
        key = (now.replace(second=0, microsecond=0), await self.store.candidates.newest())
        if key not in self._recent:
            self._recent.clear()
            self._recent[key] = Press(store=self.store, vocabulary=self.vocabulary, now=now)
        return self._recent[key]

    async def _built(self, press: Press, turn: Turn) -> Content | None:
        """The content of one digest, None when its chat is not known."""
        recipients = await self.store.recipients.of([turn.place], press.now)
        editions = await press.editions([turn], recipients)
        edition = editions.get(turn.before.id)
        return press.written(edition, press.chosen(edition)) if edition else None


@dataclass(slots=True)
class _Printed:
    """The numbers of the contents that a run has stored, and which editions hold nothing new."""

    numbers: dict[Edition, int] = field(default_factory=dict)
    empty: set[Edition] = field(default_factory=set)

    def forget_some(self) -> None:
        """Personal editions are nobody else's: what is too much is not worth its memory."""
        if len(self.numbers) > _REMEMBERED:
            self.numbers.clear()
            self.empty.clear()


def _turn(subscription: Subscription, now: datetime, patience: timedelta) -> Turn:
    try:
        return turn(subscription, now, patience)
    except NotFoundError as fault:
        # One list must not stop all others; a name that tzdata dropped is hardly ever met.
        log.warning("digests.zone", subscription=subscription.id, fault=str(fault))
        in_utc = turn(replace(subscription, zone="UTC"), now, patience)
        return replace(in_utc, before=subscription)


def _letter(turn: Turn, content_id: int, recipient: Recipient, now: datetime) -> Letter:
    """The letter, which waits for the end of quiet hours. Its slot is the date's only one."""
    quiet = recipient.quiet
    zone = recipient.zone or turn.after.zone
    ends = quiet_until(Quiet(start=quiet[0], end=quiet[1]), zone, now) if quiet else None
    return Letter(
        slot=f"digest:{turn.before.id}:{turn.day}",
        chat_id=turn.before.chat_id,
        thread_id=turn.before.thread_id,
        content_id=content_id,
        due=ends or now,
    )


def _asked(subscription: Subscription, now: datetime) -> Turn:
    """The turn of a list that is asked for out of turn."""
    day = now.astimezone(zone_of(subscription.zone)).date()
    return Turn(before=subscription, after=subscription, day=day, goes=True)


def _again(subscription: Subscription, now: datetime) -> Subscription:
    """The subscription with its instant by the rules of today; what is due already stays due."""
    if subscription.next_digest_at is None or subscription.next_digest_at <= now:
        return subscription
    try:
        return scheduled(subscription, now)
    except NotFoundError:
        return subscription  # it is told of when it is due
