from __future__ import annotations

import warnings
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.parse import MOST_ENTRIES, Entry, Feed, is_feed, parse_feed
from tests.benchmarks.feeds import DATA, parsing

URL = "https://example.org/news/feed.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Paper &amp;amp; News</title><link>https://paper.example/</link>
<language>be-BY</language><ttl>30</ttl><managingEditor>e@paper.example (Ed)</managingEditor>
<item><title>Minister <![CDATA[<b>arrives</b>]]>
 in Minsk</title><link>/minister</link><guid isPermaLink="false">n1</guid>
<pubDate>Sat, 14 Jun 2025 12:00:00 +0300</pubDate><dc:creator>Ann</dc:creator>
<dc:creator>Bob</dc:creator><category>Politics</category><category>Talks</category>
<description>In short.</description><content:encoded>&lt;p&gt;In full.&lt;/p&gt;</content:encoded>
</item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://a.example/x/">
<title type="html">Atom &amp;lt;b&amp;gt;daily&amp;lt;/b&amp;gt;</title>
<author><name>Zed</name></author>
<entry><title>One</title><id>tag:a.example,2025:1</id><link href="one"/>
<updated>2025-06-14T12:00:00Z</updated><category term="t" label="Trade"/>
<content type="text">a &lt; b

c</content></entry></feed>"""

FEEDBURNER = """<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">
https://x.example/1</f:origLink>"""


def rss(item: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel>{head}<item>{item}</item></channel></rss>'.encode()


def entry(item: str) -> Entry:
    return parse_feed(rss(item), URL).entries[0]


def test_an_rss_feed() -> None:
    assert parse_feed(RSS.encode(), URL) == Feed(
        format="rss20",
        title="The Paper & News",
        site="https://paper.example/",
        language="be",
        ttl=1800,
        entries=(
            Entry(
                title="Minister arrives in Minsk",
                url="https://paper.example/minister",
                id="n1",
                published=datetime(2025, 6, 14, 9, tzinfo=UTC),
                html="<p>In full.</p>",
                author="Ann, Bob",
                topics=("Politics", "Talks"),
            ),
        ),
    )


def test_an_atom_feed() -> None:
    feed = parse_feed(ATOM.encode(), URL)
    assert feed == Feed(
        format="atom10",
        title="Atom daily",
        language="en",
        entries=(
            Entry(
                title="One",
                url="https://a.example/x/one",
                id="tag:a.example,2025:1",
                published=datetime(2025, 6, 14, 12, tzinfo=UTC),
                html="<p>a &lt; b</p><p>c</p>",
                author="Zed",
                topics=("Trade",),
            ),
        ),
    )


def test_a_json_feed() -> None:
    feed = parse_feed(b'{"version": "https://jsonfeed.org/version/1", "items": []}', URL)
    assert feed == Feed(format="json")
    assert is_feed(feed)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\xff", b"hello", b"{", b"[]", b"<html><head><title>x</title></head><p>y</html>"],
)
def test_what_is_no_feed(data: bytes) -> None:
    assert not is_feed(parse_feed(data, URL))


@pytest.mark.parametrize(
    "data",
    [
        b'<rss version="2.0"><channel/></rss>',
        b"<channel><item><title>a</title></item></channel>",
        '<rss version="2.0"><channel><title>x</title></channel></rss>'.encode("utf-16-be"),
    ],
)
def test_what_is_a_feed(data: bytes) -> None:
    assert is_feed(parse_feed(data, URL))


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://x.example/1?a=1&amp;b=2</link>", "https://x.example/1?a=1&b=2"),
        ("<link>1.html</link>", "https://example.org/news/1.html"),
        ("<guid>https://x.example/1</guid>", "https://x.example/1"),
        ("<guid>1</guid>", ""),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>http://[x/</link>", ""),
        (
            f"<link>https://feeds.example/~r/1</link>{FEEDBURNER}",
            "https://x.example/1",
        ),
        ("", ""),
    ],
)
def test_the_address_of_an_entry(item: str, url: str) -> None:
    assert entry(item).url == url


