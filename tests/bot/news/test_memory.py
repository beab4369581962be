from __future__ import annotations

from datetime import timedelta

from bot.feeds.parse import parse_feed
from bot.news.memory import FeedMemory
from tests.bot.news.feed_writing import NOW, names, rss

URL = "https://paper.example/rss"


def kept(body: bytes) -> FeedMemory:
    """A memory of a feed that had this."""
    memory = FeedMemory()
    unread = memory.unread(1, body, now=NOW)
    assert (unread.body, unread.whole) == (body, True)
    memory.keep(1, unread.items, parse_feed(body, URL))
    return memory


def test_what_was_there_before_is_not_read_again() -> None:
    memory = kept(rss("flood", "storm"))
    newer = rss("flood", "storm").replace(
        b"</channel>", b"<item><guid>gale</guid></item></channel>"
    )
    unread = memory.unread(1, newer, now=NOW).body
    assert [entry.id for entry in parse_feed(unread, URL).entries] == ["gale"]
    assert parse_feed(unread, URL).title == "The Paper"


def test_a_feed_without_new_items_is_not_read_at_all() -> None:
    body = rss("flood", "storm")
    memory = kept(body)
    assert memory.unread(1, body.replace(b"The Paper", b"The News"), now=NOW).body == b""


def test_an_item_that_changed_is_read() -> None:
    memory = kept(rss("flood"))
    unread = memory.unread(1, rss("flood", age=timedelta(hours=2)), now=NOW)
    assert unread.body
    assert not unread.whole


def test_other_feeds_are_others() -> None:
    memory = kept(rss("flood"))
    assert memory.unread(2, rss("flood"), now=NOW).body == rss("flood")


def test_a_new_day_reads_all_anew() -> None:
    memory = kept(rss("flood"))
    assert memory.unread(1, rss("flood"), now=NOW + timedelta(days=1)).body == rss("flood")


def test_where_ids_are_shared_only_the_whole_feed_tells() -> None:
    body = rss("flood", "storm").replace(b"<guid>storm", b"<guid>flood")
    assert kept(body).unread(1, body, now=NOW).body == body


def test_what_cannot_be_cut_is_forgotten() -> None:
    memory = kept(rss("flood"))
    memory.keep(1, memory.unread(1, b"{}", now=NOW).items, parse_feed(b"{}", URL))
    assert memory.unread(1, rss("flood"), now=NOW).body == rss("flood")


def test_no_more_is_remembered_than_is_read() -> None:
    body = rss(*names(count=501))
    assert kept(body).unread(1, body, now=NOW).body == body
