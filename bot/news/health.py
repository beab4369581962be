"""How a feed's record changes with each poll. Pure: the poller does, this decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.feeds.feed import Feed
from bot.feeds.response import Response
from bot.model import Fault, PolledFeed
from bot.news.cadence import LONGEST, adapted, wait_after_failure, wait_after_success

FAILURES_TOLD = 5
"""After so many failures in a row the admins hear of a feed."""
NOT_MODIFIED = 304


def as_served(feed: PolledFeed, response: Response) -> PolledFeed:
    """The feed with the validators of an answer (200 or 304) and the hash of what it has now.

    A server without validators sends all of it each time: the hash tells whether it changed.
    """
    if response.status == NOT_MODIFIED:
        return replace(
            feed, etag=response.etag or feed.etag, modified=response.modified or feed.modified
        )
    digest = blake2b(response.body, digest_size=16).hexdigest()
    return replace(feed, etag=response.etag, modified=response.modified, body_hash=digest)


def described(feed: PolledFeed, read: Feed, now: datetime) -> PolledFeed:
    """The feed with what it says of itself; a name that it was given here stays."""
    published = [feed.last_item, *(entry.published for entry in read.entries)]
    newest = max((instant for instant in published if instant and instant <= now), default=None)
    return replace(
        feed,
        title=feed.title or read.title,
        site=feed.site or read.site,
        last_item=newest,
    )


def succeeded(  # noqa: PLR0913 - all that counts
    feed: PolledFeed,
    *,
    brought: bool,
    ttl: timedelta = timedelta(),
    max_age: timedelta = timedelta(),
    now: datetime,
    chance: float,
) -> PolledFeed:
    """The feed after a poll that went well, and `brought` something new or nothing.

    `ttl` is what the feed itself asks for; it stays in the interval, as an unchanged feed is not
    read again. `max_age` is the server's wish for this answer. `chance` is from [0, 1).
    """
    interval = max(adapted(feed.interval, brought=brought), min(ttl, LONGEST))
    return replace(
        feed,
        interval=interval,
        next_poll=now + wait_after_success(interval, asked=max_age, chance=chance),
        last_poll=now,
        failures=0,
        fault=None,
        told=None,
    )


def failed(
    feed: PolledFeed,
    fault: Fault,
    *,
    retry_after: timedelta = timedelta(),
    now: datetime,
    chance: float,
) -> PolledFeed:
    """The feed after a poll that went wrong; `told` is set with the fifth failure in a row."""
    failures = feed.failures + 1
    wait = wait_after_failure(feed.interval, failures, asked=retry_after, chance=chance)
    return replace(
        feed,
        next_poll=now + wait,
        last_poll=now,
        failures=failures,
        fault=fault,
        told=feed.told or (now if failures >= FAILURES_TOLD else None),
    )


def ended(feed: PolledFeed, fault: Fault, *, now: datetime) -> PolledFeed:
    """The feed once it is gone for good: nobody polls it until an editor resumes it."""
    return replace(feed, gone=True, fault=fault, last_poll=now, told=now)


def news_of(before: PolledFeed, after: PolledFeed) -> str:
    """What admins should hear: a key of the catalogues, "" for nothing."""
    if after.gone and not before.gone:
        return "feed.tell.gone"
    if after.told and not before.told:
        return "feed.tell.failing"
    return "feed.tell.well" if before.told and not after.told else ""