@pytest.mark.parametrize(
    ("item", "published"),
    [
        ("<pubDate>2025-06-14</pubDate>", datetime(2025, 6, 14, tzinfo=UTC)),
        ("<pubDate>1749902400</pubDate>", datetime(2025, 6, 14, 12, tzinfo=UTC)),
        ("<pubDate>soon</pubDate>", None),
        ("<pubDate>soon</pubDate><created>2025-06-14</created>", datetime(2025, 6, 14, tzinfo=UTC)),
        ("", None),
    ],
)
def test_the_date_of_an_entry(item: str, published: datetime | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert entry(item).published == published


@pytest.mark.parametrize(
    ("item", "html"),
    [
        ("<description>AT&amp;T &amp; co</description>", "AT&T & co"),
        ("<description>&lt;p&gt;x&lt;/p&gt;</description>", "<p>x</p>"),
        ('<content type="image/png">aGVsbG8=</content><description>x</description>', "x"),
        ("<title>x</title>", ""),
    ],
)
def test_the_text_of_an_entry(item: str, html: str) -> None:
    assert entry(item).html == html


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>99999999999</ttl>", None),
        ("", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
        (
            "<sy:updatePeriod> Daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21_600,
        ),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>x</sy:updateFrequency>",
            None,
        ),
        ("<sy:updatePeriod>ever</sy:updatePeriod>", None),
    ],
)
def test_how_often_the_publisher_wants_to_be_asked(head: str, ttl: int | None) -> None:
    data = rss("", head).replace(
        b"<rss ", b'<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    )
    assert parse_feed(data, URL).ttl == ttl


def test_an_email_address_is_no_author() -> None:
    assert entry("<author>z@x.org</author>").author == ""
    assert entry("<author>z@x.org (Zed)</author>").author == "Zed"


def test_a_feed_has_a_last_entry() -> None:
    data = b'<rss version="2.0"><channel>' + b"<item/>" * (MOST_ENTRIES + 1) + b"</channel></rss>"
    assert len(parse_feed(data, URL).entries) == MOST_ENTRIES


@pytest.mark.parametrize(
    "title", ["&#55357;&#56832;", "&#xD83D;&#xDE00;", "&#128512;", "\N{GRINNING FACE}"]
)
def test_an_emoji_in_any_spelling(title: str) -> None:
    assert entry(f"<title>{title}</title>").title == "\N{GRINNING FACE}"


def test_no_entity_is_expanded_beyond_measure() -> None:
    names = "abcdefghij"
    lines = [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names)]
    bomb = f'<!DOCTYPE rss [<!ENTITY a "lol">{"".join(lines)}]>'.encode()
    feed = parse_feed(bomb + rss("<title>&j;</title>"), URL)
    assert len(feed.entries[0].title) < 100


def test_nothing_is_opened() -> None:
    assert not is_feed(parse_feed(__file__.encode(), URL))
    outside = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "root" not in entry_of(outside + rss("<title>a&x;</title>")).title


def entry_of(data: bytes) -> Entry:
    return parse_feed(data, URL).entries[0]


_PIECES = [
    *("<rss>", "<channel>", "<item>", "</item>", "<entry>", "<feed", ' xml:base="', '"', ">", "<"),
    *("<title>", "</title>", "<link>", "<guid>", "<pubDate>", "&#xD800;", "&#1;", "&amp;", "&x;"),
    *("<![CDATA[", "]]>", "<!DOCTYPE x [", "<?xml", "encoding='\0'", "http://[", "text", "{", '"'),
    *("<media:player>", "<georss:where>", "<width>", "<source", "<textinput>", "<license>"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text() | st.binary())
def test_any_document_gives_a_feed(document: str | bytes) -> None:
    data = document.encode(errors="replace") if isinstance(document, str) else document
    parse_feed(data, URL)
    parse_feed(rss("") + data, URL)


@pytest.mark.skipif(not DATA.exists(), reason="the feeds lie beside the checkout: ../shared/data")
def test_the_feeds_of_other_parsers() -> None:
    bars = {
        "read": 1,
        "entries": 0.985,
        "JSON Feeds": 1,
        "real sites": 58 / 60,
        "feed titles": 0.97,
        "first titles": 0.97,
    }
    shares = {name: right / asked for name, (right, asked) in parsing().items()}
    assert {name: share for name, share in shares.items() if share < bars[name]} == {}
