from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.feed import Entry, Feed
from bot.model import Draft, PolledFeed
from bot.news.items import drafts_of, item_keys, newest, wanted

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = PolledFeed(
    id=1,
    url="https://example.org/rss",
    added=NOW,
    next_poll=NOW,
    interval=HOUR,
    topics=("belarus",),
)


def draft(entry: Entry, feed: PolledFeed = FEED, read: Feed | None = None) -> Draft | None:
    (made,) = drafts_of([entry], feed, read or Feed(title="The Paper"), now=NOW)
    return made


def key(entry: Entry) -> str:
    return item_keys([entry])[0]


def test_an_item_is_known_by_its_id_whatever_else_changes() -> None:
    one = Entry(id="7", title="Flood", url="https://a.example/1")
    assert key(one) == key(Entry(id="7", title="Great flood", url="https://a.example/2"))


def test_without_an_id_by_its_address_in_any_spelling() -> None:
    one = Entry(url="http://www.example.org/a/?utm_source=rss")
    assert key(one) == key(Entry(url="https://example.org/a", title="Other words"))


def test_without_either_by_title_and_date() -> None:
    one = Entry(title="Flood", published=NOW)
    assert key(one) == key(Entry(title="Flood", published=NOW, html="<p>More</p>"))
    assert key(one) != key(Entry(title="Flood", published=NOW - HOUR))


def test_an_id_that_entries_share_tells_none_of_them_apart() -> None:
    entries = [Entry(id="x", url=f"https://example.org/{n}") for n in range(3)]
    assert len(set(item_keys(entries))) == 3


def test_an_id_is_no_address() -> None:
    address = "https://example.org/a"
    assert key(Entry(id=address)) != key(Entry(url=address))


@given(st.lists(st.builds(Entry, id=st.text(max_size=3), url=st.text(), title=st.text())))
def test_keys_never_fail_and_stay_the_same(entries: list[Entry]) -> None:
    assert item_keys(entries) == item_keys(entries)


def test_what_is_older_than_a_month_is_no_news() -> None:
    entries = [Entry(published=NOW - timedelta(days=days)) for days in (29, 31)]
    assert wanted([*entries, Entry()], first=False, now=NOW) == (entries[0], Entry())


def test_of_a_new_feed_only_the_newest_are_news() -> None:
    entries = [Entry(id=str(number)) for number in range(30)]
    assert wanted(entries, first=True, now=NOW) == tuple(entries[:20])
    assert wanted(entries, first=False, now=NOW) == tuple(entries)


def test_the_newest_are_kept_in_the_feed_s_order() -> None:
    entries = [Entry(id=str(n), published=NOW + n * HOUR) for n in (3, 1, 4, 2)]
    assert [entry.id for entry in newest(entries, 2)] == ["3", "4"]


def test_undated_entries_count_by_their_place() -> None:
    entries = [Entry(id="new"), Entry(id="dated", published=NOW), Entry(id="after")]
    assert [entry.id for entry in newest(entries, 2)] == ["new", "dated"]


def test_an_entry_becomes_an_article() -> None:
    entry = Entry(
        title="Flood",
        url="https://example.org/1",
        html="<p>The river rose.</p><p>Roads closed.</p>",
        author="A. Reporter",
        published=NOW - HOUR,
        topics=("Weather",),
    )
    assert draft(entry) == Draft(
        title="Flood",
        text="The river rose.\n\nRoads closed.",
        url="https://example.org/1",
        source="The Paper",
        author="A. Reporter",
        published=NOW - HOUR,
        topics=("belarus", "Weather"),
    )


def test_the_name_that_an_editor_knows_a_feed_by_is_its_source() -> None:
    named = PolledFeed(
        id=1, url="https://x.example", title="BBC", added=NOW, next_poll=NOW, interval=HOUR
    )
    made = draft(Entry(title="Flood"), named)
    assert made is not None
    assert made.source == "BBC"


def test_a_feed_without_any_name_is_called_by_its_site() -> None:
    made = draft(Entry(title="Flood", url="https://www.paper.example/1"), read=Feed())
    assert made is not None
    assert made.source == "paper.example"


def test_an_entry_without_a_title_is_headed_by_its_first_words() -> None:
    made = draft(Entry(html="<p>The river rose overnight.</p>"))
    assert made is not None
    assert made.title == "The river rose overnight."
    assert made.text == ""


def test_an_entry_that_says_nothing_makes_no_article() -> None:
    assert draft(Entry(id="7", html="<img src='x.png'>")) is None


def test_undated_entries_keep_the_feed_s_order() -> None:
    first, second = drafts_of([Entry(title="A"), Entry(title="B")], FEED, Feed(), now=NOW)
    assert first is not None
    assert second is not None
    assert first.published == NOW
    assert second.published == NOW - timedelta(seconds=1)


@pytest.mark.parametrize(
    "footer",
    [
        "<p>The post <a>Flood</a> appeared first on <a>The Paper</a>.</p>",
        "<p>The post Flood first appeared on The Paper.</p>",
        "<p>Сообщение Паводок появились сначала на Газета.</p>",
        "<p><a>Continue reading</a></p>",
        "<p>Read more…</p>",
    ],
)
def test_what_software_adds_under_an_item_is_none_of_its_text(footer: str) -> None:
    made = draft(Entry(title="Flood", html=f"<p>The river rose.</p>{footer}"))
    assert made is not None
    assert made.text == "The river rose."
