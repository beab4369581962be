from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.feeds.feed import Entry, Feed
from bot.feeds.response import Response
from bot.model import Fault, PolledFeed
from bot.news.cadence import LONGEST
from bot.news.health import (
    FAILURES_TOLD,
    as_served,
    described,
    ended,
    failed,
    news_of,
    succeeded,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://example.org/rss"
FEED = PolledFeed(id=1, url=URL, added=NOW, next_poll=NOW, interval=HOUR)
FAULT = Fault(key="fetch.timeout", arguments={"host": "example.org"})


def test_content_brings_its_validators_and_its_hash() -> None:
    served = as_served(FEED, Response(status=200, url=URL, body=b"a", etag='"1"', modified="Mon"))
    assert (served.etag, served.modified) == ('"1"', "Mon")
    assert served.body_hash
    other = as_served(served, Response(status=200, url=URL, body=b"b"))
    assert (other.etag, other.modified) == ("", "")
    assert other.body_hash != served.body_hash


def test_not_modified_leaves_the_content_as_it_was() -> None:
    feed = replace(FEED, etag='"1"', modified="Mon", body_hash="abc")
    assert as_served(feed, Response(status=304, url=URL)) == feed
    newer = as_served(feed, Response(status=304, url=URL, etag='"2"'))
    assert (newer.etag, newer.modified, newer.body_hash) == ('"2"', "Mon", "abc")


def test_a_feed_says_its_name_once_and_its_newest_item_each_time() -> None:
    entries = (*tuple(Entry(published=NOW + n * HOUR) for n in (-5, -2, 48)), Entry())
    read = Feed(title="The Paper", site="https://example.org", entries=entries)
    feed = described(FEED, read, NOW)
    assert (feed.title, feed.site, feed.last_item) == (read.title, read.site, NOW - 2 * HOUR)
    assert described(replace(feed, title="Ours"), read, NOW).title == "Ours"
    assert described(feed, Feed(), NOW).last_item == NOW - 2 * HOUR


def test_a_success_clears_what_went_wrong() -> None:
    feed = replace(FEED, failures=7, fault=FAULT, told=NOW)
    after = succeeded(feed, brought=True, now=NOW, chance=0)
    assert (after.failures, after.fault, after.told) == (0, None, None)
    assert (after.interval, after.next_poll) == (HOUR / 2, NOW + HOUR / 2)


def test_what_the_feed_asks_for_stays_and_what_the_server_asks_for_passes() -> None:
    slow = succeeded(FEED, brought=True, ttl=6 * HOUR, now=NOW, chance=0)
    assert slow.interval == 6 * HOUR
    once = succeeded(FEED, brought=True, max_age=6 * HOUR, now=NOW, chance=0)
    assert (once.interval, once.next_poll) == (HOUR / 2, NOW + 6 * HOUR)
    assert succeeded(FEED, brought=True, ttl=90 * LONGEST, now=NOW, chance=0).interval == LONGEST


def test_admins_hear_of_a_failing_feed_once_and_once_of_its_recovery() -> None:
    feed, heard = FEED, []
    for minute in range(3 * FAILURES_TOLD):
        after = failed(feed, FAULT, now=NOW + minute * HOUR, chance=0)
        heard.append(news_of(feed, after))
        feed = after
    assert [place for place, key in enumerate(heard, 1) if key] == [FAILURES_TOLD]
    assert heard[FAILURES_TOLD - 1] == "feed.tell.failing"
    well = succeeded(feed, brought=False, now=NOW, chance=0)
    assert news_of(feed, well) == "feed.tell.well"
    assert news_of(well, succeeded(well, brought=False, now=NOW, chance=0)) == ""


def test_a_failure_that_nobody_heard_of_passes_in_silence() -> None:
    after = failed(FEED, FAULT, now=NOW, chance=0)
    assert (after.failures, after.fault, after.next_poll) == (1, FAULT, NOW + 2 * HOUR)
    assert news_of(after, succeeded(after, brought=True, now=NOW, chance=0)) == ""


def test_retry_after_is_kept_to() -> None:
    assert failed(FEED, FAULT, retry_after=9 * HOUR, now=NOW, chance=0).next_poll == NOW + 9 * HOUR


def test_the_end_of_a_feed_is_told_once() -> None:
    gone = ended(FEED, Fault(key="feed.gone"), now=NOW)
    assert gone.gone
    assert news_of(FEED, gone) == "feed.tell.gone"
    assert news_of(gone, gone) == ""
