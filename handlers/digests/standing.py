"""What becomes of a list when it is resumed, paused, skipped or moved: pure, over its schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.model import Standing, Subscription
from bot.news.schedule import Plan, next_after, next_instant, rezoned, slot_date

# Longer than any plan's pause between two digests.
_LOOK_BACK = timedelta(days=8)


def resumed(subscription: Subscription, now: datetime) -> Subscription:
    """Going on from now."""
    return replace(
        subscription,
        standing=Standing.ACTIVE,
        resumes=None,
        skipped=None,
        next_digest_at=next_instant(Plan.of(subscription), now),
    )


def paused(subscription: Subscription, until: datetime | None) -> Subscription:
    """Silent until then, or until somebody says otherwise."""
    return replace(
        subscription,
        standing=Standing.PAUSED,
        resumes=until,
        skipped=None,
        next_digest_at=next_instant(Plan.of(subscription), until) if until else None,
    )


def ended(subscription: Subscription) -> Subscription:
    """Unsubscribed; the settings wait for a return."""
    return replace(subscription, standing=Standing.ENDED, resumes=None, next_digest_at=None)


def skipping(subscription: Subscription) -> Subscription:
    """Without the next one."""
    if subscription.next_digest_at is None:
        return subscription
    plan = Plan.of(subscription)
    skipped = slot_date(plan, subscription.next_digest_at)
    return replace(subscription, skipped=skipped, next_digest_at=next_after(plan, skipped))


def replanned(old: Subscription, new: Subscription, now: datetime) -> Subscription:
    """With another hour, zone or days: no local date has two, and none is left out."""
    plans = Plan.of(old), Plan.of(new)
    if plans[0] == plans[1] or old.next_digest_at is None:
        return new
    if old.standing is not Standing.ACTIVE:
        return replace(new, next_digest_at=next_instant(plans[1], old.resumes or now))
    return replace(new, skipped=None, next_digest_at=rezoned(*plans, _served(old), now))


def back(subscription: Subscription, now: datetime) -> Subscription:
    """One of a chat that can be reached again, going on as it stands."""
    begins = subscription.resumes or now if subscription.standing is Standing.PAUSED else now
    return replace(subscription, next_digest_at=next_instant(Plan.of(subscription), begins))


def _served(subscription: Subscription) -> date | None:
    """The local date of the last digest: the newest instant of the plan that `since` covers."""
    plan, last = Plan.of(subscription), None
    instant = next_instant(plan, subscription.since - _LOOK_BACK)
    while instant is not None and instant <= subscription.since:
        last, instant = instant, next_instant(plan, instant)
    return slot_date(plan, last) if last else None
